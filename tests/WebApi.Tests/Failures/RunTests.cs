using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Local;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>What <c>./build.sh run</c> starts: it starts in whatever state the demo is, and ends whenever it is told to.</summary>
[Platform("Unix")]
public sealed class RunTests
{
    // As a script starts what it does not wait for.
    private const string InBackground = "trap '' INT; exec ";

    [TestCase("exec ", "INT")]
    [TestCase(InBackground, "INT")]
    [TestCase(InBackground, "TERM")]
    [TestCase("exec nohup ", "INT")]
    [TestCase("exec setsid ", "TERM")]
    public async Task However_it_was_started_a_signal_ends_it_and_everything_it_started(string started, string signal)
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        using var run = Start(cluster, database, started);
        await run.ServesAsync();
        var children = run.Children();

        var code = await run.StopAsync(signal);

        Assert.That(code, Is.Zero, run.Said);
        Assert.That(children, Is.Not.Empty);
        Assert.That(children.Where(RunProcess.IsAlive), Is.Empty);
    }

    [Test]
    public async Task It_starts_and_tells_what_it_cannot_offer_whatever_was_done_to_the_demo()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        await ExecuteAsync(
            database.Migrator,
            """
            update inventory.stock_level set on_hand = 0;
            update identity.user_account set disabled_at = now() where email = 'cashier@demo.example';
            update identity.user_account set second_factor_since = now() where email = 'manager@demo.example';
            update identity.tenant set suspended_at = now() where slug = 'rival';
            update core.store set archived_at = now() where store_id = app.seed_id('store/demo/1');
            """
        );
        // Somebody made an operator of that address before: the demo's own cannot be.
        await ExecuteAsync(
            database.Migrator,
            "update platform.operator set operator_id = gen_random_uuid() where email = 'operator@platform.example'"
        );
        using var run = Start(cluster, database, "exec ");

        await run.ServesAsync();

        Assert.That(run.Said, Does.Contain("tenant demo: admin@demo.example").And.Contain(cluster.Passwords.Demo));
        Assert.That(run.Said, Does.Contain("cashier@demo.example cannot sign in: disabled."));
        Assert.That(run.Said, Does.Contain("manager@demo.example cannot sign in: asks for a code of an authenticator app."));
        Assert.That(run.Said, Does.Contain("admin@rival.example cannot sign in: the merchant is suspended."));
        Assert.That(run.Said, Does.Contain("The demo data could not be renewed: demo/0001_demo_tenants.sql"));
        Assert.That(run.Said, Does.Contain("No sale can be shown: nothing that could be sold is left in stock there."));
        Assert.That(run.Said, Does.Contain("./build.sh run --fresh"));
        Assert.That(run.Said, Does.Contain($"database {database.Name} on "));
        Assert.That(await run.StopAsync("INT"), Is.Zero);
    }

    [Test]
    public async Task What_it_says_to_paste_sells_something_also_when_the_cashier_may_not()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        await ExecuteAsync(
            database.Migrator,
            """
            update identity.user_account set password_hash = 'changed' where email = 'cashier@demo.example';
            update identity.access_grant set revoked_at = now() where user_id = app.seed_id('user/demo/cashier');
            update core.terminal set archived_at = now() where terminal_id = app.seed_id('terminal/demo/1/1');
            """
        );
        using var run = Start(cluster, database, "exec ");
        await run.ServesAsync();

        var answer = await run.PasteAsync();

        Assert.That(JsonNode.Parse(answer)!["saleId"], Is.Not.Null, answer); // Otherwise Parse throws.
        Assert.That(run.Said, Does.Not.Contain("cannot"), "The demo password was given back, and nothing else is missing.");
        await run.StopAsync("TERM");
    }

    [Test]
    public async Task Fresh_begins_anew_but_deletes_nothing_that_is_not_the_demos()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        await ExecuteAsync(
            database.Migrator,
            "update identity.user_account set disabled_at = now(); update inventory.stock_level set on_hand = 0"
        );
        using (var run = Start(cluster, database, "exec ", "--fresh"))
        {
            await run.ServesAsync();
            Assert.That(run.Said, Does.Contain("cashier@demo.example").And.Not.Contain("cannot"));
            await run.StopAsync("TERM");
        }

        await using var foreign = await cluster.CreateEmptyAsync();
        await ExecuteAsync(foreign.Admin, "create table public.precious (n integer)");
        using var refused = Start(cluster, foreign, "exec ", "--fresh");
        var code = await refused.EndAsync();

        Assert.That(code, Is.EqualTo(1));
        Assert.That(refused.Said, Does.Contain("holds no demo shop"));
        await ExecuteAsync(foreign.Admin, "select n from public.precious");
    }

    [Test]
    public async Task With_a_server_of_its_own_it_stops_that_too_also_while_it_is_starting_and_fresh_forgets()
    {
        if (LocalDatabase.GivenAdmin is not null)
            Assert.Ignore("A server was given.");
        // Closed to others: where this is root, the server's user cannot reach it, and the data lies elsewhere.
        var folder = Directory.CreateTempSubdirectory("poscommerce-run-").FullName;
        var data = LocalPostgres.FolderOf(new LocalPostgresOptions(Path.Combine(folder, "postgres")));
        try
        {
            // Told to stop while PostgreSQL's files are made.
            using (var hasty = RunProcess.Start(folder, admin: null, "exec "))
            {
                await hasty.UntilAsync(() => Directory.Exists(Path.Combine(data, "cluster.new")));
                Assert.That(await hasty.StopAsync("INT"), Is.Zero, hasty.Said);
            }

            Assert.That(Servers(data), Is.Empty);

            using (var run = RunProcess.Start(folder, admin: null, "exec "))
            {
                await run.ServesAsync();
                Assert.That(run.Said, Does.Contain($"  Data      {data};"));
                Assert.That(Servers(data), Is.Not.Empty);
                await File.WriteAllTextAsync(Path.Combine(data, "cluster", "of-the-old-one"), "");
                Assert.That(await run.StopAsync("TERM"), Is.Zero, run.Said);
            }

            Assert.That(Servers(data), Is.Empty);
            using (var fresh = RunProcess.Start(folder, admin: null, "exec ", "--fresh"))
            {
                await fresh.ServesAsync();
                Assert.That(File.Exists(Path.Combine(data, "cluster", "of-the-old-one")), Is.False);
                Assert.That(await fresh.StopAsync("INT"), Is.Zero, fresh.Said);
            }

            Assert.That(Servers(data), Is.Empty);
        }
        finally
        {
            LocalPostgres.Discard(data);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RunProcess Start(TestCluster cluster, TestDatabase database, string how, params string[] options)
    {
        // A login has one password in the whole server: this run must set the ones that the other tests know.
        var folder = Directory.CreateTempSubdirectory("poscommerce-run-").FullName;
        cluster.Passwords.KeepIn(folder);
        var admin = new NpgsqlConnectionStringBuilder(cluster.Admin) { Database = database.Name };
        return RunProcess.Start(folder, admin.ConnectionString, how, options);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The processes whose command line names the folder.</summary>
    private static List<string> Servers(string folder)
    {
        var found = new List<string>();
        var processes = Directory
            .GetDirectories("/proc")
            .Where(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out _));
        foreach (var process in processes)
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                if (line.Contains(folder, StringComparison.Ordinal))
                    found.Add(line);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return found;
    }
}
