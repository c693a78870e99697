using PosCommerce.Application.Core;
using PosCommerce.Application.Pricing.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Pricing knows stores, their areas and their days from Core.</summary>
internal sealed class PricingStores(StoreDirectory stores) : IPricedStores
{
    public async Task<PricedStore?> FindAsync(Guid storeId, DateTimeOffset at, CancellationToken ct) =>
        await stores.Find(storeId).SingleOrDefaultAsync(ct) is { } store
            ? new PricedStore(store.StoreId, store.Currency, store.Country, store.Region, store.DayAt(at))
            : null;
}
