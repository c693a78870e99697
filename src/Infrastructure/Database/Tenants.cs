using Npgsql;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>
/// Asks the gate: <c>app.find_tenant</c> and <c>app.tenant_exists</c> are all that can be asked before a tenant is entered.
/// </summary>
internal sealed class Tenants(NpgsqlDataSource dataSource) : ITenants
{
    private const string FindSql = "select app.find_tenant(@Slug)";

    private const string IsThereSql = "select coalesce(app.tenant_exists(@TenantId), false)";

    public async Task<Guid?> FindAsync(string slug, CancellationToken ct) =>
        await TranslatedAsync(dataSource.QueryAsync<Guid?>(FindSql, new { Slug = slug }, ct)) is [{ } tenant] ? tenant : null;

    public async Task<bool> IsThereAsync(Guid tenantId, CancellationToken ct) =>
        await TranslatedAsync(dataSource.QueryAsync<bool>(IsThereSql, new { TenantId = tenantId }, ct)) is [true];

    private static async Task<List<T>> TranslatedAsync<T>(Task<List<T>> asking)
    {
        try
        {
            return await asking;
        }
        catch (Exception e) when (Failures.Translate(e, isCommitting: false) is { } translated)
        {
            throw translated;
        }
    }
}
