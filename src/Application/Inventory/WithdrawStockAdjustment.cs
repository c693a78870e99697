using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Takes a correction of stock back that is not applied yet; it stays on record.</summary>
public sealed record WithdrawStockAdjustment(Guid StockAdjustmentId) : ICommand<StockAdjustment>;

internal sealed class WithdrawStockAdjustmentHandler(Adjustments adjustments, IActor actor)
    : ICommandHandler<WithdrawStockAdjustment, StockAdjustment>
{
    public async Task<StockAdjustment> Handle(WithdrawStockAdjustment command, CancellationToken ct)
    {
        var before = await adjustments.LockAsync(command.StockAdjustmentId, ct);
        if (!before.IsOpen)
            throw new Refused(InventoryErrors.AdjustmentIsDecided);
        return adjustments.Save(
            before,
            before with
            {
                Status = AdjustmentStatus.Withdrawn,
                DecidedAt = actor.Now,
                DecidedBy = actor.ActorId,
            }
        );
    }
}
