using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Shows one reason for corrections of stock.</summary>
public sealed record GetStockReason(Guid StockReasonId) : IQuery<StockReason>;

internal sealed class GetStockReasonHandler(StockReasons reasons) : IQueryHandler<GetStockReason, StockReason>
{
    public async Task<StockReason> Handle(GetStockReason query, CancellationToken ct) =>
        await reasons.FindAsync(query.StockReasonId, ct) ?? throw new Refused(InventoryErrors.ReasonNotFound);
}
