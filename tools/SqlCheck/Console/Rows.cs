using System.Runtime.CompilerServices;
using Npgsql;

namespace PosCommerce.SqlCheck;

/// <summary>Short ways to ask a connection.</summary>
internal static class Rows
{
    /// <summary>The rows of a text with positional parameters, one by one; the reader is good until the next one.</summary>
    public static async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(
        this NpgsqlConnection connection,
        string sql,
        [EnumeratorCancellation] CancellationToken ct,
        params object[] values
    )
    {
        await using var command = CommandOf(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return reader;
    }

    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection,
        string sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct,
        params object[] values
    )
    {
        var rows = new List<T>();
        await foreach (var row in connection.RowsAsync(sql, ct, values))
            rows.Add(read(row));
        return rows;
    }

    public static async Task<T?> ScalarAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = CommandOf(connection, sql, values);
        return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = CommandOf(connection, sql, values);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Sends exactly one command, by the extended protocol: the server itself refuses a second one in the same text, and
    /// the driver does not look for semicolons in a batch of one.
    /// </summary>
    public static async Task ExecuteOneAsync(this NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand CommandOf(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
