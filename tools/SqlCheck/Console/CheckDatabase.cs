using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PosCommerce.Local;
using PosCommerce.Migrator;

namespace PosCommerce.SqlCheck;

/// <summary>A database migrated from zero, dropped when it is disposed.</summary>
internal sealed partial class CheckDatabase : IAsyncDisposable
{
    private const string TablesSql = """
        select format('%I.%I', n.nspname, c.relname)
          from pg_class as c
          join pg_namespace as n on n.oid = c.relnamespace
         where c.relkind = 'r'
           and n.nspname not like 'pg\_%'
           and n.nspname <> 'information_schema'
         order by 1
        """;

    private readonly CheckServer server;

    private CheckDatabase(CheckServer server, LocalDatabase database)
    {
        this.server = server;
        Database = database;
    }

    public LocalDatabase Database { get; }

    /// <summary>The script that failed, where the schema could not be made.</summary>
    public FileFinding? Failed { get; private init; }

    /// <summary>What is wrong with the seeds.</summary>
    public IReadOnlyList<FileFinding> SeedFindings { get; private init; } = [];

    /// <summary>An empty database with the roles in place.</summary>
    public static async Task<CheckDatabase> CreateAsync(CheckServer server, IProgressSink progress, CancellationToken ct) =>
        new(server, await LocalDatabase.CreateAsync(server.Admin, NewName(), server.Passwords, progress, ct));

    /// <summary>A database with all migrations applied and all seeds run twice.</summary>
    public static async Task<CheckDatabase> MakeAsync(CheckServer server, Scripts scripts, IProgressSink progress, CancellationToken ct)
    {
        if (server.Kept is not { } schemas)
            return await NewAsync(server, scripts, progress, ct);
        var kept = await schemas.OfAsync(scripts, () => NewAsync(server, scripts, progress, CancellationToken.None));
        var name = NewName();
        await CommandAsync(server, $"create database {name} template {kept.Database.Name} owner {Roles.Owner} strategy file_copy", ct);
        return new CheckDatabase(server, LocalDatabase.Existing(server.Admin, name, server.Passwords))
        {
            Failed = kept.Failed,
            SeedFindings = kept.SeedFindings,
        };
    }

    private static async Task<CheckDatabase> NewAsync(CheckServer server, Scripts scripts, IProgressSink progress, CancellationToken ct)
    {
        var database = await CreateAsync(server, progress, ct);
        try
        {
            var failed = await database.MigrateAsync(scripts, progress, ct);
            return new CheckDatabase(server, database.Database)
            {
                Failed = failed,
                SeedFindings = failed is null ? await database.SeedTwiceAsync(scripts, progress, ct) : [],
            };
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Applies the migrations, as the migrator and never as a superuser.</summary>
    /// <returns>What failed; null when nothing did.</returns>
    public async Task<FileFinding?> MigrateAsync(Scripts scripts, IProgressSink progress, CancellationToken ct)
    {
        try
        {
            await Migrations.UpAsync(Database.Migrator, scripts, progress, ct);
            return null;
        }
        catch (MigrationFailure e)
        {
            return FindingOf(Codes.MigrationFails, e);
        }
    }

    /// <summary>Runs the seeds twice; the second time nothing may change.</summary>
    private async Task<IReadOnlyList<FileFinding>> SeedTwiceAsync(Scripts scripts, IProgressSink progress, CancellationToken ct)
    {
        if (scripts.Seeds.Count == 0)
            return [];
        try
        {
            await Seeds.RunAsync(Database.Migrator, scripts, demo: null, progress, ct);
            var first = await FingerprintsAsync(ct);
            await Seeds.RunAsync(Database.Migrator, scripts, demo: null, Silence.Instance, ct);
            var second = await FingerprintsAsync(ct);
            return [.. first.Where(table => second[table.Key] != table.Value).Select(table => NotIdempotent(table.Key, scripts))];
        }
        catch (MigrationFailure e)
        {
            return [FindingOf(Codes.SeedNotIdempotent, e)];
        }
    }

    public async ValueTask DisposeAsync() =>
        await CommandAsync(server, $"drop database if exists {Database.Name} with (force)", CancellationToken.None);

    // Two checks on one server must not meet.
    private static string NewName() =>
        string.Create(CultureInfo.InvariantCulture, $"sqlcheck_{Environment.ProcessId}_{Guid.NewGuid().ToString("N")[..12]}");

    private static async Task CommandAsync(CheckServer server, string command, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.Admin) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(command, ct);
    }

    /// <summary>The name of the script and the line, where the migrator's message tells them.</summary>
    private static FileFinding FindingOf(string code, MigrationFailure failure)
    {
        var place = Place().Match(failure.Message);
        return place.Success
            ? new FileFinding(
                code,
                failure.Message[place.Length..].TrimStart(':', ' '),
                Scripts.PathOf(place.Groups["script"].Value),
                place.Groups["line"] is { Success: true } line ? int.Parse(line.Value, CultureInfo.InvariantCulture) : 1
            )
            : new FileFinding(code, failure.Message, Scripts.MigrationsFolder);
    }

    private static FileFinding NotIdempotent(string table, Scripts scripts)
    {
        const string message =
            "the seeds change it when they run a second time: insert ... on conflict, and update only where something differs";
        // The last script that names it is the likeliest to have written it last.
        foreach (var script in scripts.Seeds.Reverse())
        {
            if (TextPlaces.Of(script.Text, table) is { } place)
                return new FileFinding(
                    Codes.SeedNotIdempotent,
                    $"{table}: {message}.",
                    Scripts.PathOf(script.Name),
                    place.Line,
                    place.Column,
                    table.Length
                );
        }

        return new FileFinding(Codes.SeedNotIdempotent, $"{table}: {message}.", Scripts.SeedsFolder);
    }

    /// <summary>
    /// Of each table a digest of all its rows with where they lie: a row that was written again is another one, even when it
    /// says the same.
    /// </summary>
    private async Task<Dictionary<string, string>> FingerprintsAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Database.Admin) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(ct);
        var fingerprints = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await connection.ListAsync(TablesSql, row => row.GetString(0), ct))
            fingerprints[table] =
                await connection.ScalarAsync<string>(
                    $"select coalesce(md5(string_agg(t.ctid::text || t.xmin::text || t::text, chr(10) order by t.ctid)), '') from {table} as t",
                    ct
                ) ?? "";
        return fingerprints;
    }

    [GeneratedRegex(@"^(?<script>(migrations|seed)/[^ :]+\.sql)( line (?<line>\d+))?:")]
    private static partial Regex Place();
}
