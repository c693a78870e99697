using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The part of <see cref="StockLaws"/> on what goes from one store to another.</summary>
/// <remarks>
/// That what is on the way is shipped less received less returned is a column that the database computes. Left to prove is that stores
/// have moved what the lines say; a transfer is proven when it has changed, and then as seldom as the rest of the past.
/// </remarks>
public sealed class TransferLaws(IDb db, TimeProvider clock)
{
    private const int TransfersPerStep = 100;

    // Of a transfer d: what its lines say less what its movements are, in the stores whose movements can be seen.
    private const string Left = """
               select m.store_id, m.variant_id, sum(m.said) as said, sum(m.moved) as moved
                 from (
                      select from_store_id as store_id, variant_id, returned - shipped as said, 0::numeric as moved
                        from inventory.transfer_line
                       where tenant_id = @tenant
                         and transfer_id = d.transfer_id
                       union all
                      select to_store_id, variant_id, received, 0
                        from inventory.transfer_line
                       where tenant_id = @tenant
                         and transfer_id = d.transfer_id
                       union all
                      select store_id, variant_id, 0, quantity
                        from inventory.stock_movement
                       where tenant_id = @tenant
                         and document_id = d.transfer_id
                       union all
                      select store_id, variant_id, 0, quantity
                        from inventory.location_movement
                       where tenant_id = @tenant
                         and document_id = d.transfer_id
                      ) as m
                where m.store_id = any ((select app.store_scope())::uuid[])
                group by m.store_id, m.variant_id
               having sum(m.said) <> sum(m.moved)
        """;

    // Those that are not proven yet or did not stand, and two neighbours from any place.
    private const string TransfersSql =
        """
            with document as (
                select d.transfer_id
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select transfer_id
                          from inventory.transfer
                         where tenant_id = @tenant
                           and from_store_id = mine.store_id
                           and (proven_at is null or not is_whole))
                        union
                       (select transfer_id
                          from inventory.transfer
                         where tenant_id = @tenant
                           and from_store_id = mine.store_id
                           and transfer_id >= @Anywhere
                         order by transfer_id
                         limit 1)
                        union
                       (select transfer_id
                          from inventory.transfer
                         where tenant_id = @tenant
                           and from_store_id = mine.store_id
                           and transfer_id < @Anywhere
                         order by transfer_id desc
                         limit 1)
                       ) as d
            )
            select 'transfer ' || d.transfer_id || ', store ' || l.store_id || ', variant ' || l.variant_id as subject, l.said as expected,
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
            select d.transfer_id
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select transfer_id
                     from inventory.transfer
                    where tenant_id = @tenant
                      and from_store_id = mine.store_id
        """;

    private const string Proven =
        """

                       ) as d
                 limit @Transfers
            ), proven as (
                select d.transfer_id, not exists (
            """
        + "\n"
        + Left
        + """

                       ) as is_whole
                  from old as d
            )
            update inventory.transfer as d
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where d.tenant_id = @tenant
               and d.transfer_id = p.transfer_id
            """;

    private const string SealSql =
        Old
        + """

                          and proven_at is null
                        order by transfer_id
                        limit @Transfers
                          for update skip locked
            """
        + Proven;

    private const string ProveSql =
        Old
        + """

                          and proven_at < @Since
                        order by proven_at
                        limit @Transfers
                          for update skip locked
            """
        + Proven;

    private const string UnprovenSql = """
        select count(p.proven_at)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from inventory.transfer
                where tenant_id = @tenant
                  and from_store_id = mine.store_id
                  and proven_at < @Since
               ) as p
        """;

    private const string ProvenSinceSql = """
        select min(p.proven_at)
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from inventory.transfer
                where tenant_id = @tenant
                  and from_store_id = mine.store_id
                  and proven_at is not null
                order by proven_at
                limit 1
               ) as p
        """;

    /// <summary>Asks what breaks this law; the answer travels with the next round trip.</summary>
    public Func<Task<LawReport>> Ask(CancellationToken ct)
    {
        var transfers = db.Defer<LawViolation>(TransfersSql, new { Anywhere = Guid.NewGuid() });
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        return async () =>
            new LawReport(
                [
                    new LawFinding(
                        "inventory.transfers_conserve_stock",
                        "What a transfer took from one store it put into another, or is on the way.",
                        await transfers.ToListAsync(ct)
                    ),
                ],
                await provenSince.SingleAsync(ct)
            );
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct) =>
        await db.ExecuteAsync(SealSql, new { Transfers = TransfersPerStep, Now = clock.GetUtcNow() }, ct) > 0;

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var proven = await db.ExecuteAsync(
            ProveSql,
            new
            {
                Since = since,
                Transfers = TransfersPerStep,
                Now = clock.GetUtcNow(),
            },
            ct
        );
        return new ProofStep(proven, await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct));
    }
}
