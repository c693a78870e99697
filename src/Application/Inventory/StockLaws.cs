using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Published by Inventory: what must hold between the ledger and the balances, and that what was sealed stays as it was.</summary>
/// <remarks>
/// Ids of movements are made in the order of time, a moment before they are committed, so what is an hour old is final: no
/// transaction of the application's login lasts a minute. A node whose clock is wrong by more than that writes behind a seal,
/// and the seal says so.
/// </remarks>
public sealed class StockLaws(IDb db, StockPolicy policy, LocationLaws locations, DocumentLaws documents, TimeProvider clock) : ILaws
{
    private const int MovementsPerRun = 2_000;
    private const int RunsPerStep = 5;
    private const int LevelsPerStep = 20;

    private static readonly TimeSpan Final = TimeSpan.FromHours(1);

    // Where the sealed ledger of each store ends.
    private const string LastSql = """
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
        """;

    // What of a movement must never change.
    private const string ChecksumSql = """
        ('x' || left(md5(concat_ws('|', stock_movement_id, variant_id, kind, quantity, document_id, extract(epoch from moved_at),
                                                 moved_by)), 15))::bit(60)::bigint
        """;

    // Levels are readable in the whole tenant, movements only in the stores in scope: compare inside the scope. What does not
    // fit the sealed sum is summed up from its first movement on before it is called broken.
    private const string LedgerSql =
        LastSql
        + """

            , part as (
                select l.store_id, l.variant_id, l.on_hand, 0::numeric as moved, true as is_whole
                  from last as s
                 cross join lateral (
                       select store_id, variant_id, on_hand
                         from inventory.stock_level
                        where tenant_id = @tenant
                          and store_id = s.store_id
                       ) as l
                 union all
                select z.store_id, z.variant_id, 0, z.moved, z.is_whole
                  from last as s
                 cross join lateral (
                       select store_id, variant_id, moved, is_whole
                         from inventory.sealed_level
                        where tenant_id = @tenant
                          and store_id = s.store_id
                       ) as z
                 union all
                select m.store_id, m.variant_id, 0, m.quantity, true
                  from last as s
                 cross join lateral (
                       select store_id, variant_id, quantity
                         from inventory.stock_movement
                        where tenant_id = @tenant
                          and store_id = s.store_id
                          and stock_movement_id > s.through_id
                       ) as m
            ), suspect as materialized (
                select store_id, variant_id, sum(on_hand) as on_hand
                  from part
                 group by store_id, variant_id
                having sum(on_hand) <> sum(moved)
                    or not bool_and(is_whole)
            )
            select 'store ' || s.store_id || ', variant ' || s.variant_id as subject, e.moved as expected, s.on_hand as actual
              from suspect as s
             cross join lateral (
                   select coalesce(sum(quantity), 0) as moved
                     from inventory.stock_movement
                    where tenant_id = @tenant
                      and store_id = s.store_id
                      and variant_id = s.variant_id
                   ) as e
             where s.on_hand <> e.moved
             order by s.store_id, s.variant_id
             limit 100
            """;

    // Those that were broken when they were proven last, and one from any place.
    private const string SealedSql =
        """
            with run as (
                (select b.seal_id, b.store_id, b.after_id, b.through_id, b.checksum
                   from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                  cross join lateral (
                        select seal_id, store_id, after_id, through_id, checksum
                          from inventory.seal
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and not is_whole
                         order by seal_id
                         limit 20
                        ) as b
                  limit 20)
                 union
                (select a.seal_id, a.store_id, a.after_id, a.through_id, a.checksum
                   from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                  cross join lateral (
                        (select seal_id, store_id, after_id, through_id, checksum
                           from inventory.seal
                          where tenant_id = @tenant
                            and store_id = mine.store_id
                            and seal_id >= @Anywhere
                          order by seal_id
                          limit 1)
                         union all
                        (select seal_id, store_id, after_id, through_id, checksum
                           from inventory.seal
                          where tenant_id = @tenant
                            and store_id = mine.store_id
                            and seal_id < @Anywhere
                          order by seal_id
                          limit 1)
                        ) as a
                  order by a.seal_id < @Anywhere, a.seal_id
                  limit 1)
            )
            (select 'store ' || r.store_id || ', movements ' || r.after_id || ' to ' || r.through_id as subject, r.checksum as expected,
                   m.checksum as actual
              from run as r
             cross join lateral (
                   select coalesce(sum(
            """
        + ChecksumSql
        + """
            ), 0) as checksum
                     from inventory.stock_movement
                    where tenant_id = @tenant
                      and store_id = r.store_id
                      and stock_movement_id > r.after_id
                      and stock_movement_id <= r.through_id
                   ) as m
             where r.checksum <> m.checksum
             order by r.store_id, r.after_id)
             union all
            select 'more runs that did not stand when they were proven last', 0, count(*) - 20
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select seal_id
                     from inventory.seal
                    where tenant_id = @tenant
                      and store_id = mine.store_id
                      and not is_whole
                   ) as b
            having count(*) > 20
            """;

