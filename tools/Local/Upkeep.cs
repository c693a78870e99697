using Npgsql;
using PosCommerce.Migrator;

namespace PosCommerce.Local;

/// <summary>Brings the database to this checkout without serving it.</summary>
internal static class Upkeep
{
    private static readonly PlainLines Output = new(Console.Out);

    /// <summary>Roles, database and scripts; on the migrator's own connection only the scripts.</summary>
    internal static async Task<int> MigrateAsync(CancellationToken ct)
    {
        await using var data = await LocalData.OpenAsync(fresh: false, ct);
        var migrator = await MigratorConnectionAsync(data, ct);
        var applied = await Migrations.UpAsync(migrator, EmbeddedScripts.Instance, Output, ct);
        Console.WriteLine(applied == 0 ? "Nothing to apply." : $"{applied} applied.");
        return (int)ExitCode.Ok;
    }

    /// <summary>Scripts and seeds; the demo shops only where the server is this checkout's own.</summary>
    internal static async Task<int> SeedAsync(CancellationToken ct)
    {
        await using var data = await LocalData.OpenAsync(fresh: false, ct);
        var migrator = await MigratorConnectionAsync(data, ct);
        await Migrations.UpAsync(migrator, EmbeddedScripts.Instance, Output, ct);
        var demo = data.IsLocal ? LocalDatabase.Existing(data.Admin, data.Database, data.Passwords).DemoPassword : null;
        await Seeds.RunAsync(migrator, EmbeddedScripts.Instance, demo, Output, ct);
        return (int)ExitCode.Ok;
    }

    private static async Task<string> MigratorConnectionAsync(LocalData data, CancellationToken ct) =>
        new NpgsqlConnectionStringBuilder(data.Admin).Username == Roles.Migrator
            ? data.Admin
            : (await LocalDatabase.CreateAsync(data.Admin, data.Database, data.Passwords, Output, ct)).Migrator;
}
