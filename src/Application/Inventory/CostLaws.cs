using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The part of <see cref="StockLaws"/> on what goods cost.</summary>
/// <remarks>
/// That an average is the weighted one, and that each change follows the one before, are constraints. Left to prove is that it was made of
/// what the ledger says was there, and that what moved until the next took it. Together that is the value: what there is at its average
/// is what moved at its costs, and the differences of the changes. A change is proven when it is young, with all that moved between it and
/// the one before, and then as seldom as the rest of the past. Movements that the binary before wrote have no cost: what was there is not
/// held against a change where one of them may lie in between.
/// </remarks>
public sealed class CostLaws(IDb db, TimeProvider clock)
{
    private const int ChangesPerStep = 20;

    // Of a change d: what of it came in as it says, what took another cost than its own, and what there was by the ledger before.
    private const string Judged = """
         cross join lateral (
               select coalesce(sum(m.quantity) filter (where m.is_its_own), 0) as received,
                      count(*) filter (where not m.is_its_own and m.unit_cost is distinct from d.average_after) as astray
                 from (
                      select quantity, unit_cost,
                             coalesce(document_id = d.document_id and quantity > 0 and unit_cost = d.unit_cost, false) as is_its_own
                        from inventory.stock_movement
                       where tenant_id = @tenant
                         and store_id = d.store_id
                         and variant_id = d.variant_id
                         and stock_movement_id >= d.since_id
                         and cost_number = d.number
                       union all
                      select quantity, unit_cost,
                             coalesce(document_id = d.document_id and quantity > 0 and unit_cost = d.unit_cost, false) as is_its_own
                        from inventory.location_movement
                       where tenant_id = @tenant
                         and store_id = d.store_id
                         and variant_id = d.variant_id
                         and stock_movement_id >= d.since_id
                         and cost_number = d.number
                      ) as m
               ) as o
          left join lateral (
               select since_id, on_hand_before
                 from inventory.cost_change
                where tenant_id = @tenant
                  and store_id = d.store_id
                  and variant_id = d.variant_id
                  and number = d.number - 1
               ) as p on true
         cross join lateral (
               select coalesce(p.on_hand_before, 0)
                      + coalesce(sum(m.quantity) filter (where coalesce(m.cost_number, m.before_costs) = d.number - 1), 0) as on_hand,
                      count(*) filter (where m.cost_number is null and m.before_costs is null) as unknown
                 from (
                      select quantity, cost_number,
                             case when stock_movement_id < coalesce(p.since_id, d.since_id) then 0 end as before_costs
                        from inventory.stock_movement
                       where tenant_id = @tenant
                         and store_id = d.store_id
                         and variant_id = d.variant_id
                         and stock_movement_id >= coalesce(p.since_id, '00000000-0000-0000-0000-000000000000')
                         and stock_movement_id < d.until_id
                       union all
                      select quantity, cost_number,
                             case when stock_movement_id < coalesce(p.since_id, d.since_id) then 0 end as before_costs
                        from inventory.location_movement
                       where tenant_id = @tenant
                         and store_id = d.store_id
                         and variant_id = d.variant_id
                         and stock_movement_id >= coalesce(p.since_id, '00000000-0000-0000-0000-000000000000')
                         and stock_movement_id < d.until_id
                      ) as m
               ) as e
          left join lateral (
               select cost_number
                 from inventory.stock_level
                where tenant_id = @tenant
                  and store_id = d.store_id
                  and variant_id = d.variant_id
               ) as l on true
        """;

    private const string Columns =
        "cost_change_id, store_id, variant_id, number, document_id, quantity, unit_cost, on_hand_before, average_after, since_id, until_id";

    // Those that are not proven yet or did not stand, and two neighbours from any place.
    private const string ChangesSql =
        """
            with change as (
                select d.*
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select
            """
        + " "
        + Columns
        + """

                          from inventory.cost_change
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and (proven_at is null or not is_whole)
                         order by cost_change_id
                         limit 200)
                        union
                       (select
            """
        + " "
        + Columns
        + """

                          from inventory.cost_change
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and cost_change_id >= @Anywhere
                         order by cost_change_id
                         limit 1)
                        union
                       (select
            """
        + " "
        + Columns
        + """

                          from inventory.cost_change
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and cost_change_id < @Anywhere
                         order by cost_change_id desc
                         limit 1)
                       ) as d
            ), judged as materialized (
                select d.store_id, d.variant_id, d.number, d.quantity, d.on_hand_before, o.received, o.astray, e.on_hand, e.unknown,
                       coalesce(l.cost_number, 0) as reached
                  from change as d
            """
        + "\n"
        + Judged
        + """

            )
            (select true as is_of_movements,
                    'received by change ' || number || ': store ' || store_id || ', variant ' || variant_id as subject,
                    quantity as expected, received as actual
               from judged
              where received <> quantity
              union all
             select true, 'movements at another cost after change ' || number || ': store ' || store_id || ', variant ' || variant_id, 0,
                    astray
               from judged
              where astray > 0
              limit 100)
             union all
            (select false, 'before change ' || number || ': store ' || store_id || ', variant ' || variant_id, on_hand, on_hand_before
               from judged
              where on_hand <> on_hand_before
                and unknown = 0
              union all
             select false, 'level without change ' || number || ': store ' || store_id || ', variant ' || variant_id, number, reached
               from judged
              where reached < number
              limit 100)
            """;

