using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The part of <see cref="StockLaws"/> on what is reserved: all of it is looked at each time, since it is never much.</summary>
public sealed class ReservationLaws(IDb db)
{
    // Store by store, as all that is read of many stores. What is held by one that has ended is promised to nobody, so it counts as none.
    private const string HeldSql = """
        select 'store ' || p.store_id || ', variant ' || p.variant_id as subject, sum(p.held) as expected, sum(p.reserved) as actual
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select l.store_id, l.variant_id, l.reserved, 0::numeric as held
                 from inventory.stock_level as l
                where l.tenant_id = @tenant
                  and l.store_id = mine.store_id
                  and l.reserved <> 0
                union all
               select h.store_id, h.variant_id, 0, h.remaining
                 from inventory.reservation_hold as h
                where h.tenant_id = @tenant
                  and h.store_id = mine.store_id
                  and h.is_held
                  and (select r.status
                         from inventory.reservation as r
                        where r.tenant_id = @tenant
                          and r.reservation_id = h.reservation_id) = 'held'
               ) as p
         group by p.store_id, p.variant_id
        having sum(p.held) <> sum(p.reserved)
         order by p.store_id, p.variant_id
         limit 100
        """;

    /// <summary>Asks what breaks this law; the answer travels with the next round trip.</summary>
    public Func<Task<LawReport>> Ask(CancellationToken ct)
    {
        var broken = db.Defer<LawViolation>(HeldSql);
        return async () =>
            new LawReport(
                [
                    new LawFinding(
                        "inventory.reserved_equals_holds",
                        "What is reserved of a level is what reservations hold of it.",
                        await broken.ToListAsync(ct)
                    ),
                ],
                null
            );
    }
}
