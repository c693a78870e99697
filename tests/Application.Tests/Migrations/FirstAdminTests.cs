using NUnit.Framework;
using PosCommerce.Infrastructure.Security;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Migrations;

public sealed class FirstAdminTests
{
    private const string Password = "correct horse battery";

    [Test]
    public async Task A_tenant_without_users_gets_one_admin_of_all_its_stores()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();

        await CreateAsync(database, "default");

        Assert.That(
            await Database.ListAsync(
                database.Admin,
                """
                select concat_ws(' ', u.email, r.code, coalesce(g.store_id::text, 'all stores'))
                  from identity.tenant as t
                  join identity.user_account as u using (tenant_id)
                  join identity.access_grant as g using (tenant_id, user_id)
                  join identity.role as r using (tenant_id, role_id)
                 where t.slug = 'default'
                """
            ),
            Is.EqualTo((string[])["owner@shop.example admin all stores"])
        );
        var hash = (
            await Database.ListAsync(database.Admin, "select password_hash from identity.user_account where email = 'owner@shop.example'")
        ).Single();
        Assert.That(Argon2.Verify(Password, hash), Is.True);
    }

    [Test]
    public async Task A_tenant_that_has_a_user_gets_no_second_first_admin()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        await CreateAsync(database, "default");

        var again = await Assert.ThrowsAsync<MigrationFailure>(() => CreateAsync(database, "default"));
        var demo = await Assert.ThrowsAsync<MigrationFailure>(() => CreateAsync(database, "demo"));
        var unknown = await Assert.ThrowsAsync<MigrationFailure>(() => CreateAsync(database, "nobody"));

        Assert.That(again!.Message, Does.Contain("has users already"));
        Assert.That(demo!.Message, Does.Contain("has users already"));
        Assert.That(unknown!.Message, Does.Contain("no tenant \"nobody\""));
    }

    [Test]
    public async Task Two_at_once_make_one_admin()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(async _ =>
                {
                    try
                    {
                        await CreateAsync(database, "default");
                        return true;
                    }
                    catch (MigrationFailure)
                    {
                        return false;
                    }
                })
        );

        Assert.That(outcomes.Count(made => made), Is.EqualTo(1));
    }

    [TestCase("owner@shop.example", "too short")]
    [TestCase("nobody", Password)]
    [TestCase("@shop.example", Password)]
    public async Task A_short_password_or_an_unfit_address_is_refused(string email, string password)
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();

        var failure = await Assert.ThrowsAsync<MigrationFailure>(() =>
            FirstAdmin.CreateAsync(database.Migrator, "default", email, password, Argon2.Hash)
        );

        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.Usage));
    }

    private static Task CreateAsync(TestDatabase database, string tenant) =>
        FirstAdmin.CreateAsync(database.Migrator, tenant, "owner@shop.example", Password, Argon2.Hash);
}