    // Movements behind the last seal, of locations that do not sell the newest: what is older is proven with the changes.
    private const string RecentSql = """
        with last as materialized (
            select mine.store_id, coalesce(s.through_id, '00000000-0000-0000-0000-000000000000') as through_id
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
              left join lateral (
                   select through_id
                     from inventory.seal
                    where tenant_id = @tenant
                      and store_id = mine.store_id
                    order by after_id desc
                    limit 1
                   ) as s on true
        )
        select 'movement ' || m.stock_movement_id || ', variant ' || m.variant_id as subject, coalesce(c.average_after, 0) as expected,
               coalesce(m.unit_cost, 0) as actual
          from last as s
         cross join lateral (
               (select stock_movement_id, variant_id, quantity, unit_cost, cost_number, document_id
                  from inventory.stock_movement
                 where tenant_id = @tenant
                   and store_id = s.store_id
                   and stock_movement_id > s.through_id)
                union all
               (select stock_movement_id, variant_id, quantity, unit_cost, cost_number, document_id
                  from inventory.location_movement
                 where tenant_id = @tenant
                   and store_id = s.store_id
                 order by stock_movement_id desc
                 limit 100)
               ) as m
          left join lateral (
               select average_after, unit_cost, document_id
                 from inventory.cost_change
                where tenant_id = @tenant
                  and store_id = s.store_id
                  and variant_id = m.variant_id
                  and number = m.cost_number
               ) as c on true
         where m.cost_number > 0
           and m.unit_cost is distinct from c.average_after
           and not coalesce(m.document_id = c.document_id and m.quantity > 0 and m.unit_cost = c.unit_cost, false)
         order by m.stock_movement_id
         limit 100
        """;

    // Of levels that have a cost; that a change has reached its level is judged with the change.
    private const string LevelsSql = """
        select 'store ' || l.store_id || ', variant ' || l.variant_id as subject, coalesce(c.average_after, 0) as expected,
               coalesce(l.average_cost, 0) as actual
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select store_id, variant_id, average_cost, cost_number
                 from inventory.stock_level
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and cost_number is not null
               ) as l
          left join lateral (
               select number, average_after
                 from inventory.cost_change
                where tenant_id = @tenant
                  and store_id = l.store_id
                  and variant_id = l.variant_id
                order by number desc
                limit 1
               ) as c on true
         where (l.cost_number, l.average_cost) is distinct from (c.number, c.average_after)
         order by l.store_id, l.variant_id
         limit 100
        """;

    private const string Old =
        """
            with old as (
                select d.*
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select
            """
        + " "
        + Columns
        + """

                         from inventory.cost_change
                        where tenant_id = @tenant
                          and store_id = mine.store_id
            """;

    private const string Proven =
        """

                       ) as d
                 limit @Changes
            ), proven as (
                select d.cost_change_id,
                       o.received = d.quantity and o.astray = 0 and (e.on_hand = d.on_hand_before or e.unknown > 0)
                       and coalesce(l.cost_number, 0) >= d.number as is_whole
                  from old as d
            """
        + "\n"
        + Judged
        + """

            )
            update inventory.cost_change as d
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where d.tenant_id = @tenant
               and d.cost_change_id = p.cost_change_id
            """;

    private const string SealSql =
        Old
        + """

                          and proven_at is null
                        order by cost_change_id
                        limit @Changes
                          for update skip locked
            """
        + Proven;

    private const string ProveSql =
        Old
        + """

                          and proven_at < @Since
                        order by proven_at
                        limit @Changes
                          for update skip locked
            """
        + Proven;

    private const string UnprovenSql = """
        select coalesce(sum(p.unproven), 0)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select count(*) as unproven
                 from inventory.cost_change
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and proven_at < @Since
               ) as p
        """;

    private const string ProvenSinceSql = """
        select min(p.proven_at)
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from inventory.cost_change
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and proven_at is not null
                order by proven_at
                limit 1
               ) as p
        """;

    /// <summary>Asks what breaks these laws; the answer travels with the next round trip.</summary>
    public Func<Task<LawReport>> Ask(CancellationToken ct)
    {
        var changes = db.Defer<Broken>(ChangesSql, new { Anywhere = Guid.NewGuid() });
        var (recent, levels) = (db.Defer<LawViolation>(RecentSql), db.Defer<LawViolation>(LevelsSql));
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        return async () =>
        {
            var broken = (await changes.ToListAsync(ct)).ToLookup(
                b => b.IsOfMovements,
                b => new LawViolation(b.Subject, b.Expected, b.Actual)
            );
            return new LawReport(
                [
                    new LawFinding(
                        "inventory.movements_take_the_average_cost",
                        "What moves takes the average cost that was in force, or came in at the cost that changed it.",
                        [.. broken[true], .. await recent.ToListAsync(ct)]
                    ),
                    new LawFinding(
                        "inventory.costs_follow_the_ledger",
                        "What stock is worth is what moved at its costs, and what was settled and revalued.",
                        [.. broken[false], .. await levels.ToListAsync(ct)]
                    ),
                ],
                await provenSince.SingleAsync(ct)
            );
        };
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct) =>
        await db.ExecuteAsync(SealSql, new { Changes = ChangesPerStep, Now = clock.GetUtcNow() }, ct) > 0;

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var proven = await db.ExecuteAsync(
            ProveSql,
            new
            {
                Since = since,
                Changes = ChangesPerStep,
                Now = clock.GetUtcNow(),
            },
            ct
        );
        return new ProofStep(proven, await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct));
    }

    private sealed record Broken(bool IsOfMovements, string Subject, decimal Expected, decimal Actual);
}
