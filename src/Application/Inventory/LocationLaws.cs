using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The part of <see cref="StockLaws"/> on the locations that do not sell, and between them and those that do.</summary>
/// <remarks>
/// That a balance is the sum of its movements is a constraint, so a check compares each level with its last movement only; all of its
/// movements are added up where that did not fit, and by the full proof. A document is proven when it is young, and then as seldom.
/// </remarks>
public sealed class LocationLaws(IDb db, TimeProvider clock)
{
    private const int LevelsPerStep = 50;
    private const int MovesPerStep = 200;

    // Of a level o: what its movements add up to, and how many of them do not follow the one before.
    private const string Chain = """
         cross join lateral (
               select coalesce(sum(c.quantity), 0) as moved,
                      count(*) filter (where c.balance <> c.running or c.number <> c.place) as breaks,
                      count(*) as movements
                 from (
                      select quantity, balance, number, sum(quantity) over (order by number) as running,
                             row_number() over (order by number) as place
                        from inventory.location_movement
                       where tenant_id = @tenant
                         and store_id = o.store_id
                         and variant_id = o.variant_id
                         and stock_location_id = o.stock_location_id
                      ) as c
               ) as e
        """;

    private const string LedgerSql =
        """
            with suspect as materialized (
                select l.store_id, l.variant_id, l.stock_location_id, l.on_hand, coalesce(l.last_number, 0) as last_number
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select store_id, variant_id, stock_location_id, on_hand, last_number, is_whole
                         from inventory.location_level
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                       ) as l
                  left join lateral (
                       select number, balance
                         from inventory.location_movement
                        where tenant_id = @tenant
                          and store_id = l.store_id
                          and variant_id = l.variant_id
                          and stock_location_id = l.stock_location_id
                        order by number desc
                        limit 1
                       ) as m on true
                 where not l.is_whole
                    or (l.on_hand, coalesce(l.last_number, 0)) <> (coalesce(m.balance, 0), coalesce(m.number, 0))
            )
            select 'location ' || o.stock_location_id || ', variant ' || o.variant_id as subject, e.moved as expected, o.on_hand as actual
              from suspect as o
            """
        + "\n"
        + Chain
        + """

             where o.on_hand <> e.moved
             union all
            select 'movements that do not follow: location ' || o.stock_location_id || ', variant ' || o.variant_id, 0,
                   e.breaks + abs(e.movements - o.last_number)
              from suspect as o
            """
        + "\n"
        + Chain
        + """

             where e.breaks > 0
                or e.movements <> o.last_number
             order by 1
             limit 100
            """;

    // What a document d moved, in both ledgers: none where it adds up to nothing.
    private const string Left = """
               select m.variant_id, sum(m.quantity) as quantity
                 from (
                      select variant_id, quantity
                        from inventory.stock_movement
                       where tenant_id = @tenant
                         and document_id = d.stock_move_id
                         and store_id = d.store_id
                       union all
                      select variant_id, quantity
                        from inventory.location_movement
                       where tenant_id = @tenant
                         and document_id = d.stock_move_id
                         and store_id = d.store_id
                      ) as m
                group by m.variant_id
               having sum(m.quantity) <> 0
        """;

    // Those that are not proven yet or did not stand, and two neighbours from any place.
    private const string MovesSql =
        """
            with document as (
                select d.stock_move_id, d.store_id
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select stock_move_id, store_id
                          from inventory.stock_move
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and (proven_at is null or not is_whole))
                        union
                       (select stock_move_id, store_id
                          from inventory.stock_move
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and stock_move_id >= @Anywhere
                         order by stock_move_id
                         limit 1)
                        union
                       (select stock_move_id, store_id
                          from inventory.stock_move
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and stock_move_id < @Anywhere
                         order by stock_move_id desc
                         limit 1)
                       ) as d
            )
            select 'move ' || d.stock_move_id || ', variant ' || l.variant_id as subject, 0::numeric as expected, l.quantity as actual
              from document as d
             cross join lateral (
            """
        + "\n"
        + Left
        + """

                   ) as l
             order by d.stock_move_id, l.variant_id
             limit 100
            """;

