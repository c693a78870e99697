using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Inventory;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Catalogue shows what Inventory says is available.</summary>
internal sealed class CatalogAvailability(StockLedger ledger) : IAvailability
{
    public async Task<ILookup<Guid, Availability>> OfAsync(IReadOnlyList<Guid> variantIds, CancellationToken ct) =>
        (await ledger.Available(variantIds).ToListAsync(ct)).ToLookup(a => a.VariantId, a => new Availability(a.StoreId, a.Available));
}
