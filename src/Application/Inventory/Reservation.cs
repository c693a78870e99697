using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Stock of a store that is kept back for somebody for a while: whoever sells finds it gone.</summary>
/// <param name="Reference">For whom or what.</param>
/// <param name="ExpiresAt">From then on it counts as free, and whoever needs it takes it.</param>
/// <param name="SaleId">The sale that took of it last.</param>
/// <param name="EndedAt">When it was consumed, released, or found to have expired.</param>
/// <param name="Lines">What was asked for.</param>
/// <param name="Holds">What is kept back for that: what a bundle is made of, nothing of a service.</param>
[Audited(nameof(Status), nameof(ExpiresAt), nameof(SaleId), nameof(Holds))]
public sealed record Reservation(
    Guid ReservationId,
    Guid StoreId,
    ReservationStatus Status,
    ReservationReference? Reference,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ReservedAt,
    Guid ReservedBy,
    Guid? SaleId,
    DateTimeOffset? EndedAt,
    Guid? EndedBy,
    IReadOnlyList<ReservationLine> Lines,
    IReadOnlyList<ReservationHold> Holds,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/reservations/{ReservationId}";

    /// <summary>The same once it is over; nothing is held by it any more.</summary>
    internal Reservation Ended(ReservationStatus status, IActor actor) =>
        this with
        {
            Status = status,
            EndedAt = actor.Now,
            EndedBy = actor.ActorId,
            Holds = [.. Holds.Select(h => h with { Held = 0 })],
        };
}

public sealed record ReservationLine(Guid VariantId, decimal Quantity);

/// <param name="Taken">What sales have taken of it.</param>
/// <param name="Held">What is still kept back: once it has expired, until somebody else needs it.</param>
public sealed record ReservationHold(Guid VariantId, decimal Quantity, decimal Taken, decimal Held);

/// <param name="Kind">What it is for.</param>
/// <param name="Id">By which the caller knows it, of any system.</param>
/// <param name="Label">By which people know it.</param>
public sealed record ReservationReference(ReservationKind Kind, Guid? Id = null, string? Label = null);

/// <summary>What stock is reserved for.</summary>
public enum ReservationKind
{
    /// <summary>Set aside for somebody who comes for it.</summary>
    Customer,

    /// <summary>Paid for in parts.</summary>
    Layaway,

    /// <summary>Being paid for in a web shop.</summary>
    Checkout,
    Order,
    Other,
}

public enum ReservationStatus
{
    Held,

    /// <summary>Sold, wholly or as far as the customer wanted it.</summary>
    Consumed,
    Released,

    /// <summary>Past its time. As long as nobody needed its goods it can be sold or extended all the same.</summary>
    Expired,
}
