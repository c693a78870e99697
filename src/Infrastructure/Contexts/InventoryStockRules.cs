using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Stock that is counted for the first time follows the setting that Core keeps.</summary>
internal sealed class InventoryStockRules(TenantSettings settings) : IStockRules
{
    public async Task<bool> MayGoNegativeAsync(CancellationToken ct) => (await settings.InForceAsync(ct)).NegativeStock is NegativeStock.Allow;
}
