using System.Collections.Frozen;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>A correction of stock: applied, or waiting for somebody to let it through.</summary>
/// <param name="StockLocationId">Where; the store's own id for the location that it sells from.</param>
/// <param name="Reason">In words: those of the adjustment, or what its listed reason was called then.</param>
/// <param name="ReasonCode">Of the listed reason; absent where it was given in words.</param>
/// <param name="AdjustedAt">When it was made.</param>
/// <param name="AdjustedBy">Who made it what it says.</param>
/// <param name="SubmittedAt">When it was submitted; absent where it was applied, or is a draft.</param>
/// <param name="DecidedBy">Who approved, rejected or withdrew it; absent while nobody did, or had to.</param>
/// <param name="Rejection">Why it was rejected.</param>
/// <param name="TransferId">Of the transfer that was short or over, where that is why.</param>
/// <param name="Lines">What it asks for; none where it was made before they were kept, its movements tell.</param>
[Audited(nameof(Reason), nameof(Note), nameof(Status), nameof(Rejection), nameof(Lines))]
public sealed record StockAdjustment(
    Guid StockAdjustmentId,
    Guid StoreId,
    Guid StockLocationId,
    string Reason,
    string? ReasonCode,
    string? Note,
    AdjustmentStatus Status,
    DateTimeOffset AdjustedAt,
    Guid AdjustedBy,
    DateTimeOffset? SubmittedAt,
    Guid? SubmittedBy,
    DateTimeOffset? DecidedAt,
    Guid? DecidedBy,
    string? Rejection,
    Guid? TransferId,
    IReadOnlyList<StockAdjustmentLine> Lines,
    int Version
) : IResource, IVersioned, IAdjustmentContent
{
    string IResource.Location => $"/v1/stock-adjustments/{StockAdjustmentId}";

    /// <summary>By variant, what was found has cost, where somebody said so: it is told to those alone who may see costs.</summary>
    internal IReadOnlyDictionary<Guid, decimal> UnitCosts { get; init; } = FrozenDictionary<Guid, decimal>.Empty;

    IReadOnlyList<AdjustStockLine> IAdjustmentContent.Lines => [.. Lines.Select(l => new AdjustStockLine(l.VariantId, l.Quantity))];

    /// <summary>What it moves.</summary>
    internal IReadOnlyList<StockLine> Moves => [.. Lines.Select(l => new StockLine(l.VariantId, l.Quantity))];

    /// <summary>How much it changes, up and down together: what a limit is held against.</summary>
    internal decimal Extent => Lines.Sum(l => Math.Abs(l.Quantity));

    /// <summary>The same, to be approved by somebody else.</summary>
    internal StockAdjustment Submitted(IActor by) =>
        this with
        {
            Status = AdjustmentStatus.Submitted,
            SubmittedAt = by.Now,
            SubmittedBy = by.ActorId,
        };

    /// <summary>Nobody has decided about it yet.</summary>
    internal bool IsOpen => Status is AdjustmentStatus.Draft or AdjustmentStatus.Submitted;
}

/// <param name="Quantity">What was found (positive) or is missing (negative).</param>
public sealed record StockAdjustmentLine(Guid VariantId, decimal Quantity)
{
    /// <summary>What an adjustment answers of what was said.</summary>
    internal static IReadOnlyList<StockAdjustmentLine> Of(IEnumerable<AdjustStockLine> lines) =>
        [.. lines.Select(l => new StockAdjustmentLine(l.VariantId, l.Quantity))];

    /// <summary>By variant, the costs that were said.</summary>
    internal static IReadOnlyDictionary<Guid, decimal> UnitCostsOf(IEnumerable<AdjustStockLine> lines) =>
        lines.Where(l => l.UnitCost is not null).ToFrozenDictionary(l => l.VariantId, l => l.UnitCost!.Value); // Filtered.
}

public enum AdjustmentStatus
{
    /// <summary>Stock has changed.</summary>
    Applied,
    Draft,

    /// <summary>Somebody else has to approve it.</summary>
    Submitted,
    Rejected,

    /// <summary>It was taken back before anybody decided.</summary>
    Withdrawn,
}
