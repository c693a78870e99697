using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales issue and restore stock through Inventory's ledger.</summary>
internal sealed class SalesStock(StockLedger ledger) : IStock
{
    public void Issue(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold) =>
        ledger.Issue(storeId, StockMovementKind.Sale, saleId, Lines(sold));

    public void Restore(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold) =>
        ledger.Restore(storeId, StockMovementKind.Void, saleId, Lines(sold));

    private static StockLine[] Lines(IReadOnlyList<SoldQuantity> sold) => [.. sold.Select(s => new StockLine(s.VariantId, s.Quantity))];
}
