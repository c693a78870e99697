using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Takes a correction of stock back that is not applied yet; it stays on record.</summary>
public sealed record WithdrawStockAdjustment(Guid StockAdjustmentId) : ICommand<StockAdjustment>;

internal sealed class WithdrawStockAdjustmentHandler(Adjustments adjustments) : ICommandHandler<WithdrawStockAdjustment, StockAdjustment>
{
    public async Task<StockAdjustment> Handle(WithdrawStockAdjustment command, CancellationToken ct)
    {
        var before = await adjustments.LockOpenAsync(command.StockAdjustmentId, ct);
        return adjustments.Decide(before, AdjustmentStatus.Withdrawn);
    }
}
