using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The part of <see cref="StockLaws"/> on what was counted.</summary>
/// <remarks>
/// What a line differs by is a column that the database computes. Left to prove is that a posted stocktake has moved just that, and any
/// other nothing; it is proven when it has changed, and then as seldom as the rest of the past.
/// </remarks>
public sealed class StocktakeLaws(IDb db, TimeProvider clock)
{
    private const int StocktakesPerStep = 5;

    // Of a stocktake d: what its lines say less what its movements are.
    private const string Left = """
               select m.store_id, m.variant_id, sum(m.said) as said, sum(m.moved) as moved
                 from (
                      select l.store_id, l.variant_id, l.variance as said, 0::numeric as moved
                        from inventory.stocktake_line as l
                       where l.tenant_id = @tenant
                         and l.stocktake_id = d.stocktake_id
                         and l.variance <> 0
                         and d.status = 'posted'
                       union all
                      select store_id, variant_id, 0, quantity
                        from inventory.stock_movement
                       where tenant_id = @tenant
                         and document_id = d.stocktake_id
                       union all
                      select store_id, variant_id, 0, quantity
                        from inventory.location_movement
                       where tenant_id = @tenant
                         and document_id = d.stocktake_id
                      ) as m
                group by m.store_id, m.variant_id
               having sum(m.said) <> sum(m.moved)
        """;

    // Those that are not proven yet or did not stand, and two neighbours from any place.
    private const string StocktakesSql =
        """
            with document as (
                select d.stocktake_id, d.status
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select stocktake_id, status
                          from inventory.stocktake
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and (proven_at is null or not is_whole))
                        union
                       (select stocktake_id, status
                          from inventory.stocktake
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and stocktake_id >= @Anywhere
                         order by stocktake_id
                         limit 1)
                        union
                       (select stocktake_id, status
                          from inventory.stocktake
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and stocktake_id < @Anywhere
                         order by stocktake_id desc
                         limit 1)
                       ) as d
            )
            select 'stocktake ' || d.stocktake_id || ', store ' || l.store_id || ', variant ' || l.variant_id as subject, l.said as expected,
                   l.moved as actual
              from document as d
             cross join lateral (
            """
        + "\n"
        + Left
        + """

                   ) as l
             order by 1
             limit 100
            """;

    private const string Old = """
        with old as (
            select d.stocktake_id, d.status
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select stocktake_id, status
                     from inventory.stocktake
                    where tenant_id = @tenant
                      and store_id = mine.store_id
        """;

    private const string Proven =
        """

                       ) as d
                 limit @Stocktakes
            ), proven as (
                select d.stocktake_id, not exists (
            """
        + "\n"
        + Left
        + """

                       ) as is_whole
                  from old as d
            )
            update inventory.stocktake as d
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where d.tenant_id = @tenant
               and d.stocktake_id = p.stocktake_id
            """;

    private const string SealSql =
        Old
        + """

                          and proven_at is null
                        order by stocktake_id
                        limit @Stocktakes
                          for update skip locked
            """
        + Proven;

    private const string ProveSql =
        Old
        + """

                          and proven_at < @Since
                        order by proven_at
                        limit @Stocktakes
                          for update skip locked
            """
        + Proven;

    private const string UnprovenSql = """
        select count(p.proven_at)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from inventory.stocktake
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
                 from inventory.stocktake
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and proven_at is not null
                order by proven_at
                limit 1
               ) as p
        """;

    /// <summary>Asks what breaks this law; the answer travels with the next round trip.</summary>
    public Func<Task<LawReport>> Ask(CancellationToken ct)
    {
        var stocktakes = db.Defer<LawViolation>(StocktakesSql, new { Anywhere = Guid.NewGuid() });
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        return async () =>
            new LawReport(
                [
                    new LawFinding(
                        "inventory.stocktakes_move_what_they_found",
                        "A posted stocktake moved by what was counted less what was expected, and no other moved anything.",
                        await stocktakes.ToListAsync(ct)
                    ),
                ],
                await provenSince.SingleAsync(ct)
            );
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct) =>
        await db.ExecuteAsync(SealSql, new { Stocktakes = StocktakesPerStep, Now = clock.GetUtcNow() }, ct) > 0;

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var proven = await db.ExecuteAsync(
            ProveSql,
            new
            {
                Since = since,
                Stocktakes = StocktakesPerStep,
                Now = clock.GetUtcNow(),
            },
            ct
        );
        return new ProofStep(proven, await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct));
    }
}
