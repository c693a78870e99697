using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales issue and restore stock through Inventory's ledger.</summary>
internal sealed class SalesStock(StockLedger ledger, ReservedGoods reserved, ReturnedGoods returned) : IStock
{
    public void Issue(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold) =>
        ledger.Issue(storeId, StockMovementKind.Sale, saleId, Lines(sold));

    public IReservedStock HoldReserved(Guid reservationId) => new Reserved(reserved.Hold(reservationId), reserved);

    public Task RestoreAsync(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold, CancellationToken ct) =>
        ledger.RestoreAsync(storeId, saleId, Lines(sold), ct);

    public IReturnedStock HoldReturned(Guid storeId, Guid saleId, bool isPutAside) =>
        new Held(storeId, saleId, isPutAside ? returned.HoldQuarantine(storeId) : null, returned);

    private static StockLine[] Lines(IReadOnlyList<SoldQuantity> sold) => [.. sold.Select(s => new StockLine(s.VariantId, s.Quantity))];

    private sealed class Reserved(HeldReservation reservation, ReservedGoods reserved) : IReservedStock
    {
        public Task IssueAsync(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold, bool keepsRest, CancellationToken ct) =>
            reserved.IssueAsync(reservation, storeId, saleId, Lines(sold), keepsRest, ct);
    }

    private sealed class Held(Guid storeId, Guid saleId, Deferred<StockLocation>? quarantine, ReturnedGoods returned) : IReturnedStock
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
            await returned.TakeBackAsync(place, storeId, returnId, saleId, Lines(toSell), Lines(aside), ct);
            return true;
        }
    }
}
