using Npgsql;

namespace PosCommerce.Application.Tests.Migrations;

/// <summary>Plain looks into a database, past the product's own door.</summary>
internal static class Database
{
    internal static async Task<List<string>> ListAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Does something that is not committed: rolled back when the connection is closed, unless <see cref="CommitAsync"/> comes first.
    /// </summary>
    internal static async Task<NpgsqlConnection> HoldAsync(string connectionString, string sql, params object?[] values)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, IncludeErrorDetail = true }.ConnectionString
        );
        await connection.OpenAsync();
        await using var begin = Command(connection, "begin", []);
        await begin.ExecuteNonQueryAsync();
        await using var hold = Command(connection, sql, values);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    internal static async Task CommitAsync(NpgsqlConnection held)
    {
        await using var commit = Command(held, "commit", []);
        await commit.ExecuteNonQueryAsync();
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>For every table of the product: a digest of its rows, with the transaction that wrote each.</summary>
    internal static async Task<Dictionary<string, string>> FingerprintAsync(string connectionString)
    {
        var tables = await ListAsync(
            connectionString,
            """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class as c
              join pg_namespace as n on n.oid = c.relnamespace
             where c.relkind = 'r'
               and n.nspname not in ('pg_catalog', 'information_schema')
               and n.nspname not like 'pg\_%'
             order by 1
            """
        );
        var prints = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
            prints[table] = (
                await ListAsync(
                    connectionString,
                    $"select count(*) || ' ' || coalesce(md5(string_agg(t.xmin::text || ' ' || t::text, E'\\n' order by t::text)), '') from {table} as t"
                )
            ).Single();
        return prints;
    }
}
