using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Shows one reservation, with what it holds and what was taken of it.</summary>
public sealed record GetReservation(Guid ReservationId) : IQuery<Reservation>;

internal sealed class GetReservationHandler(Reservations reservations) : IQueryHandler<GetReservation, Reservation>
{
    public async Task<Reservation> Handle(GetReservation query, CancellationToken ct) =>
        await reservations.FindAsync(query.ReservationId, ct) ?? throw new Refused(InventoryErrors.ReservationNotFound);
}
