using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Ends reservations that are past their time and gives back what they hold. Nobody waits for it: what they hold counts as free from
/// their end on. Any number of workers does it at once.
/// </summary>
public sealed record ExpireReservations : IJob
{
    public static string Kind => "inventory.expire_reservations";

    public static TimeSpan? Every => TimeSpan.FromMinutes(5);
}

/// <summary>Told when a reservation had expired and what it held is free.</summary>
public sealed record ReservationExpired(Guid ReservationId, Guid StoreId) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.reservation_expired";
}

internal sealed class ExpireReservationsHandler(IDb db, Reservations reservations, IActor actor)
    : ICommandHandler<ExpireReservations, JobDone>
{
    // Sales wait for the levels of these while they are given back, so they are few.
    private const int AtMost = 50;

    // Whoever extends, releases or sells one holds it, and so does another worker: it is theirs.
    private const string TakeSql = """
        select r.reservation_id, r.store_id
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select reservation_id, store_id
                 from inventory.reservation
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and status = 'held'
                  and expires_at <= @Now
                order by expires_at
                limit @AtMost
                  for no key update skip locked
               ) as r
         limit @AtMost
        """;

    private const string HoldsSql = """
        select store_id, variant_id, is_held
          from inventory.reservation_hold
         where tenant_id = @tenant
           and reservation_id = any(@ReservationIds)
        """;

    private const string EndSql = """
        update inventory.reservation
           set status = 'expired',
               ended_at = @Now,
               version = version + 1
         where tenant_id = @tenant
           and reservation_id = any(@ReservationIds)
        """;

    public async Task<JobDone> Handle(ExpireReservations command, CancellationToken ct)
    {
        var now = actor.Now;
        var taken = await db.QueryAsync<Taken>(TakeSql, new { AtMost, Now = now }, ct);
        if (taken.Count == 0)
            return JobDone.Nothing;
        var ids = taken.Select(t => t.ReservationId).ToArray();
        var holds = await db.QueryAsync<Hold>(HoldsSql, new { ReservationIds = ids }, ct);
        db.Enqueue(EndSql, new { ReservationIds = ids, Now = now });
        reservations.Free(ids, [.. holds.Where(h => h.IsHeld).Select(h => (h.StoreId, h.VariantId))]);
        foreach (var (reservationId, storeId) in taken)
            db.Publish(new ReservationExpired(reservationId, storeId));
        return taken.Count < AtMost ? JobDone.Whole : new JobDone(Next: command);
    }

    private sealed record Taken(Guid ReservationId, Guid StoreId);

    private sealed record Hold(Guid StoreId, Guid VariantId, bool IsHeld);
}
