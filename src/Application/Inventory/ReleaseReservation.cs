using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Gives back what a reservation still holds.</summary>
public sealed record ReleaseReservation(Guid ReservationId) : ICommand<Reservation>;

/// <summary>Told when a reservation was given up.</summary>
public sealed record ReservationReleased(Guid ReservationId, Guid StoreId) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.reservation_released";
}

internal sealed class ReleaseReservationHandler(IDb db, Reservations reservations, IActor actor)
    : ICommandHandler<ReleaseReservation, Reservation>
{
    public async Task<Reservation> Handle(ReleaseReservation command, CancellationToken ct)
    {
        var before = await reservations.LockAsync(command.ReservationId, ct);
        reservations.Free([before.ReservationId], [.. before.Holds.Where(h => h.Held > 0).Select(h => (before.StoreId, h.VariantId))]);
        db.Publish(new ReservationReleased(before.ReservationId, before.StoreId));
        return reservations.Save(before, before.Ended(ReservationStatus.Released, actor));
    }
}
