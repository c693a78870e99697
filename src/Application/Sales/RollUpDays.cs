using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Application.Sales;

/// <summary>Adds up the days of stores that are over, one a transaction, so that reports of the past read what they came to.</summary>
public sealed record RollUpDays : IJob
{
    public static string Kind => "sales.roll_up_days";

    public static TimeSpan? Every => TimeSpan.FromHours(1);
}

internal sealed class RollUpDaysHandler(IDb db, ITerminals terminals, IDayEnds days, TimeProvider clock)
    : ICommandHandler<RollUpDays, JobDone>
{
    // Clocks that differ by less leave nobody behind on a day that is over.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(6);

    // The day waits for whoever reopens it, and they for it; of two workers each takes another one.
    private const string TakeSql = """
        select d.store_id, d.business_date, d.revision
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select store_id, business_date, revision
                 from sales.business_day
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and rolled_at is null
                order by business_date
                limit 1
                  for update skip locked
               ) as d
         limit 1
        """;

    private const string AddUpSql =
        """
            insert into sales.day_figure (tenant_id, store_id, business_date, revision, kind, key, act, currency, code, name, documents,
                   units, net, tax, gross, discount, change, rounding)
            select d.tenant_id, d.store_id, d.business_date, d.revision, r.kind, r.key, r.act, r.currency, r.code, r.name, r.documents,
                   r.units, r.net, r.tax, r.gross, r.discount, r.change, r.rounding
              from sales.business_day as d
             cross join lateral (

            """
        + DayFigures.OfDay
        + """

                   ) as r
             where d.tenant_id = @tenant
               and d.store_id = @StoreId
               and d.business_date = @BusinessDate
            """;

    private const string RolledSql = """
        update sales.business_day
           set rolled_at = @Now,
               proven_at = @Now,
               is_whole = true
         where tenant_id = @tenant
           and store_id = @StoreId
           and business_date = @BusinessDate
        """;

    private const string StoresSql = """
        select mine.store_id,
               (select max(business_date)
                  from sales.business_day
                 where tenant_id = @tenant
                   and store_id = mine.store_id) as last_day
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
        """;

    // The days behind the last one are found by leaps through the indexes by day.
    private const string TradedSql = """
        with recursive traded as (
            select p.store_id, p.through, p.after as business_date
              from unnest(@StoreIds, @After, @Through) as p (store_id, after, through)
             union all
            select t.store_id, t.through, next.business_date
              from traded as t
             cross join lateral (
                   select least(
                          (select min(business_date)
                             from sales.sale
                            where tenant_id = @tenant
                              and store_id = t.store_id
                              and business_date > t.business_date),
                          (select min(business_date)
                             from sales.sale_return
                            where tenant_id = @tenant
                              and to_store_id = t.store_id
                              and business_date > t.business_date)) as business_date
                   ) as next
             where next.business_date <= t.through
        )
        """;

    private const string ToEndSql =
        TradedSql
        + """

            select distinct t.store_id
              from traded as t
              join unnest(@StoreIds, @After) as p (store_id, after) using (store_id)
             where t.business_date > p.after
            """;

    private const string EndSql =
        TradedSql
        + """

            insert into sales.business_day (store_id, business_date)
            select t.store_id, t.business_date
              from traded as t
              join unnest(@StoreIds, @After) as p (store_id, after) using (store_id)
             where t.business_date > p.after
                on conflict (tenant_id, store_id, business_date) do nothing
            """;

    public async Task<JobDone> Handle(RollUpDays command, CancellationToken ct)
    {
        if (await db.QuerySingleOrDefaultAsync<Day>(TakeSql, args: null, ct) is { } day)
        {
            db.Enqueue(AddUpSql, new { day.StoreId, day.BusinessDate });
            db.Enqueue(
                RolledSql,
                new
                {
                    day.StoreId,
                    day.BusinessDate,
                    Now = clock.GetUtcNow(),
                }
            );
            return new JobDone(Next: command);
        }

        return await EndNextAsync(ct) ? new JobDone(Next: command) : JobDone.Whole;
    }

    // One store a transaction: its tills wait for it.
    private async Task<bool> EndNextAsync(CancellationToken ct)
    {
        var stores = await db.QueryAsync<TradingStore>(StoresSql, args: null, ct);
        var terms = stores.Select(s => (s.LastDay, Asked: terminals.Store(s.StoreId!.Value))).ToList();
        List<(Guid StoreId, DateOnly After, DateOnly Through)> ended = [];
        foreach (var (last, asked) in terms)
        {
            if (await asked.SingleOrDefaultAsync(ct) is { } store)
                ended.Add((store.StoreId, last ?? DateOnly.MinValue, EndedAt(store)));
        }

        var toEnd = await db.QueryAsync<Guid>(
            ToEndSql,
            new
            {
                StoreIds = ended.Select(e => e.StoreId).ToArray(),
                After = ended.Select(e => e.After).ToArray(),
                Through = ended.Select(e => e.Through).ToArray(),
            },
            ct
        );
        if (toEnd is not [var next, ..])
            return false;
        var (_, after, through) = ended.Single(e => e.StoreId == next);
        days.Reach(next, through.AddDays(1));
        db.Enqueue(
            EndSql,
            new
            {
                StoreIds = new[] { next },
                After = new[] { after },
                Through = new[] { through },
            }
        );
        return true;
    }

    // The last day that was over a while ago, by the store's clock then and now.
    private DateOnly EndedAt(SellingStore store)
    {
        var instant = clock.GetUtcNow() - Rest;
        return store.TermsAt(instant).DayAt(instant).AddDays(-1);
    }

    private sealed record Day(Guid StoreId, DateOnly BusinessDate, int Revision);

    private sealed record TradingStore(Guid? StoreId, DateOnly? LastDay);
}
