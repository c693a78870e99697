using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Told when a sale took what was reserved.</summary>
/// <param name="IsOver">What it did not take is free again; otherwise it stays reserved.</param>
public sealed record ReservationConsumed(Guid ReservationId, Guid StoreId, Guid SaleId, bool IsOver) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.reservation_consumed";
}

/// <summary>Published by Inventory: how what was reserved is sold.</summary>
public sealed class ReservedGoods(IDb db, Reservations reservations, StockLedger ledger, IActor actor)
{
    // All levels of the basket and of the reservation are locked here, in the order of their keys; the sale's own statement, which comes
    // next, finds them held. What lapsed meanwhile is free already, and the sale takes it from there.
    private const string TakeSql = """
        with level as materialized (
            select variant_id
              from inventory.stock_level
             where tenant_id = @tenant
               and store_id = @StoreId
               and variant_id = any(@VariantIds)
             order by variant_id
               for update
        ), freed as (
            update inventory.reservation_hold as h
               set remaining = h.remaining - part.taken,
                   is_held = part.is_kept
              from level
              join unnest(@VariantIds, @Taken, @Kept) as part (variant_id, taken, is_kept) using (variant_id)
             where h.tenant_id = @tenant
               and h.reservation_id = @ReservationId
               and h.variant_id = level.variant_id
               and h.is_held
            returning h.variant_id, part.taken + case when h.is_held then 0 else h.remaining end as quantity
        )
        update inventory.stock_level as l
           set reserved = l.reserved - freed.quantity
          from freed
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.variant_id = freed.variant_id
        """;

    /// <summary>Queues that a reservation is held still until this transaction ends: for a sale that takes of it in the end.</summary>
    public HeldReservation Hold(Guid reservationId)
    {
        var (head, holds) = reservations.Hold(reservationId);
        return new HeldReservation(head, holds);
    }

    /// <summary>
    /// Queues, last of all, that a sale takes what a held reservation has of its goods, and the rest of them from what is free. What the
    /// sale leaves is released, or stays reserved while the reservation lasts.
    /// </summary>
    /// <exception cref="Refused">The store has no such reservation, it is over, or it holds nothing of what is sold.</exception>
    public async Task IssueAsync(
        HeldReservation held,
        Guid storeId,
        Guid saleId,
        IReadOnlyList<StockLine> sold,
        bool keepsRest,
        CancellationToken ct
    )
    {
        var before = await RequiredAsync(held, storeId, ct);
        var wanted = sold.GroupBy(s => s.VariantId).ToDictionary(g => g.Key, g => g.Sum(s => s.Quantity));
        var after = Taken(before, wanted, keepsRest) with { SaleId = saleId };
        reservations.Write(after);
        db.Publish(new ReservationConsumed(after.ReservationId, storeId, saleId, after.EndedAt is not null));

        var holds = before.Holds.Zip(after.Holds).ToDictionary(h => h.First.VariantId, h => (Before: h.First, After: h.Second));
        var variants = wanted.Keys.Union(holds.Keys).ToArray();
        db.Enqueue(
                TakeSql,
                new
                {
                    after.ReservationId,
                    StoreId = storeId,
                    VariantIds = variants,
                    Taken = variants.Select(v => holds.TryGetValue(v, out var h) ? h.After.Taken - h.Before.Taken : 0).ToArray(),
                    Kept = variants.Select(v => holds.TryGetValue(v, out var h) && h.After.Held > 0).ToArray(),
                }
            )
            .Last();
        ledger.Issue(storeId, StockMovementKind.Sale, saleId, sold);
    }

    private static async Task<Reservation> RequiredAsync(HeldReservation held, Guid storeId, CancellationToken ct)
    {
        if (await held.Head.SingleOrDefaultAsync(ct) is not { } head || head.StoreId != storeId)
            throw new Refused(InventoryErrors.ReservationNotFound);
        // Whether somebody has come by to write down that it expired makes no difference to the customer who came too late.
        if (head is { EndedAt: not null, Status: not ReservationStatus.Expired })
            throw new Refused(InventoryErrors.ReservationIsOver);
        return head.Of([], await held.Holds.ToListAsync(ct));
    }

    private Reservation Taken(Reservation before, Dictionary<Guid, decimal> wanted, bool keepsRest)
    {
        var isPast = before.Status is ReservationStatus.Expired;
        var after = before with
        {
            Holds =
            [
                .. before.Holds.Select(h =>
                {
                    // What has expired may be held no more: then the sale takes it from what is free, if it is there.
                    var taken = Math.Min(wanted.GetValueOrDefault(h.VariantId), isPast ? h.Quantity - h.Taken : h.Held);
                    return h with { Taken = h.Taken + taken, Held = Math.Max(h.Held - taken, 0) };
                }),
            ],
        };
        if (after.Holds.SequenceEqual(before.Holds))
            throw new Refused(InventoryErrors.ReservationIsOfOtherGoods);
        var staysHeld = keepsRest && !isPast && after.Holds.Any(h => h.Held > 0);
        return staysHeld ? after : after.Ended(ReservationStatus.Consumed, actor);
    }
}

/// <summary>A reservation that a sale holds still.</summary>
public sealed record HeldReservation
{
    internal HeldReservation(Deferred<ReservationHead> head, Deferred<ReservationHold> holds) => (Head, Holds) = (head, holds);

    internal Deferred<ReservationHead> Head { get; }

    internal Deferred<ReservationHold> Holds { get; }
}
