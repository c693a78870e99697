using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace PosCommerce.Bench;

/// <summary>The same script run through the driver, where there is no pgbench: a lower ceiling, since the driver costs CPU too.</summary>
internal sealed class DriverLoad(string connectionString, int clients, PgScript script) : ILoad
{
    public async Task<IReadOnlyList<Completion>> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        };
        await using var source = NpgsqlDataSource.Create(settings);
        var turns = script.Turns();
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var work = Enumerable.Range(0, clients).Select(client => Task.Run(() => WorkAsync(source, turns, client, until, ct), ct));
        return [.. (await Task.WhenAll(work)).SelectMany(done => done)];
    }

    private async Task<List<Completion>> WorkAsync(
        NpgsqlDataSource source,
        IReadOnlyList<IReadOnlyList<string>> turns,
        int client,
        long until,
        CancellationToken ct
    )
    {
        var done = new List<Completion>(4096);
        await using var connection = await source.OpenConnectionAsync(ct);
        for (var count = 1; Stopwatch.GetTimestamp() < until; count++)
        {
            var values = script.Draw(client, count);
            var started = Stopwatch.GetTimestamp();
            foreach (var turn in turns)
                await SendAsync(connection, turn, values, ct);
            done.Add(new Completion(Measurement.Now(), (int)Stopwatch.GetElapsedTime(started).TotalMicroseconds, IsFailure: false));
        }

        return done;
    }

    private static async Task SendAsync(
        NpgsqlConnection connection,
        IReadOnlyList<string> turn,
        Dictionary<string, string> values,
        CancellationToken ct
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in turn)
        {
            var command = new NpgsqlBatchCommand(statement);
            foreach (var (name, value) in values.Where(v => statement.Contains($"@{v.Key}", StringComparison.Ordinal)))
                command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Unknown) { Value = value });
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        do
        {
            while (await reader.ReadAsync(ct))
            {
                // pgbench reads its rows and throws them away, too.
            }
        } while (await reader.NextResultAsync(ct));
    }
}
