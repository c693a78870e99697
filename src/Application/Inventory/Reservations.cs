using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Reservations of stock: how one is read, held still, written, and what it held given back.</summary>
public sealed class Reservations(IDb db, IActor actor)
{
    internal const int MaximumLines = 500;

    /// <summary>One past its time has expired, whether or not somebody has written it down.</summary>
    internal const string StatusNow = "case when r.status = 'held' and r.expires_at <= @Now then 'expired' else r.status end";

    internal const string Columns =
        "select r.reservation_id, r.store_id, "
        + StatusNow
        + """
             as status, r.kind, r.reference_id, r.label, r.expires_at, r.reserved_at, r.reserved_by, r.sale_id, r.ended_at, r.ended_by, r.version
              from inventory.reservation as r
             where r.tenant_id = @tenant
            """;

    private const string FindSql =
        Columns
        + """

               and r.reservation_id = @ReservationId
            """;

    private const string LinesSql = """
        select variant_id, quantity
          from inventory.reservation_line
         where tenant_id = @tenant
           and reservation_id = @ReservationId
         order by line_number
        """;

    private const string HoldsSql = """
        select variant_id, quantity, quantity - remaining as taken, case when is_held then remaining else 0 end as held
          from inventory.reservation_hold
         where tenant_id = @tenant
           and reservation_id = @ReservationId
         order by variant_id
        """;

    // Of two who take from it, extend or release it at once, the second finds what the first left.
    private const string LockSql = """
        select reservation_id
          from inventory.reservation
         where tenant_id = @tenant
           and reservation_id = @ReservationId
           for no key update
        """;

    private const string SaveSql = """
        update inventory.reservation
           set status = @Status,
               expires_at = @ExpiresAt,
               sale_id = @SaleId,
               ended_at = @EndedAt,
               ended_by = @EndedBy,
               version = version + 1
         where tenant_id = @tenant
           and reservation_id = @ReservationId
        """;

    // Levels in the order of their keys, then what is held of them: a hold that lapsed meanwhile gives nothing back a second time.
    private const string FreeSql = """
        with level as materialized (
            select l.store_id, l.variant_id
              from inventory.stock_level as l
             where l.tenant_id = @tenant
               and l.store_id = any(@StoreIds)
               and l.variant_id = any(@VariantIds)
               and (l.store_id, l.variant_id) in (select key.store_id, key.variant_id
                                                    from unnest(@StoreIds, @VariantIds) as key (store_id, variant_id))
             order by l.store_id, l.variant_id
               for update
        ), ended as (
            update inventory.reservation_hold as h
               set is_held = false
              from level
             where h.tenant_id = @tenant
               and h.reservation_id = any(@ReservationIds)
               and h.store_id = level.store_id
               and h.variant_id = level.variant_id
               and h.is_held
            returning h.store_id, h.variant_id, h.remaining
        )
        update inventory.stock_level as l
           set reserved = l.reserved - freed.quantity
          from (
                select store_id, variant_id, sum(remaining) as quantity
                  from ended
                 group by store_id, variant_id
               ) as freed
         where l.tenant_id = @tenant
           and l.store_id = freed.store_id
           and l.variant_id = freed.variant_id
        """;

    /// <summary>One reservation; null when there is none in scope.</summary>
    internal async Task<Reservation?> FindAsync(Guid reservationId, CancellationToken ct)
    {
        var lines = db.Defer<ReservationLine>(LinesSql, new { ReservationId = reservationId });
        var (head, holds) = Ask(reservationId);
        return (await head.SingleOrDefaultAsync(ct))?.Of(await lines.ToListAsync(ct), await holds.ToListAsync(ct));
    }

    /// <summary>One reservation of the version that is meant, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none in scope; it has changed; or it is over.</exception>
    internal async Task<Reservation> LockAsync(Guid reservationId, CancellationToken ct)
    {
        db.Lock(LockSql, new { ReservationId = reservationId });
        var locked = await FindAsync(reservationId, ct) ?? throw new Refused(InventoryErrors.ReservationNotFound);
        actor.RequireVersion(locked.Version);
        return locked.EndedAt is null ? locked : throw new Refused(InventoryErrors.ReservationIsOver);
    }

    /// <summary>Queues that a reservation is held still until this transaction ends; asks for it, without what was asked for.</summary>
    internal (Deferred<ReservationHead> Head, Deferred<ReservationHold> Holds) Hold(Guid reservationId)
    {
        db.Lock(LockSql, new { ReservationId = reservationId });
        return Ask(reservationId);
    }

    /// <summary>Queues what a locked reservation becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    internal Reservation Save(Reservation before, Reservation after)
    {
        db.Changes(before, after);
        Write(after);
        return after with { Version = before.Version + 1 };
    }

    /// <summary>Queues what a locked reservation becomes.</summary>
    internal void Write(Reservation after) =>
        db.Enqueue(
            SaveSql,
            new
            {
                after.ReservationId,
                after.Status,
                after.ExpiresAt,
                after.SaleId,
                after.EndedAt,
                after.EndedBy,
            }
        );

    /// <summary>Queues, last of all, that what locked reservations still hold goes back to its levels.</summary>
    internal void Free(IReadOnlyList<Guid> reservationIds, IReadOnlyList<(Guid StoreId, Guid VariantId)> held)
    {
        if (held.Count == 0)
            return;
        var levels = held.Distinct().ToList();
        db.Enqueue(
                FreeSql,
                new
                {
                    ReservationIds = reservationIds.ToArray(),
                    StoreIds = levels.Select(l => l.StoreId).ToArray(),
                    VariantIds = levels.Select(l => l.VariantId).ToArray(),
                }
            )
            .Last();
    }

    private (Deferred<ReservationHead> Head, Deferred<ReservationHold> Holds) Ask(Guid reservationId) =>
        (
            db.Defer<ReservationHead>(FindSql, new { ReservationId = reservationId, actor.Now }),
            db.Defer<ReservationHold>(HoldsSql, new { ReservationId = reservationId })
        );
}

/// <summary>A reservation as it is listed, without what it holds.</summary>
internal sealed record ReservationHead(
    Guid ReservationId,
    Guid StoreId,
    ReservationStatus Status,
    ReservationKind? Kind,
    Guid? ReferenceId,
    string? Label,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ReservedAt,
    Guid ReservedBy,
    Guid? SaleId,
    DateTimeOffset? EndedAt,
    Guid? EndedBy,
    int Version
)
{
    public ReservationReference? Reference => Kind is { } kind ? new ReservationReference(kind, ReferenceId, Label) : null;

    public Reservation Of(IReadOnlyList<ReservationLine> lines, IReadOnlyList<ReservationHold> holds) =>
        new(ReservationId, StoreId, Status, Reference, ExpiresAt, ReservedAt, ReservedBy, SaleId, EndedAt, EndedBy, lines, holds, Version);
}
