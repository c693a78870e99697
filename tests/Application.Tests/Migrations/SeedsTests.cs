using NUnit.Framework;
using PosCommerce.Infrastructure.Security;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Migrations;

public sealed class SeedsTests
{
    [Test]
    public async Task Seeding_twice_changes_no_row_of_any_table()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        var before = await Database.FingerprintAsync(database.Admin);

        await SeedAsync(cluster, database);

        Assert.That(before, Has.Count.GreaterThan(10));
        Assert.That(await Database.FingerprintAsync(database.Admin), Is.EqualTo(before));
    }

    [Test]
    public async Task What_a_merchant_changed_stays_and_what_the_product_lost_is_put_back()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        await Database.ExecuteAsync(
            database.Migrator,
            """
            update identity.tenant set name = 'Corner shop' where slug = 'default';
            delete from identity.role_template_permission where code = 'cashier' and permission = 'sales.create';
            delete from identity.role_permission where permission = 'sales.create';
            """
        );

        await SeedAsync(cluster, database);

        Assert.That(
            await Database.ListAsync(database.Admin, "select name from identity.tenant where slug = 'default'"),
            Is.EqualTo((string[])["Corner shop"])
        );
        Assert.That(
            await Database.ListAsync(
                database.Admin,
                "select distinct r.code from identity.role_permission as p join identity.role as r using (tenant_id, role_id) where permission = 'sales.create' order by 1"
            ),
            Is.EqualTo((string[])["admin", "cashier", "manager"])
        );
    }

    [Test]
    public async Task What_the_product_no_longer_has_goes_from_roles_and_keys_too()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        var before = await Database.FingerprintAsync(database.Admin);
        await Database.ExecuteAsync(
            database.Migrator,
            """
            insert into identity.permission (permission, area, is_tenant_wide, description)
            values ('sales.old', 'Old', false, 'What is gone');
            insert into identity.role_template (code, name, description) values ('old', 'Old', 'Gone');
            insert into identity.role_template_permission (code, permission)
            values ('old', 'sales.read'), ('cashier', 'sales.old'), ('cashier', 'sales.void');
            call identity.install_predefined_roles();
            """
        );

        await SeedAsync(cluster, database);

        Assert.That(
            await Database.ListAsync(
                database.Admin,
                """
                select 'permission ' || permission from identity.permission where permission = 'sales.old'
                union all select 'template ' || code from identity.role_template where code = 'old'
                union all select 'template of ' || code from identity.role_template_permission where permission = 'sales.old' or code = 'old'
                                                                                       or (code = 'cashier' and permission = 'sales.void')
                union all select 'role of ' || r.code from identity.role_permission as p join identity.role as r using (tenant_id, role_id)
                           where p.permission = 'sales.old' or (r.code = 'cashier' and p.permission = 'sales.void')
                """
            ),
            Is.Empty
        );
        // The tenants keep the role that the product dropped, as their own.
        Assert.That(
            await Database.ListAsync(database.Admin, "select distinct is_predefined::text from identity.role where code = 'old'"),
            Is.EqualTo((string[])["false"])
        );
        var after = await Database.FingerprintAsync(database.Admin);
        Assert.That(after["identity.permission"], Is.EqualTo(before["identity.permission"]));
        Assert.That(after["identity.role_template"], Is.EqualTo(before["identity.role_template"]));
    }

    [Test]
    public async Task Seeds_leave_no_row_in_the_journal_and_make_no_temporary_table()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();

        Assert.That(
            await Database.ListAsync(database.Admin, "select scriptname from public.schemaversions order by 1"),
            Is.EqualTo(EmbeddedScripts.Instance.Migrations.Select(script => script.Name))
        );
        // A distributed engine cannot route a statement that also reads a table of the connection.
        Assert.That(
            EmbeddedScripts
                .Instance.Seeds.Where(script => script.Text.Contains("create temp", StringComparison.OrdinalIgnoreCase))
                .Select(script => script.Name),
            Is.Empty
        );
    }

    [Test]
    public async Task A_new_demo_password_replaces_the_old_one()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        var changed = new DemoPassword("another password", Argon2.Hash, Argon2.Verify);

        await Seeds.RunAsync(database.Migrator, EmbeddedScripts.Instance, changed, Silence.Instance);

        var hashes = await Database.ListAsync(database.Admin, "select distinct password_hash from identity.user_account");
        Assert.That(hashes.Select(hash => Argon2.Verify("another password", hash)), Is.EqualTo((bool[])[true]));
    }

    [Test]
    public async Task A_failing_seed_leaves_nothing()
    {
        await using var database = await (await TestCluster.GetAsync()).CreateEmptyAsync();
        await PosCommerce.Migrator.Migrations.UpAsync(
            database.Migrator,
            new GivenScripts([new Script("0001.sql", "create table public.t (n integer);")]),
            Silence.Instance
        );
        var scripts = new GivenScripts([], [new Script("seed/0001.sql", "insert into public.t values (1);\nselect 1 / 0;")]);

        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            Seeds.RunAsync(database.Migrator, scripts, demo: null, Silence.Instance)
        );

        Assert.That(failure!.Message, Does.StartWith("seed/0001.sql"));
        Assert.That(await Database.ListAsync(database.Admin, "select n::text from public.t"), Is.Empty);
    }

    private static Task SeedAsync(TestCluster cluster, TestDatabase database) =>
        Seeds.RunAsync(
            database.Migrator,
            EmbeddedScripts.Instance,
            new DemoPassword(cluster.Passwords.Demo, Argon2.Hash, Argon2.Verify),
            Silence.Instance
        );
}
