using PosCommerce.Application.Common;
using PosCommerce.Domain.Inventory;

namespace PosCommerce.Application.Inventory;

/// <summary>Goods that go from one store to another.</summary>
/// <param name="Number">By which people know it.</param>
/// <param name="EndedAt">When it was received, returned or cancelled as a whole.</param>
/// <param name="Cancellation">Why it was cancelled.</param>
/// <param name="DiscrepancyId">The adjustment, in the store that receives, of what it lacked or had too much.</param>
[Audited(nameof(Status), nameof(Cancellation), nameof(Lines))]
public sealed record Transfer(
    Guid TransferId,
    string Number,
    Guid FromStoreId,
    Guid ToStoreId,
    TransferStatus Status,
    string? Note,
    DateTimeOffset RequestedAt,
    Guid RequestedBy,
    DateTimeOffset? ApprovedAt,
    Guid? ApprovedBy,
    DateTimeOffset? ShippedAt,
    DateTimeOffset? EndedAt,
    string? Cancellation,
    Guid? DiscrepancyId,
    IReadOnlyList<TransferLine> Lines,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/transfers/{TransferId}";

    /// <summary>In which currency its lines cost what they do.</summary>
    internal string? CostCurrency { get; init; }

    /// <summary>Nothing of it is on the way.</summary>
    internal bool IsThere => Lines.All(l => l.OnTheWay == 0);

    /// <summary>All that was asked for was shipped.</summary>
    internal bool IsShipped => Lines.All(l => l.Shipped == l.Requested);

    /// <summary>The same once its lines have changed; it has ended where nothing is on the way and nothing else will be.</summary>
    internal Transfer With(IReadOnlyList<TransferLine> lines, bool isOver, DateTimeOffset now)
    {
        var changed = this with { Lines = lines };
        return EndedAt is null && changed.IsThere && (isOver || changed.IsShipped)
            ? changed with
            {
                Status = lines.Any(l => l.Received > 0) ? TransferStatus.Received : TransferStatus.Returned,
                EndedAt = now,
            }
            : changed;
    }
}

/// <param name="Shipped">What has left the sending store.</param>
/// <param name="Received">What of it has come, with what was short of it.</param>
/// <param name="Returned">What of it came back.</param>
/// <param name="ShortBy">What of it never came, by an adjustment.</param>
/// <param name="OverBy">What came besides, by an adjustment.</param>
/// <param name="OnTheWay">Shipped, and neither received nor returned.</param>
public sealed record TransferLine(
    Guid VariantId,
    decimal Requested,
    decimal Shipped,
    decimal Received,
    decimal Returned,
    decimal ShortBy,
    decimal OverBy,
    decimal OnTheWay
)
{
    /// <summary>What one of what is on the way has cost where it left: told to those alone who may see costs.</summary>
    internal decimal? UnitCost { get; init; }

    /// <summary>The same once goods have left at what they cost there.</summary>
    internal TransferLine Ship(decimal quantity, decimal? unitCost) =>
        quantity > 0 && unitCost is { } cost
            ? With(shipped: quantity) with
            {
                UnitCost = MovingAverage.AfterReceipt(OnTheWay, UnitCost, quantity, cost),
            }
            : With(shipped: quantity);

    internal TransferLine With(decimal shipped = 0, decimal received = 0, decimal returned = 0, decimal shortBy = 0, decimal overBy = 0) =>
        new(
            VariantId,
            Requested,
            Shipped + shipped,
            Received + received,
            Returned + returned,
            ShortBy + shortBy,
            OverBy + overBy,
            OnTheWay + shipped - received - returned
        )
        {
            UnitCost = UnitCost,
        };
}

/// <summary>So much of a variant that a transfer has a line of.</summary>
public sealed record TransferQuantity(Guid VariantId, decimal Quantity);

public enum TransferStatus
{
    Requested,
    Approved,

    /// <summary>Something has left; there may be more to come.</summary>
    Shipped,
    Received,

    /// <summary>All that was shipped came back.</summary>
    Returned,
    Cancelled,
}
