using Npgsql;
using PosCommerce.Infrastructure.Security;
using PosCommerce.Migrator;

namespace PosCommerce.Local;

/// <summary>One database of this product on some server, and how each login reaches it.</summary>
public sealed class LocalDatabase
{
    private readonly string adminConnectionString;
    private readonly LocalPasswords passwords;

    private LocalDatabase(string adminConnectionString, string name, LocalPasswords passwords)
    {
        this.adminConnectionString = adminConnectionString;
        this.passwords = passwords;
        Name = name;
    }

    public string Name { get; }

    /// <summary>An administrator of the server, in this database.</summary>
    public string Admin => new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = Name }.ConnectionString;

    /// <summary>Runs scripts and seeds.</summary>
    public string Migrator => As(Roles.Migrator, passwords.Migrator);

    /// <summary>Runs the API.</summary>
    public string App => As(Roles.App, passwords.App);

    /// <summary>Reads the outbox.</summary>
    public string Dispatcher => As(Roles.Dispatcher, passwords.Dispatcher);

    /// <summary>Dumps everything, changes nothing.</summary>
    public string Backup => As(Roles.Backup, passwords.Backup);

    /// <summary>An administrator's connection given by the environment: then no server is started here.</summary>
    public static string? GivenAdmin =>
        Environment.GetEnvironmentVariable("ConnectionStrings__PosCommerce") is { Length: > 0 } given ? given : null;

    /// <summary>A database that exists already, with these passwords.</summary>
    public static LocalDatabase Existing(string adminConnectionString, string name, LocalPasswords passwords) =>
        new(adminConnectionString, name, passwords);

    /// <summary>An empty database with the roles in place and no script applied.</summary>
    public static async Task<LocalDatabase> CreateAsync(
        string adminConnectionString,
        string name,
        LocalPasswords passwords,
        IProgressSink? progress = null,
        CancellationToken ct = default
    )
    {
        var hears = progress ?? Silence.Instance;
        await Roles.ApplyAsync(adminConnectionString, passwords.Roles, hears, ct);
        await Roles.CreateDatabaseAsync(adminConnectionString, name, hears, ct);
        return new LocalDatabase(adminConnectionString, name, passwords);
    }

    /// <summary>Roles, database, scripts, seeds and, if wanted, the demo shop: everything the API needs to start.</summary>
    public static async Task<LocalDatabase> PrepareAsync(
        string adminConnectionString,
        string name,
        LocalPasswords passwords,
        bool demo,
        IProgressSink? progress = null,
        IScriptSource? scripts = null,
        CancellationToken ct = default
    )
    {
        var hears = progress ?? Silence.Instance;
        var source = scripts ?? EmbeddedScripts.Instance;
        var database = await CreateAsync(adminConnectionString, name, passwords, hears, ct);
        await Migrations.UpAsync(database.Migrator, source, hears, ct);
        await Seeds.RunAsync(database.Migrator, source, demo ? database.DemoPassword : null, hears, ct);
        return database;
    }

    /// <summary>The demo accounts' password, hashed as sign-in expects it.</summary>
    public DemoPassword DemoPassword => new(passwords.Demo, Argon2.Hash, Argon2.Verify);

    /// <summary>Removes the database if it is one of the demo shops, or if nothing was made in it.</summary>
    /// <exception cref="LocalFailure">It holds something else.</exception>
    internal async Task DropDemoAsync(CancellationToken ct)
    {
        const string isThereSql = "select exists (select from pg_database where datname = $1)";
        const string isEmptySql = """
            select not exists (select from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
                                where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema')
            """;
        const string hasDemoSql = "select to_regclass('identity.tenant') is not null and to_regprocedure('app.seed_id(text)') is not null";
        const string isDemoSql = "select exists (select from identity.tenant where tenant_id = app.seed_id('tenant/demo'))";
        if (!await AskAsync("postgres", isThereSql, Name, ct))
            return;
        var isOurs =
            await AskAsync(Name, isEmptySql, null, ct)
            || (await AskAsync(Name, hasDemoSql, null, ct) && await AskAsync(Name, isDemoSql, null, ct));
        if (!isOurs)
            throw new LocalFailure($"The database {Name} holds no demo shop, so it is not deleted: drop it yourself, or name another.");
        await DropAsync();
    }

    private async Task<bool> AskAsync(string database, string sql, string? value, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        if (value is not null)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Removes the database, whoever is connected to it.</summary>
    public async Task DropAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database if exists \"{Name}\" with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }

    private string As(string user, string password) =>
        new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            Username = user,
            Password = password,
            Database = Name,
        }.ConnectionString;
}
