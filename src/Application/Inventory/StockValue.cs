namespace PosCommerce.Application.Inventory;

/// <summary>What lies in stores and is worth: how it is read, as it is now or stood at a moment.</summary>
internal static class StockValue
{
    /// <summary>Of a level l: what there is of it now in the whole store, and what one costs.</summary>
    public const string Now = """

         cross join lateral (
               select l.on_hand + coalesce((select sum(p.on_hand)
                                              from inventory.location_level as p
                                             where p.tenant_id = @tenant
                                               and p.store_id = l.store_id
                                               and p.variant_id = l.variant_id), 0) as on_hand,
                      l.average_cost
               ) as v
        """;

    /// <summary>
    /// The same at a moment, from the last entries of its ledgers before it. Of movements that overlapped, the number tells which came
    /// last, and not the id: none waits for a minute. What the binary before wrote has none: where there is such a one the ids must do.
    /// </summary>
    public const string AtMoment = """

         cross join lateral (
               select coalesce((select coalesce(f.balance, (select sum(m.quantity)
                                                              from inventory.stock_movement as m
                                                             where m.tenant_id = @tenant
                                                               and m.store_id = l.store_id
                                                               and m.variant_id = l.variant_id
                                                               and m.stock_movement_id < @Until))
                                  from (
                                       select r.balance, r.stock_movement_id,
                                              case when not bool_or(r.number is null) over () then r.number end as number
                                         from (
                                              select n.balance, n.number, n.stock_movement_id, n.moved_at, max(n.moved_at) over () as newest
                                                from (
                                                     select balance, number, stock_movement_id, moved_at
                                                       from inventory.stock_movement
                                                      where tenant_id = @tenant
                                                        and store_id = l.store_id
                                                        and variant_id = l.variant_id
                                                        and stock_movement_id < @Until
                                                      order by stock_movement_id desc
                                                      limit 16
                                                     ) as n
                                              ) as r
                                        where r.moved_at > r.newest - interval '1 minute'
                                       ) as f
                                 order by f.number desc, f.stock_movement_id desc
                                 limit 1), 0)
                      + coalesce((select sum(q.balance)
                                    from inventory.location_level as p
                                   cross join lateral (
                                         select n.balance
                                           from (
                                                select balance, number
                                                  from inventory.location_movement
                                                 where tenant_id = @tenant
                                                   and store_id = p.store_id
                                                   and variant_id = p.variant_id
                                                   and stock_location_id = p.stock_location_id
                                                   and stock_movement_id < @Until
                                                 order by stock_movement_id desc
                                                 limit 16
                                                ) as n
                                          order by n.number desc
                                          limit 1
                                         ) as q
                                   where p.tenant_id = @tenant
                                     and p.store_id = l.store_id
                                     and p.variant_id = l.variant_id), 0) as on_hand,
                      (select n.average_after
                         from (
                              select average_after, number
                                from inventory.cost_change
                               where tenant_id = @tenant
                                 and store_id = l.store_id
                                 and variant_id = l.variant_id
                                 and cost_change_id < @Until
                               order by cost_change_id desc
                               limit 16
                              ) as n
                        order by n.number desc
                        limit 1) as average_cost
               ) as v
        """;

    /// <summary>No movement of that moment or before has an id as high as this; all of them where none is named.</summary>
    public static Guid Until(DateTimeOffset at) => MovementIds.FirstOf(at.AddMilliseconds(1));
}
