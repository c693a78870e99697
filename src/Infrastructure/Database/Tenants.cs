using Npgsql;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>Asks the gate: <c>app.find_tenant</c> is all that can be asked before a tenant is entered.</summary>
internal sealed class Tenants(NpgsqlDataSource dataSource) : ITenants
{
    private const string FindSql = "select app.find_tenant(@Slug)";

    public async Task<Guid?> FindAsync(string slug, CancellationToken ct)
    {
        try
        {
            return (await dataSource.QueryAsync<Guid?>(FindSql, new { Slug = slug }, ct)) is [{ } tenant] ? tenant : null;
        }
        catch (Exception e) when (Failures.Translate(e, isCommitting: false) is { } translated)
        {
            throw translated;
        }
    }
}
