using Npgsql;
using NUnit.Framework;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Migrations;

public sealed class RolesTests
{
    [Test]
    public async Task Four_at_once_make_the_roles_and_the_database_once()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CreateEmptyAsync();
        var before = await Database.ListAsync(cluster.Admin, RolesSql);

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    await Roles.ApplyAsync(cluster.Admin, cluster.Passwords.Roles, Silence.Instance);
                    await Roles.CreateDatabaseAsync(cluster.Admin, database.Name, Silence.Instance);
                })
        );

        Assert.That(await Database.ListAsync(cluster.Admin, RolesSql), Is.EqualTo(before));
        Assert.That(before, Has.Count.EqualTo(6 + Roles.Contexts.Count));
    }

    [Test]
    public async Task Only_the_backup_bypasses_row_security_and_nobody_is_a_superuser()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CreateEmptyAsync();

        Assert.That(
            await Database.ListAsync(
                cluster.Admin,
                $"select rolname::text from pg_roles where (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) and {OursSql}"
            ),
            Is.EqualTo((string[])[Roles.Backup])
        );
        Assert.That(
            await Database.ListAsync(cluster.Admin, $"select rolname::text from pg_roles where rolcanlogin and {OursSql} order by 1"),
            Is.EqualTo(Roles.Logins.Order(StringComparer.Ordinal))
        );
    }

    [Test]
    public async Task Every_login_signs_in_with_its_password_and_no_other_role_reaches_the_database()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CreateEmptyAsync();

        foreach (var login in new[] { database.Migrator, database.App, database.Dispatcher, database.Backup })
            Assert.That(
                await Database.ListAsync(login, "select current_user::text"),
                Is.EqualTo((string[])[new NpgsqlConnectionStringBuilder(login).Username!])
            );
        Assert.That(
            await Database.ListAsync(database.Admin, "select has_database_privilege('public', current_database(), 'connect')::text"),
            Is.EqualTo((string[])["false"])
        );
        Assert.That(
            await Database.ListAsync(database.Admin, "select has_schema_privilege('public', 'public', 'create')::text"),
            Is.EqualTo((string[])["false"])
        );
    }

    [Test]
    public async Task A_password_with_quotes_and_letters_beyond_ASCII_works()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CreateEmptyAsync();
        const string password = "it's \"$quoted$\" \\ with ünïcode";
        try
        {
            await Roles.ApplyAsync(
                cluster.Admin,
                new RolePasswords(Migrator: null, App: null, Dispatcher: password, Backup: null),
                Silence.Instance
            );

            var dispatcher = new NpgsqlConnectionStringBuilder(database.Dispatcher)
            {
                Password = password,
                Pooling = false,
            }.ConnectionString;
            Assert.That(await Database.ListAsync(dispatcher, "select current_user::text"), Is.EqualTo((string[])[Roles.Dispatcher]));
        }
        finally
        {
            await Roles.ApplyAsync(cluster.Admin, cluster.Passwords.Roles, Silence.Instance);
        }
    }

    [Test]
    public async Task The_application_gives_up_on_slow_statements_and_idle_transactions()
    {
        await using var database = await (await TestCluster.GetAsync()).CreateEmptyAsync();

        Assert.That(
            await Database.ListAsync(
                database.App,
                "select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'))"
            ),
            Is.EqualTo((string[])["10s 5s 15s"])
        );
        Assert.That(
            await Database.ListAsync(
                database.Migrator,
                "select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'))"
            ),
            Is.EqualTo((string[])["0 10s"])
        );
    }

    private const string OursSql = @"(rolname like 'poscommerce\_%' or rolname like '%\_sql')";

    private const string RolesSql = $"""
        select concat_ws(' ', rolname, rolcanlogin, rolbypassrls, rolinherit, rolconfig::text,
                         (select string_agg(roleid::regrole::text, ',' order by roleid::regrole::text) from pg_auth_members where member = r.oid))
          from pg_roles as r
         where {OursSql}
         order by 1
        """;
}
