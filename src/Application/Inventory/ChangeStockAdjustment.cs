using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Changes what a draft of a correction says; where it corrects stock stays.</summary>
/// <param name="Reason">In words, where no listed reason is named.</param>
/// <param name="ReasonCode">The code of a listed reason.</param>
public sealed record ChangeStockAdjustment(
    Guid StockAdjustmentId,
    IReadOnlyList<AdjustStockLine> Lines,
    string? Reason = null,
    string? ReasonCode = null,
    string? Note = null
) : ICommand<StockAdjustment>, IEdit, IAdjustmentContent;

internal sealed class ChangeStockAdjustmentValidator : AbstractValidator<ChangeStockAdjustment>
{
    public ChangeStockAdjustmentValidator() => this.AdjustmentContent();
}

internal sealed class ChangeStockAdjustmentHandler(IDb db, Adjustments adjustments, StockReasons reasons, IActor actor)
    : ICommandHandler<ChangeStockAdjustment, StockAdjustment>
{
    // From now on it is what the caller says, who therefore does not approve it. What its lines were before stays, as a revision that
    // is read no more.
    private const string ChangeSql = """
        update inventory.stock_adjustment
           set reason = @Reason,
               stock_reason_id = @StockReasonId,
               note = @Note,
               adjusted_by = @AdjustedBy,
               revision = revision + 1,
               version = version + 1
         where tenant_id = @tenant
           and stock_adjustment_id = @StockAdjustmentId
        """;

    public async Task<StockAdjustment> Handle(ChangeStockAdjustment command, CancellationToken ct)
    {
        var named = reasons.Named(command.ReasonCode);
        var before = await adjustments.LockDraftAsync(command.StockAdjustmentId, ct);
        var reason = await StockReasons.FittingAsync(named, command, ct);
        var after = before with
        {
            Reason = reason?.Name ?? command.Reason!, // The validator wants one of the two.
            ReasonCode = reason?.Code,
            Note = command.Note,
            AdjustedBy = actor.ActorId,
            Lines = StockAdjustmentLine.Of(command.Lines),
            UnitCosts = StockAdjustmentLine.UnitCostsOf(command.Lines),
            Version = before.Version + 1,
        };
        db.Changes(before, after);
        db.Enqueue(
            ChangeSql,
            new
            {
                after.StockAdjustmentId,
                after.Reason,
                reason?.StockReasonId,
                after.Note,
                after.AdjustedBy,
            }
        );
        adjustments.AddLines(after);
        return after;
    }
}
