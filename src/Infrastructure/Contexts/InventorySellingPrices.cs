using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Application.Pricing;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>What a stocktake found or misses is worth what Pricing has in its base list of the store's currency.</summary>
internal sealed class InventorySellingPrices(ArticlePrices prices, StoreDirectory stores) : ISellingPrices
{
    public async Task<SellingPrices> FindAsync(Guid storeId, IReadOnlyList<Guid> variantIds, CancellationToken ct)
    {
        var asked = prices.Find(variantIds);
        var store = await stores.Find(storeId).SingleAsync(ct);
        return new SellingPrices(
            store.Currency,
            (await asked.ToListAsync(ct))
                .Where(p => p.Currency == store.Currency && p.Amount is not null)
                .ToDictionary(p => p.VariantId, p => p.Amount!.Value) // Filtered.
        );
    }
}
