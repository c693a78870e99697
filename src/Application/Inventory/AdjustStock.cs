using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Corrects the stock of a store by signed quantities, for a reason that stays on record. Above the limit of the caller's role it waits
/// until somebody else approves it.
/// </summary>
/// <param name="Reason">In words, where no listed reason is named.</param>
/// <param name="StockLocationId">Where; the location that the store sells from when left out.</param>
/// <param name="ReasonCode">The code of a listed reason.</param>
/// <param name="Status">What it is to be: applied when left out, and submitted where that takes an approval.</param>
public sealed record AdjustStock(
    Guid StoreId,
    IReadOnlyList<AdjustStockLine> Lines,
    string? Reason = null,
    Guid? StockLocationId = null,
    string? ReasonCode = null,
    string? Note = null,
    WantedStatus Status = WantedStatus.Applied
) : ICommand<StockAdjustment>, IStoreRequest, IExactlyOnce, ICreates, IAdjustmentContent
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="Quantity">What was found (positive) or is missing (negative).</param>
/// <param name="UnitCost">
/// What one of it has cost, in minor units with at most six decimals, where something was found; what goods cost on average in the store
/// when left out. It is given by whoever saw it, and told to those alone who may see costs.
/// </param>
public sealed record AdjustStockLine(Guid VariantId, decimal Quantity, decimal? UnitCost = null);

/// <summary>What an adjustment is made as.</summary>
public enum WantedStatus
{
    Applied,

    /// <summary>It is to be submitted later.</summary>
    Draft,

    /// <summary>Somebody else is to approve it, whatever the limit.</summary>
    Submitted,
}

/// <summary>Told when stock was corrected by hand.</summary>
public sealed record StockAdjusted(Guid StockAdjustmentId, Guid StoreId, Guid StockLocationId, IReadOnlyList<StockAdjustmentLine> Lines)
    : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stock_adjusted";
}

/// <summary>Told when a correction of stock waits for an approval.</summary>
public sealed record StockAdjustmentSubmitted(Guid StockAdjustmentId, Guid StoreId) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stock_adjustment_submitted";
}

internal sealed class AdjustStockValidator : AbstractValidator<AdjustStock>
{
    public AdjustStockValidator()
    {
        this.AdjustmentContent();
        RuleFor(c => c.Status).IsInEnum();
    }
}

internal sealed class AdjustStockHandler(Adjustments adjustments, StockReasons reasons, AdjustmentLimits limits, IActor actor)
    : ICommandHandler<AdjustStock, StockAdjustment>
{
    public async Task<StockAdjustment> Handle(AdjustStock command, CancellationToken ct)
    {
        var named = reasons.Named(command.ReasonCode);
        var (at, rules) = await adjustments.HoldAsync(command.StoreId, command.StockLocationId ?? command.StoreId, ct);
        var reason = await StockReasons.FittingAsync(named, command, ct);
        var adjustment = new StockAdjustment(
            Ids.New(),
            command.StoreId,
            at.StockLocationId,
            reason?.Name ?? command.Reason!, // The validator wants one of the two.
            reason?.Code,
            command.Note,
            AdjustmentStatus.Applied,
            actor.Now,
            actor.ActorId,
            SubmittedAt: null,
            SubmittedBy: null,
            DecidedAt: null,
            DecidedBy: null,
            Rejection: null,
            TransferId: null,
            StockAdjustmentLine.Of(command.Lines),
            Version: 1
        )
        {
            UnitCosts = StockAdjustmentLine.UnitCostsOf(command.Lines),
        };
        adjustment = command.Status switch
        {
            WantedStatus.Draft => adjustment with { Status = AdjustmentStatus.Draft },
            WantedStatus.Applied when await limits.AllowAsync(adjustment, rules, ct) => adjustment,
            _ => adjustment.Submitted(actor),
        };
        adjustments.Add(adjustment, at, reason?.StockReasonId);
        if (adjustment.Status is AdjustmentStatus.Applied)
            await adjustments.ApplyAsync(adjustment, at, rules, ct);
        return adjustment;
    }
}
