using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>
/// Stock is counted in stores that trade by Core's account; what is counted for the first time, and how much somebody corrects alone,
/// follows the settings that Core keeps, and the roles that Identity does.
/// </summary>
internal sealed class InventoryStockRules(TenantSettings settings, StoreDirectory stores, RoleCodes roles, RequestContext context)
    : IStockRules
{
    public async Task<StockRules> InForceAsync(CancellationToken ct)
    {
        var inForce = await settings.InForceAsync(ct);
        return new StockRules(
            inForce.NegativeStock is NegativeStock.Allow,
            (inForce.AdjustmentLimits ?? []).ToDictionary(l => l.RoleCode, l => l.Quantity, StringComparer.Ordinal)
        );
    }

    public async Task<IReadOnlyList<string>?> AdjustingRolesAsync(Guid storeId, CancellationToken ct) =>
        context.Principal is UserPrincipal user ? await roles.HeldAsync(user.UserId, Permissions.Inventory.Adjust, storeId, ct) : null;

    public Deferred<string> Currency(Guid storeId) => stores.Find(storeId).Select(store => store.Currency);

    public Deferred<bool> StillTrades(Guid storeId) => stores.StillTrades(storeId);
}
