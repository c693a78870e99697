using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Submits a draft: within the limit of the caller's role it is applied at once, above it somebody else has to approve it.
/// </summary>
public sealed record SubmitStockAdjustment(Guid StockAdjustmentId) : ICommand<StockAdjustment>, IExactlyOnce;

internal sealed class SubmitStockAdjustmentHandler(
    IDb db,
    Adjustments adjustments,
    StockReasons reasons,
    AdjustmentLimits limits,
    IActor actor
) : ICommandHandler<SubmitStockAdjustment, StockAdjustment>
{
    public async Task<StockAdjustment> Handle(SubmitStockAdjustment command, CancellationToken ct)
    {
        var draft = await adjustments.LockDraftAsync(command.StockAdjustmentId, ct);
        // Its reason may have been archived or turned around since it was drafted.
        var named = reasons.Named(draft.ReasonCode);
        var (at, rules) = await adjustments.HoldAsync(draft.StoreId, draft.StockLocationId, ct);
        await StockReasons.FittingAsync(named, draft, ct);
        var submitted = draft with { Status = AdjustmentStatus.Applied, SubmittedAt = actor.Now, SubmittedBy = actor.ActorId };
        if (await limits.AllowAsync(draft, rules, ct))
        {
            await adjustments.ApplyAsync(draft, at, rules, ct);
            return adjustments.Save(draft, submitted);
        }

        db.Publish(new StockAdjustmentSubmitted(draft.StockAdjustmentId, draft.StoreId));
        return adjustments.Save(draft, submitted with { Status = AdjustmentStatus.Submitted });
    }
}
