using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Published by Sales: what days were added up to is what was sold, voided and taken back on them.</summary>
/// <remarks>A day is proven as it is added up; it is looked at again by chance, and by the full proof.</remarks>
public sealed class FigureLaws(IDb db, TimeProvider clock)
{
    private const int DaysPerStep = 5;

    // What is wrong with the figures of a day d: the first of it, a day that is wrong often is so in all of them.
    private const string Wrong =
        """
                   select w.kind, w.key, w.act, w.currency, w.expected, w.actual
                     from (
                          select kind, key, act, currency, sum(gross) filter (where not is_kept) as expected,
                                 sum(gross) filter (where is_kept) as actual
                            from (
                                 select true as is_kept, kind, key, act, currency, documents::numeric as documents, units, net, tax, gross,
                                        discount, change, rounding
                                   from sales.day_figure
                                  where tenant_id = @tenant
                                    and store_id = d.store_id
                                    and business_date = d.business_date
                                    and revision = d.revision
                                  union all
                                 select false, r.kind, r.key, r.act, r.currency, r.documents, r.units, r.net, r.tax, r.gross, r.discount,
                                        r.change, r.rounding
                                   from (

            """
        + DayFigures.OfDay
        + """

                                        ) as r
                                 ) as told
                           group by kind, key, act, currency
                          having sum(case when is_kept then -documents else documents end) <> 0
                              or sum(case when is_kept then -units else units end) <> 0
                              or sum(case when is_kept then -net else net end) <> 0
                              or sum(case when is_kept then -tax else tax end) <> 0
                              or sum(case when is_kept then -gross else gross end) <> 0
                              or sum(case when is_kept then -discount else discount end) <> 0
                              or sum(case when is_kept then -change else change end) <> 0
                              or sum(case when is_kept then -rounding else rounding end) <> 0
                          ) as w
                    order by w.kind, w.key, w.act, w.currency
                    limit 1
            """;

    // Those that did not stand or were never proven, and one from any place.
    private const string CheckSql =
        """
            with picked as (
                (select b.store_id, b.business_date, b.revision
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select store_id, business_date, revision
                          from sales.business_day
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and not is_whole
                         limit 5)
                        union
                       (select store_id, business_date, revision
                          from sales.business_day
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and rolled_at is not null
                           and proven_at is null
                         limit 5)
                       ) as b
                 limit 10)
                 union
                (select a.store_id, a.business_date, a.revision
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select store_id, business_date, revision
                          from sales.business_day
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and rolled_at is not null
                           and proven_at >= @Anywhen
                         order by proven_at
                         limit 1)
                        union
                       (select store_id, business_date, revision
                          from sales.business_day
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and rolled_at is not null
                           and proven_at < @Anywhen
                         order by proven_at desc
                         limit 1)
                       ) as a
                 order by md5(a.store_id::text || @Salt)
                 limit 2)
            )
            select coalesce('store ' || d.store_id || ', day ' || d.business_date || ', ' || w.act || ' by '
                            || rtrim(w.kind || ' ' || w.key), '') as subject,
                   coalesce(w.expected, 0) as expected, coalesce(w.actual, 0) as actual
              from picked as d
             cross join lateral (

            """
        + Wrong
        + """

                   ) as w
             order by 1
             limit 100
            """;

    private const string ProveSql =
        """
            with old as (
                select b.store_id, b.business_date, b.revision
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select store_id, business_date, revision
                         from sales.business_day
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                          and rolled_at is not null
                          and proven_at < @Since
                        order by proven_at
                        limit @Days
                          for update skip locked
                       ) as b
                 limit @Days
            ), proven as (
                select d.store_id, d.business_date, not exists (

            """
        + Wrong
        + """

                       ) as is_whole
                  from old as d
            )
            update sales.business_day as d
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where d.tenant_id = @tenant
               and d.store_id = p.store_id
               and d.business_date = p.business_date
            """;

    private const string UnprovenSql = """
        select coalesce(sum((select count(*)
                               from sales.business_day
                              where tenant_id = @tenant
                                and store_id = mine.store_id
                                and rolled_at is not null
                                and proven_at < @Since)), 0)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
        """;

    private const string ProvenSinceSql = """
        select min(p.proven_at)
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from sales.business_day
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and rolled_at is not null
                  and proven_at is not null
                order by proven_at
                limit 1
               ) as p
        """;

    /// <summary>Asks what breaks this law; the answer travels with the next round trip.</summary>
    public Func<Task<LawReport>> Ask(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = db.Defer<LawViolation>(
            CheckSql,
            // Any time of the last month, within which all of the past is proven.
            new { Anywhen = now - TimeSpan.FromMinutes(Random.Shared.Next(0, 30 * 24 * 60)), Salt = Guid.NewGuid().ToString() }
        );
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        return async () =>
            new LawReport(
                [
                    new LawFinding(
                        "sales.figures_equal_rows",
                        "What a day was added up to is what was sold, voided and taken back on it.",
                        await found.ToListAsync(ct)
                    ),
                ],
                await provenSince.SingleAsync(ct)
            );
    }

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    /// <remarks>Nothing is to be sealed: a day is proven as it is added up.</remarks>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var proven = await db.ExecuteAsync(
            ProveSql,
            new
            {
                Since = since,
                Days = DaysPerStep,
                Now = clock.GetUtcNow(),
            },
            ct
        );
        return new ProofStep(proven, await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct));
    }
}
