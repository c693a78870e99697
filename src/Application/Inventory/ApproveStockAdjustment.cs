using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Approves a correction of stock that somebody else has submitted, and applies it.</summary>
public sealed record ApproveStockAdjustment(Guid StockAdjustmentId) : ICommand<StockAdjustment>, IExactlyOnce;

internal sealed class ApproveStockAdjustmentHandler(Adjustments adjustments, Transfers transfers, IActor actor)
    : ICommandHandler<ApproveStockAdjustment, StockAdjustment>
{
    public async Task<StockAdjustment> Handle(ApproveStockAdjustment command, CancellationToken ct)
    {
        var before = await adjustments.LockAsync(command.StockAdjustmentId, ct);
        if (before.Status is not AdjustmentStatus.Submitted)
            throw new Refused(InventoryErrors.AdjustmentIsNotSubmitted);
        if (before.AdjustedBy == actor.ActorId || before.SubmittedBy == actor.ActorId)
            throw new Refused(InventoryErrors.AdjustmentIsOnesOwn);
        var (at, rules) = await adjustments.HoldAsync(before.StoreId, before.StockLocationId, ct);
        if (before.TransferId is { } transfer)
            await transfers.SettleAsync(transfer, before, at, rules, ct);
        await adjustments.ApplyAsync(before, at, rules, ct);
        return adjustments.Decide(before, AdjustmentStatus.Applied);
    }
}