    private const string NotNegativeSql = """
        select 'store ' || store_id || ', variant ' || variant_id as subject, 0::numeric as expected, on_hand - reserved as actual
          from inventory.stock_level
         where tenant_id = @tenant
           and store_id = any ((select app.store_scope())::uuid[])
           and not may_go_negative
           and on_hand - reserved < 0
         order by store_id, variant_id
         limit 100
        """;

    private const string GuardSql = """
        select 'store ' || store_id || ', variant ' || variant_id as subject, (not may_go_negative)::integer::numeric as expected,
               may_go_negative::integer::numeric as actual
          from inventory.stock_level
         where tenant_id = @tenant
           and store_id = any ((select app.store_scope())::uuid[])
           and may_go_negative = @MayGoNegative
         order by store_id, variant_id
         limit 100
        """;

    private const string UnprovenSql = """
        select count(p.proven_at)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from inventory.seal
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and proven_at < @Since
                union all
               select proven_at
                 from inventory.sealed_level
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and proven_at < @Since
               ) as p
        """;

    private const string ProvenSinceSql = """
        select min(p.proven_at)
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               (select proven_at
                  from inventory.seal
                 where tenant_id = @tenant
                   and store_id = mine.store_id
                 order by proven_at
                 limit 1)
                union all
               (select proven_at
                  from inventory.sealed_level
                 where tenant_id = @tenant
                   and store_id = mine.store_id
                 order by proven_at
                 limit 1)
               ) as p
        """;

    private const string SealSql =
        LastSql
        + """

            , moved as materialized (
                select s.store_id, s.through_id as after_id, m.stock_movement_id, m.variant_id, m.quantity, m.checksum
                  from last as s
                 cross join lateral (
                       select stock_movement_id, variant_id, quantity,
            """
        + " "
        + ChecksumSql
        + """
             as checksum
                         from inventory.stock_movement
                        where tenant_id = @tenant
                          and store_id = s.store_id
                          and stock_movement_id > s.through_id
                          and stock_movement_id < @FinalId::uuid
                        order by stock_movement_id
                        limit @MovementsPerRun
                       ) as m
            ), run as materialized (
                select store_id, after_id, max(stock_movement_id::text)::uuid as through_id, sum(checksum) as checksum
                  from moved
                 group by store_id, after_id
            ), sealed as (
                insert into inventory.seal (seal_id, store_id, after_id, through_id, checksum, is_whole, sealed_at, proven_at)
                select md5(concat_ws('|', 'movements', store_id, after_id))::uuid, store_id, after_id, through_id, checksum, true, @Now,
                       @Now
                  from run
                 order by store_id
                    on conflict (tenant_id, store_id, after_id) do nothing
                returning store_id
            )
            insert into inventory.sealed_level as z (store_id, variant_id, moved, is_whole, proven_at)
            select m.store_id, m.variant_id, sum(m.quantity), true, @Now
              from moved as m
              join sealed as s using (store_id)
             group by m.store_id, m.variant_id
             order by m.store_id, m.variant_id
                on conflict (tenant_id, store_id, variant_id) do update
               set moved = z.moved + excluded.moved
            """;

    // Those that were not proven for longest, and that no other proof is at. The checksum stays: it is what they are held against.
    private const string ProveRunsSql =
        """
            with run as (
                select s.seal_id, s.store_id, s.after_id, s.through_id, s.checksum
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select seal_id, store_id, after_id, through_id, checksum
                         from inventory.seal
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                          and proven_at < @Since
                        order by proven_at
                        limit @Runs
                          for update skip locked
                       ) as s
                 limit @Runs
            ), proven as (
                select r.seal_id, m.checksum = r.checksum as is_whole
                  from run as r
                 cross join lateral (
                       select coalesce(sum(
            """
        + ChecksumSql
        + """
            ), 0) as checksum
                         from inventory.stock_movement
                        where tenant_id = @tenant
                          and store_id = r.store_id
                          and stock_movement_id > r.after_id
                          and stock_movement_id <= r.through_id
                       ) as m
            )
            update inventory.seal as s
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where s.tenant_id = @tenant
               and s.seal_id = p.seal_id
            """;