    private const string OldLevels = """
        with old as (
            select l.store_id, l.variant_id, l.stock_location_id
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select store_id, variant_id, stock_location_id
                     from inventory.location_level
                    where tenant_id = @tenant
                      and store_id = mine.store_id
        """;

    private const string ProvenLevels =
        """

                       ) as l
                 limit @Levels
            ), proven as (
                select o.store_id, o.variant_id, o.stock_location_id,
                       l.on_hand = e.moved and e.breaks = 0 and e.movements = coalesce(l.last_number, 0) as is_whole
                  from old as o
                  join inventory.location_level as l
                    on l.tenant_id = @tenant
                   and l.store_id = o.store_id
                   and l.variant_id = o.variant_id
                   and l.stock_location_id = o.stock_location_id
            """
        + "\n"
        + Chain
        + """

            )
            update inventory.location_level as l
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where l.tenant_id = @tenant
               and l.store_id = p.store_id
               and l.variant_id = p.variant_id
               and l.stock_location_id = p.stock_location_id
            """;

    private const string SealLevelsSql =
        OldLevels
        + """

                          and proven_at is null
                        limit @Levels
                          for update skip locked
            """
        + ProvenLevels;

    private const string ProveLevelsSql =
        OldLevels
        + """

                          and proven_at < @Since
                        order by proven_at
                        limit @Levels
                          for update skip locked
            """
        + ProvenLevels;

    private const string OldMoves = """
        with old as (
            select d.stock_move_id, d.store_id
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select stock_move_id, store_id
                     from inventory.stock_move
                    where tenant_id = @tenant
                      and store_id = mine.store_id
        """;

    private const string ProvenMoves =
        """

                       ) as d
                 limit @Moves
            ), proven as (
                select d.stock_move_id, not exists (
            """
        + "\n"
        + Left
        + """

                       ) as is_whole
                  from old as d
            )
            update inventory.stock_move as d
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where d.tenant_id = @tenant
               and d.stock_move_id = p.stock_move_id
            """;

    private const string SealMovesSql =
        OldMoves
        + """

                          and proven_at is null
                        order by stock_move_id
                        limit @Moves
                          for update skip locked
            """
        + ProvenMoves;

    private const string ProveMovesSql =
        OldMoves
        + """

                          and proven_at < @Since
                        order by proven_at
                        limit @Moves
                          for update skip locked
            """
        + ProvenMoves;

    private const string UnprovenSql = """
        select count(p.proven_at)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from inventory.location_level
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and proven_at < @Since
                union all
               select proven_at
                 from inventory.stock_move
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
                  from inventory.location_level
                 where tenant_id = @tenant
                   and store_id = mine.store_id
                   and proven_at is not null
                 order by proven_at
                 limit 1)
                union all
               (select proven_at
                  from inventory.stock_move
                 where tenant_id = @tenant
                   and store_id = mine.store_id
                   and proven_at is not null
                 order by proven_at
                 limit 1)
               ) as p
        """;

    /// <summary>Asks what breaks these laws; the answer travels with the next round trip.</summary>
    public Func<Task<LawReport>> Ask(CancellationToken ct)
    {
        var ledger = db.Defer<LawViolation>(LedgerSql);
        var moves = db.Defer<LawViolation>(MovesSql, new { Anywhere = Guid.NewGuid() });
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        return async () =>
            new LawReport(
                [
                    new LawFinding(
                        "inventory.location_ledger_equals_balance",
                        "The movements of a level, one behind the other, leave what is on hand.",
                        await ledger.ToListAsync(ct)
                    ),
                    new LawFinding(
                        "inventory.moves_conserve_stock",
                        "What a move takes from one location it puts into another.",
                        await moves.ToListAsync(ct)
                    ),
                ],
                await provenSince.SingleAsync(ct)
            );
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var levels = await db.ExecuteAsync(SealLevelsSql, new { Levels = LevelsPerStep, Now = now }, ct);
        return levels + await db.ExecuteAsync(SealMovesSql, new { Moves = MovesPerStep, Now = now }, ct) > 0;
    }

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
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
        var moves = await db.ExecuteAsync(
            ProveMovesSql,
            new
            {
                Since = since,
                Moves = MovesPerStep,
                Now = now,
            },
            ct
        );
        return new ProofStep(levels + moves, await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct));
    }
}
