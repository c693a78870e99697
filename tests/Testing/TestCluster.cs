using Npgsql;
using PosCommerce.Local;
using PosCommerce.Migrator;

namespace PosCommerce.Testing;

/// <summary>
/// One PostgreSQL for the tests of this process, with a template database that is migrated, seeded and filled with the
/// demo shops once; every fixture works in a clone of its own.
/// </summary>
public sealed class TestCluster
{
    private const string FolderPrefix = "poscommerce-test-";

    private static readonly Lazy<Task<TestCluster>> Shared = new(() => StartAsync(CancellationToken.None));

    private readonly LocalPostgres? server;
    private readonly string admin;
    private readonly string prefix;
    private readonly Lazy<Task<LocalDatabase>> template;
    private int databases;

    private TestCluster(LocalPostgres? server, string admin, string prefix, LocalPasswords passwords)
    {
        this.server = server;
        this.admin = admin;
        this.prefix = prefix;
        Passwords = passwords;
        template = new Lazy<Task<LocalDatabase>>(PrepareTemplateAsync);
    }

    /// <summary>Those of the logins and of the demo accounts (<c>cashier@demo.example</c> and so on).</summary>
    public LocalPasswords Passwords { get; }

    /// <summary>An administrator of the server, in database postgres.</summary>
    public string Admin => new NpgsqlConnectionStringBuilder(admin) { Database = "postgres" }.ConnectionString;

    /// <summary>The one cluster of this process; started on first use, stopped when the process ends.</summary>
    public static Task<TestCluster> GetAsync() => Shared.Value;

    /// <summary>
    /// A server of its own, for a test that stops or kills it. Null where an administrator's connection was given instead.
    /// </summary>
    public static async Task<(TestCluster Cluster, LocalPostgres Server)?> StartOwnAsync(bool durable, CancellationToken ct = default)
    {
        if (LocalDatabase.GivenAdmin is not null)
            return null;
        var cluster = await StartServerAsync(durable, ct);
        return (cluster, cluster.server!);
    }

    /// <summary>A database with schema, seeds and demo shops, untouched by other tests.</summary>
    public async Task<TestDatabase> CloneAsync() => await CloneAsync((await template.Value).Name);

    /// <summary>A copy of a database that nobody is connected to.</summary>
    public Task<TestDatabase> CloneAsync(TestDatabase source) => CloneAsync(source.Name);

    private async Task<TestDatabase> CloneAsync(string source)
    {
        var name = NextName();
        await using (var connection = new NpgsqlConnection(Admin))
        {
            await connection.OpenAsync();
            // Files are copied at a third of the cost of pages that go through the log.
            await using var command = new NpgsqlCommand(
                $"create database {name} template {source} owner {Roles.Owner} strategy file_copy",
                connection
            );
            await command.ExecuteNonQueryAsync();
        }

        // Rights on the database itself are not part of what a template passes on.
        await Roles.GrantAsync(admin, name, Silence.Instance, CancellationToken.None);
        return new TestDatabase(LocalDatabase.Existing(admin, name, Passwords));
    }

    /// <summary>A database with the roles' rights and nothing else, for tests of the migrator.</summary>
    public async Task<TestDatabase> CreateEmptyAsync(CancellationToken ct = default) =>
        new(await LocalDatabase.CreateAsync(admin, NextName(), Passwords, ct: ct));

    private async Task<LocalDatabase> PrepareTemplateAsync()
    {
        var made = await LocalDatabase.PrepareAsync(admin, $"{prefix}template", Passwords, demo: true);
        await using (
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(made.Admin) { Pooling = false }.ConnectionString)
        )
        {
            // Nobody vacuums here; without statistics the planner takes a thousand products for a handful.
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("analyze", connection);
            await command.ExecuteNonQueryAsync();
        }

        return made;
    }

    private string NextName() => FormattableString.Invariant($"{prefix}{Interlocked.Increment(ref databases)}");

    private static async Task<TestCluster> StartAsync(CancellationToken ct)
    {
        if (LocalDatabase.GivenAdmin is { } given)
        {
            // Test processes run side by side on that server, and a login has one password: they share those of the checkout.
            var folder = Environment.GetEnvironmentVariable("POSCOMMERCE_DATA") is { Length: > 0 } set
                ? set
                : Path.Combine(Repository.Root, ".local");
            var shared = new TestCluster(
                server: null,
                given,
                $"poscommerce_test_{Environment.ProcessId}_",
                LocalPasswords.LoadOrCreate(folder)
            );
            AppDomain.CurrentDomain.ProcessExit += (_, _) => shared.DropAll();
            return shared;
        }

        return await StartServerAsync(durable: false, ct);
    }

    private static async Task<TestCluster> StartServerAsync(bool durable, CancellationToken ct)
    {
        DiscardAbandoned();
        var folder = Path.Combine(
            Path.GetTempPath(),
            FormattableString.Invariant($"{FolderPrefix}{Environment.UserName}-{Environment.ProcessId}-{Guid.NewGuid():N}")
        );
        var server = await LocalPostgres.StartAsync(new LocalPostgresOptions(folder, durable, Say: Console.Error.WriteLine), ct);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => LocalPostgres.Discard(server.Folder);
        return new TestCluster(server, server.AdminConnectionString(), "test_", LocalPasswords.Generate());
    }

    /// <summary>A test process that was killed could not clean up; the next one does it.</summary>
    private static void DiscardAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{FolderPrefix}{Environment.UserName}-*"))
        {
            var owner = Path.GetFileName(folder)[(FolderPrefix.Length + Environment.UserName.Length + 1)..].Split('-')[0];
            if (!int.TryParse(owner, out var process) || IsRunning(process))
                continue;
            try
            {
                LocalPostgres.Discard(folder);
            }
            catch (IOException)
            {
                // Another test process is removing the same folder.
            }
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void DropAll()
    {
        using var connection = new NpgsqlConnection(Admin);
        connection.Open();
        var names = new List<string>();
        using (var command = new NpgsqlCommand("select datname from pg_database where datname like $1", connection))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = prefix.Replace("_", @"\_", StringComparison.Ordinal) + "%" });
            using var reader = command.ExecuteReader();
            while (reader.Read())
                names.Add(reader.GetString(0));
        }

        foreach (var name in names)
        {
            using var drop = new NpgsqlCommand($"drop database if exists {name} with (force)", connection);
            drop.ExecuteNonQuery();
        }
    }
}
