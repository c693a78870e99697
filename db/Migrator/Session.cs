using System.Diagnostics;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Infrastructure.Database;

namespace PosCommerce.Migrator;

/// <summary>One connection of its own, with an advisory lock held until it is closed.</summary>
internal sealed class Session : IAsyncDisposable
{
    // Any constants do, as long as every release takes the same.
    internal const long SchemaLock = 0x706F73_0001;
    internal const long RolesLock = 0x706F73_0002;

    private const string TryLockSql = "select coalesce(pg_try_advisory_lock(@Key), false)";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private Session(NpgsqlConnection connection) => Connection = connection;

    internal NpgsqlConnection Connection { get; }

    internal static async Task<Session> OpenAsync(string connectionString, string? database, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Session locks die with the connection: a pooled one would go on living, and holding them.
            Pooling = false,
            CommandTimeout = 0,
            ApplicationName = "poscommerce migrator",
            IncludeErrorDetail = true,
        };
        if (database is not null)
            settings.Database = database;

        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await connection.DisposeAsync();
            throw new MigrationFailure(
                $"The database \"{settings.Database}\" does not exist: make it with `roles --database {settings.Database}`.",
                inner: e
            );
        }
        catch (NpgsqlException e)
        {
            await connection.DisposeAsync();
            var reason = (e as PostgresException)?.MessageText ?? e.Message;
            throw new MigrationFailure($"Cannot connect to {settings.Host}:{settings.Port} as {settings.Username}: {reason}", inner: e);
        }

        return new Session(connection);
    }

    /// <summary>
    /// Waits its turn by asking again and again: a statement that waits inside the server would hold a snapshot (and so
    /// stop CREATE INDEX CONCURRENTLY) and would fall to the role's lock_timeout.
    /// </summary>
    internal async Task LockAsync(long key, IProgressSink progress, CancellationToken ct)
    {
        var isWaiting = false;
        while (!await SingleAsync<bool>(TryLockSql, new { Key = key }, ct))
        {
            if (!isWaiting)
                progress.Note("Another migrator is at work; waiting for it.");
            isWaiting = true;
            await Task.Delay(Poll, ct);
        }
    }

    /// <summary>The rows of a statement that was verified at build time, as everything that can be prepared is.</summary>
    internal async Task<List<T>> ListAsync<T>([Sql(IsUnscoped = true)] string sql, object? args, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        if (args is not null)
            TypedArgs.Bind(command.Parameters, args);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await Rows.ReadAsync<T>(reader, ct);
    }

    /// <summary>The one row that the statement always answers.</summary>
    internal async Task<T> SingleAsync<T>([Sql(IsUnscoped = true)] string sql, object? args, CancellationToken ct) =>
        await ListAsync<T>(sql, args, ct) is [var row] ? row : throw new InvalidOperationException("The statement did not answer one row.");

    /// <summary>Runs a verified statement that answers no rows.</summary>
    internal async Task ExecuteAsync([Sql(IsUnscoped = true)] string sql, object? args, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        if (args is not null)
            TypedArgs.Bind(command.Parameters, args);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Runs a definition (create, alter, grant): PostgreSQL cannot prepare these; making a database from nothing proves them.
    /// </summary>
    internal async Task DefineAsync(string definition, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(definition, Connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static string Identifier(string name)
    {
        using var builder = new NpgsqlCommandBuilder();
        return builder.QuoteIdentifier(name);
    }

    internal static async Task StepAsync(string step, IProgressSink progress, Func<Task> work)
    {
        progress.Started(step);
        var watch = Stopwatch.StartNew();
        await work();
        progress.Finished(step, watch.Elapsed);
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
