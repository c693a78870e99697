using Npgsql;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>The few questions that are asked outside of any request's transaction: each is one statement on its own.</summary>
internal static class Unscoped
{
    /// <summary>Asked before a tenant is known.</summary>
    public static Task<List<T>> QueryAsync<T>(
        this NpgsqlDataSource dataSource,
        [Sql(IsUnscoped = true)] string sql,
        object? args,
        CancellationToken ct
    ) => ReadAsync<T>(dataSource.CreateCommand(sql), args, ct);

    /// <summary>Asked about all tenants, by <c>poscommerce_dispatcher</c>.</summary>
    public static Task<List<T>> QueryAsDispatcherAsync<T>(
        this NpgsqlDataSource dataSource,
        [Sql(Context = "dispatcher", IsUnscoped = true)] string sql,
        object? args,
        CancellationToken ct
    ) => ReadAsync<T>(dataSource.CreateCommand(sql), args, ct);

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand command, object? args, CancellationToken ct)
    {
        await using (command)
        {
            if (args is not null)
                TypedArgs.Bind(command.Parameters, args);
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await Rows.ReadAsync<T>(reader, ct);
        }
    }
}
