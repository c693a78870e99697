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
    public static string? GivenAdmin => Environment.GetEnvironmentVariable("ConnectionStrings__PosCommerce") is { Length: > 0 } given ? given : null;

    /// <summary>A database that exists already, with these passwords.</summary>
    public static LocalDatabase Existing(string adminConnectionString, string name, LocalPasswords passwords) => new(adminConnectionString, name, passwords);

    /// <summary>An empty database with the roles in place and no script applied.</summary>
    public static async Task<LocalDatabase> CreateAsync(string adminConnectionString, string name, LocalPasswords passwords, IProgressSink? progress = null, CancellationToken ct = default)
    {
        var hears = progress ?? Silence.Instance;
        await Roles.ApplyAsync(adminConnectionString, passwords.Roles, hears, ct);
        await Roles.CreateDatabaseAsync(adminConnectionString, name, hears, ct);
        return new LocalDatabase(adminConnectionString, name, passwords);
    }

    /// <summary>Roles, database, scripts, seeds and, if wanted, the demo shop: everything the API needs to start.</summary>
    public static async Task<LocalDatabase> PrepareAsync(string adminConnectionString, string name, LocalPasswords passwords, bool demo, IProgressSink? progress = null, IScriptSource? scripts = null, CancellationToken ct = default)
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

    /// <summary>Removes the database, whoever is connected to it.</summary>
    public async Task DropAsync()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database if exists \"{Name}\" with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }

    private string As(string user, string password) =>
        new NpgsqlConnectionStringBuilder(adminConnectionString) { Username = user, Password = password, Database = Name }.ConnectionString;
}
