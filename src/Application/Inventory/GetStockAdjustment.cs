using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Shows one correction of stock.</summary>
public sealed record GetStockAdjustment(Guid StockAdjustmentId) : IQuery<StockAdjustment>;

internal sealed class GetStockAdjustmentHandler(Adjustments adjustments) : IQueryHandler<GetStockAdjustment, StockAdjustment>
{
    public async Task<StockAdjustment> Handle(GetStockAdjustment query, CancellationToken ct) =>
        await adjustments.FindAsync(query.StockAdjustmentId, ct) ?? throw new Refused(InventoryErrors.AdjustmentNotFound);
}