    private const string ProveLevelsSql = """
        with old as (
            select z.store_id, z.variant_id
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select store_id, variant_id
                     from inventory.sealed_level
                    where tenant_id = @tenant
                      and store_id = mine.store_id
                      and proven_at < @Since
                    order by proven_at
                    limit @Levels
                      for update skip locked
                   ) as z
             limit @Levels
        ), proven as (
            select o.store_id, o.variant_id, coalesce(l.on_hand, 0) = m.moved as is_whole
              from old as o
              left join inventory.stock_level as l
                on l.tenant_id = @tenant
               and l.store_id = o.store_id
               and l.variant_id = o.variant_id
             cross join lateral (
                   select coalesce(sum(quantity), 0) as moved
                     from inventory.stock_movement
                    where tenant_id = @tenant
                      and store_id = o.store_id
                      and variant_id = o.variant_id
                   ) as m
        )
        update inventory.sealed_level as z
           set proven_at = @Now,
               is_whole = p.is_whole
          from proven as p
         where z.tenant_id = @tenant
           and z.store_id = p.store_id
           and z.variant_id = p.variant_id
        """;

    public async Task<LawReport> CheckAsync(CancellationToken ct)
    {
        // Both guards are asked for, so that the policy, which only tells the wrong one, travels along.
        policy.HoldStill();
        var lax = db.Defer<LawViolation>(GuardSql, new { MayGoNegative = true });
        var strict = db.Defer<LawViolation>(GuardSql, new { MayGoNegative = false });
        var ledger = db.Defer<LawViolation>(LedgerSql);
        // A place like any other among the seals: no two checks need look at the same ones.
        var changed = db.Defer<LawViolation>(SealedSql, new { Anywhere = Guid.NewGuid() });
        var negative = db.Defer<LawViolation>(NotNegativeSql);
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        var elsewhere = locations.Ask(ct);
        var told = documents.Ask(ct);
        var wrong = await policy.MayGoNegativeAsync(ct) ? strict : lax;
        LawReport[] others = [await elsewhere(), .. await told()];
        var since = await provenSince.SingleAsync(ct);
        return new LawReport(
            [
                .. others.SelectMany(o => o.Findings),
                Finding(
                    "inventory.ledger_equals_balance",
                    "The movements of a level add up to what is on hand.",
                    await ledger.ToListAsync(ct)
                ),
                Finding(
                    "inventory.sealed_movements_stand",
                    "Movements that were sealed are what they were then.",
                    await changed.ToListAsync(ct)
                ),
                Finding("inventory.nothing_oversold", "Nothing is promised or sold that is not there.", await negative.ToListAsync(ct)),
                Finding(
                    "inventory.levels_follow_policy",
                    "A level may be negative where the settings say so, and only there.",
                    await wrong.ToListAsync(ct)
                ),
            ],
            // Whichever was longest ago; where nothing is sealed there is none.
            others.Select(o => o.ProvenSince).Append(since).Min()
        );

        static LawFinding Finding(string law, string statement, IReadOnlyList<LawViolation> broken) => new(law, statement, broken);
    }

    public async Task<bool> SealAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isMoreLeft = await locations.SealAsync(ct) | await documents.SealAsync(ct);
        return await db.ExecuteAsync(
                SealSql,
                new
                {
                    FinalId = MovementIds.FirstOf(now - Final),
                    MovementsPerRun,
                    Now = now,
                },
                ct
            ) > 0
            || isMoreLeft;
    }

    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var elsewhere = await locations.ProveAsync(since, ct);
        var told = await documents.ProveAsync(since, ct);
        var runs = await db.ExecuteAsync(
            ProveRunsSql,
            new
            {
                Since = since,
                Runs = RunsPerStep,
                Now = now,
            },
            ct
        );
        var levels = await db.ExecuteAsync(
            ProveLevelsSql,
            new
            {
                Since = since,
                Levels = LevelsPerStep,
                Now = now,
            },
            ct
        );
        var left = await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct);
        return new ProofStep(runs + levels + elsewhere.Proven + told.Proven, left + elsewhere.Left + told.Left);
    }
}
