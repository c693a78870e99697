using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales issue and restore stock through Inventory's ledger.</summary>
internal sealed class SalesStock(StockLedger ledger, ReturnedGoods returned) : IStock
{
    public void Issue(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold) =>
        ledger.Issue(storeId, StockMovementKind.Sale, saleId, Lines(sold));

    public void Restore(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold) =>
        ledger.Restore(storeId, StockMovementKind.Void, saleId, Lines(sold));

    public IReturnedStock HoldReturned(Guid storeId, bool isPutAside) =>
        new Held(storeId, isPutAside ? returned.HoldQuarantine(storeId) : null, returned);

    private static StockLine[] Lines(IReadOnlyList<SoldQuantity> sold) => [.. sold.Select(s => new StockLine(s.VariantId, s.Quantity))];

    private sealed class Held(Guid storeId, Deferred<StockLocation>? quarantine, ReturnedGoods returned) : IReturnedStock
    {
        public async Task<bool> TakeBackAsync(
            Guid returnId,
            IReadOnlyList<SoldQuantity> toSell,
            IReadOnlyList<SoldQuantity> aside,
            CancellationToken ct
        )
        {
            var place = quarantine is null ? null : await quarantine.SingleOrDefaultAsync(ct);
            if (place is null && aside.Count > 0)
                return false;
            await returned.TakeBackAsync(storeId, place, returnId, Lines(toSell), Lines(aside), ct);
            return true;
        }
    }
}
