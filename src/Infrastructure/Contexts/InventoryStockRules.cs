using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>
/// Stock is counted in stores that trade by Core's account; what is counted for the first time follows the setting that Core keeps.
/// </summary>
internal sealed class InventoryStockRules(TenantSettings settings, StoreDirectory stores) : IStockRules
{
    public async Task<bool> MayGoNegativeAsync(CancellationToken ct) =>
        (await settings.InForceAsync(ct)).NegativeStock is NegativeStock.Allow;

    public Deferred<bool> StillTrades(Guid storeId) => stores.StillTrades(storeId);
}
