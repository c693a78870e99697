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
    IReadOnlyList<AdjustStockLine> Lines,
    int Version
) : IResource, IVersioned, IAdjustmentContent
{
    string IResource.Location => $"/v1/stock-adjustments/{StockAdjustmentId}";

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
