using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Keeps a reservation longer than it would last; one that has expired, too, as long as nobody needed its goods.</summary>
/// <param name="ExpiresInSeconds">How long from now; a quarter of an hour when nothing is said.</param>
/// <param name="ExpiresAt">Until when, instead.</param>
public sealed record ExtendReservation(Guid ReservationId, int? ExpiresInSeconds = null, DateTimeOffset? ExpiresAt = null)
    : ICommand<Reservation>,
        IReservationTerm;

/// <summary>Told when a reservation will last longer.</summary>
public sealed record ReservationExtended(Guid ReservationId, Guid StoreId, DateTimeOffset ExpiresAt) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.reservation_extended";
}

internal sealed class ExtendReservationValidator : AbstractValidator<ExtendReservation>
{
    public ExtendReservationValidator() => this.ReservationTerm();
}

internal sealed class ExtendReservationHandler(IDb db, Reservations reservations, IActor actor)
    : ICommandHandler<ExtendReservation, Reservation>
{
    // Behind their levels, so that whoever lets them lapse has done so or finds them extended.
    private const string ExtendSql = """
        with level as materialized (
            select variant_id
              from inventory.stock_level
             where tenant_id = @tenant
               and store_id = @StoreId
               and variant_id = any(@VariantIds)
             order by variant_id
               for update
        ), hold as materialized (
            select h.variant_id
              from inventory.reservation_hold as h
              join level using (variant_id)
             where h.tenant_id = @tenant
               and h.reservation_id = @ReservationId
               and h.is_held
               for update of h
        )
        update inventory.reservation_hold as h
           set expires_at = @ExpiresAt
          from hold
         where h.tenant_id = @tenant
           and h.reservation_id = @ReservationId
           and h.variant_id = hold.variant_id
           and (select app.are_all(count(*), cardinality(@VariantIds), 'reservation_hold_is_held') from hold)
        """;

    public async Task<Reservation> Handle(ExtendReservation command, CancellationToken ct)
    {
        var before = await reservations.LockAsync(command.ReservationId, ct);
        if (before.Holds.Any(h => h.Held < h.Quantity - h.Taken))
            throw new Refused(InventoryErrors.ReservationIsOver);
        var end = command.EndsAt(actor.Now);
        if (end <= before.ExpiresAt)
            throw new Refused(InventoryErrors.ReservationLastsLonger);
        var held = before.Holds.Where(h => h.Held > 0).Select(h => h.VariantId).ToArray();
        if (held.Length > 0)
            db.Enqueue(
                    ExtendSql,
                    new
                    {
                        before.ReservationId,
                        before.StoreId,
                        VariantIds = held,
                        ExpiresAt = end,
                    }
                )
                .OnConstraint("reservation_hold_is_held", InventoryErrors.ReservationIsOver)
                .Last();
        db.Publish(new ReservationExtended(before.ReservationId, before.StoreId, end));
        return reservations.Save(before, before with { Status = ReservationStatus.Held, ExpiresAt = end });
    }
}
