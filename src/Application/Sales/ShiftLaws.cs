using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>The part of <see cref="SalesLaws"/> on drawers: what was added up as it happened is what happened.</summary>
/// <remarks>What is closed never changes; it is proven once, and then as seldom as the rest of the past.</remarks>
public sealed class ShiftLaws(IDb db, TimeProvider clock)
{
    private const int ShiftsPerStep = 20;

    // What is wrong with a shift d. Sales, returns and movements are looked for by the shift, so one that names it is counted whoever
    // wrote it.
    private const string Wrong = """
               select 'sales.shift_totals_equal_rows' as law, 'shift ' || d.shift_id || ', ' || rtrim(t.kind || ' ' || t.key) as subject,
                      t.expected, t.actual
                 from (
                      select kind, key, sum(amount) filter (where not is_kept) as expected, sum(amount) filter (where is_kept) as actual
                        from (
                             select true as is_kept, kind, key, count, amount::numeric as amount, net::numeric as net, tax::numeric as tax,
                                    rounding::numeric as rounding
                               from sales.shift_total
                              where tenant_id = @tenant
                                and shift_id = d.shift_id
                              union all
                             select false, 'sale', '', count(*), sum(total), sum(net), sum(tax), sum(rounding)
                               from sales.sale
                              where tenant_id = @tenant
                                and shift_id = d.shift_id
                              union all
                             select false, 'void', '', count(*), sum(total), sum(net), sum(tax), sum(rounding)
                               from sales.sale
                              where tenant_id = @tenant
                                and void_shift_id = d.shift_id
                              union all
                             select false, 'change', '', 0, sum(change), 0, 0, 0
                               from sales.sale
                              where tenant_id = @tenant
                                and shift_id = d.shift_id
                              union all
                             select false, a.act || 'Cash', '', 0, -sum(s.change), 0, 0, 0
                               from (values ('sale'), ('void')) as a (act)
                               join sales.sale as s on d.shift_id = case a.act when 'sale' then s.shift_id else s.void_shift_id end
                              where s.tenant_id = @tenant
                                and (s.shift_id = d.shift_id or s.void_shift_id = d.shift_id)
                              group by a.act
                              union all
                             select false, a.act || 'Tax', trim_scale(l.tax_rate)::text, count(distinct s.sale_id), sum(l.gross), sum(l.net),
                                    sum(l.tax), 0
                               from (values ('sale'), ('void')) as a (act)
                               join sales.sale as s on d.shift_id = case a.act when 'sale' then s.shift_id else s.void_shift_id end
                               join sales.sale_line as l using (tenant_id, sale_id)
                              where s.tenant_id = @tenant
                                and l.tenant_id = @tenant
                                and (s.shift_id = d.shift_id or s.void_shift_id = d.shift_id)
                              group by a.act, l.tax_rate
                              union all
                             select false, a.act || 'Tender', p.method, count(*), sum(p.amount), 0, 0, 0
                               from (values ('sale'), ('void')) as a (act)
                               join sales.sale as s on d.shift_id = case a.act when 'sale' then s.shift_id else s.void_shift_id end
                               join sales.tender as p using (tenant_id, sale_id)
                              where s.tenant_id = @tenant
                                and p.tenant_id = @tenant
                                and (s.shift_id = d.shift_id or s.void_shift_id = d.shift_id)
                              group by a.act, p.method
                              union all
                             select false, a.act || 'Cash', '', 0, sum(p.amount), 0, 0, 0
                               from (values ('sale'), ('void')) as a (act)
                               join sales.sale as s on d.shift_id = case a.act when 'sale' then s.shift_id else s.void_shift_id end
                               join sales.tender as p using (tenant_id, sale_id)
                              where s.tenant_id = @tenant
                                and p.tenant_id = @tenant
                                and (s.shift_id = d.shift_id or s.void_shift_id = d.shift_id)
                                and coalesce(p.rounding, case p.method when 'cash' then 'asCash' else 'never' end) = 'asCash'
                              group by a.act
                              union all
                             select false, 'return', '', count(*), sum(total), sum(net), sum(tax), sum(rounding)
                               from sales.sale_return
                              where tenant_id = @tenant
                                and shift_id = d.shift_id
                              union all
                             select false, 'returnTax', trim_scale(l.tax_rate)::text, count(distinct r.return_id), sum(l.gross), sum(l.net),
                                    sum(l.tax), 0
                               from sales.sale_return as r
                               join sales.sale_return_line as l using (tenant_id, return_id)
                              where r.tenant_id = @tenant
                                and l.tenant_id = @tenant
                                and r.shift_id = d.shift_id
                              group by l.tax_rate
                              union all
                             select false, 'returnTender', p.method, count(*), sum(p.amount), 0, 0, 0
                               from sales.sale_return as r
                               join sales.refund as p using (tenant_id, return_id)
                              where r.tenant_id = @tenant
                                and p.tenant_id = @tenant
                                and r.shift_id = d.shift_id
                              group by p.method
                              union all
                             select false, 'returnCash', '', 0, sum(p.amount), 0, 0, 0
                               from sales.sale_return as r
                               join sales.refund as p using (tenant_id, return_id)
                              where r.tenant_id = @tenant
                                and p.tenant_id = @tenant
                                and r.shift_id = d.shift_id
                                and p.rounding = 'asCash'
                              union all
                             select false, kind, '', count(*), sum(amount), 0, 0, 0
                               from sales.cash_movement
                              where tenant_id = @tenant
                                and shift_id = d.shift_id
                              group by kind
                             ) as told
                       group by kind, key
                      having sum(case when is_kept then -count else count end) <> 0
                          or sum(case when is_kept then -amount else amount end) <> 0
                          or sum(case when is_kept then -net else net end) <> 0
                          or sum(case when is_kept then -tax else tax end) <> 0
                          or sum(case when is_kept then -rounding else rounding end) <> 0
                      ) as t
                union all
               select 'sales.shifts_expect_what_moved', 'shift ' || d.shift_id, e.expected, d.expected::numeric
                 from (select d.float_amount + coalesce(sum(case
                                when kind in ('saleCash', 'in') then amount
                                when kind in ('returnCash', 'voidCash', 'out', 'drop') then -amount
                                else 0
                              end), 0) as expected
                         from sales.shift_total
                        where tenant_id = @tenant
                          and shift_id = d.shift_id) as e
                where d.status <> 'open'
                  and e.expected <> d.expected
                union all
               select 'sales.z_reports_are_chained', 'shift ' || d.shift_id || ', which has no Z report', 1, 0
                where d.status = 'closed'
                  and not exists (select
                                    from sales.z_report
                                   where tenant_id = @tenant
                                     and shift_id = d.shift_id)
                union all
               select 'sales.z_reports_are_chained', 'terminal ' || z.terminal_id || ', Z report ' || z.sequence, 1, 0
                 from sales.z_report as z
                where z.tenant_id = @tenant
                  and z.shift_id = d.shift_id
                  and (z.hash <> sha256(z.content)
                       or d.status <> 'closed'
                       or position(convert_to('"sequence":' || z.sequence || ',', 'UTF8') in z.content) = 0
                       or position(convert_to('"counted":' || d.counted || ',', 'UTF8') in z.content) = 0
                       or position(convert_to('"expected":' || d.expected || ',', 'UTF8') in z.content) = 0
                       or (z.sequence > 1
                           and (position(convert_to('"previousHash":"' || encode(z.previous_hash, 'hex') || '"', 'UTF8') in z.content) = 0
                                or not exists (select
                                                 from sales.z_report
                                                where tenant_id = @tenant
                                                  and terminal_id = z.terminal_id
                                                  and sequence = z.sequence - 1
                                                  and hash = z.previous_hash))))
        """;

    private const string Columns = "select d.shift_id, d.status, d.float_amount, d.counted, d.expected";

    // Those that are not proven yet or did not stand, and two neighbours from any place.
    private const string CheckSql =
        """
            with document as (
            """
        + "\n"
        + Columns
        + """

                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select shift_id, status, float_amount, counted, expected
                          from sales.shift
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and (proven_at is null or not is_whole))
                        union
                       (select shift_id, status, float_amount, counted, expected
                          from sales.shift
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and shift_id >= @Anywhere
                         order by shift_id
                         limit 1)
                        union
                       (select shift_id, status, float_amount, counted, expected
                          from sales.shift
                         where tenant_id = @tenant
                           and store_id = mine.store_id
                           and shift_id < @Anywhere
                         order by shift_id desc
                         limit 1)
                       ) as d
            )
            select w.law, coalesce(w.subject, '') as subject, coalesce(w.expected, 0) as expected, coalesce(w.actual, 0) as actual
              from document as d
             cross join lateral (
            """
        + "\n"
        + Wrong
        + """

                   ) as w
             order by w.law, w.subject
             limit 300
            """;

    private const string Old =
        """
            with old as (
            """
        + "\n"
        + Columns
        + """

                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select shift_id, status, float_amount, counted, expected
                         from sales.shift
                        where tenant_id = @tenant
                          and store_id = mine.store_id
            """;

    private const string Proven =
        """

                       ) as d
                 limit @Shifts
            ), proven as (
                select d.shift_id, not exists (
            """
        + "\n"
        + Wrong
        + """

                       ) as is_whole
                  from old as d
            )
            update sales.shift as d
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where d.tenant_id = @tenant
               and d.shift_id = p.shift_id
            """;

    private const string SealSql =
        Old
        + """

                          and proven_at is null
                          and status = 'closed'
                        order by shift_id
                        limit @Shifts
                          for update skip locked
            """
        + Proven;

    private const string ProveSql =
        Old
        + """

                          and proven_at < @Since
                        order by proven_at
                        limit @Shifts
                          for update skip locked
            """
        + Proven;

    private const string UnprovenSql = """
        select coalesce(sum((select count(*)
                               from sales.shift
                              where tenant_id = @tenant
                                and store_id = mine.store_id
                                and proven_at < @Since)), 0)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
        """;

    private const string ProvenSinceSql = """
        select min(p.proven_at)
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from sales.shift
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
        var found = db.Defer<Broken>(CheckSql, new { Anywhere = Guid.NewGuid() });
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        return async () =>
        {
            var broken = (await found.ToListAsync(ct)).ToLookup(
                b => b.Law,
                b => new LawViolation(b.Subject, b.Expected, b.Actual),
                StringComparer.Ordinal
            );
            return new LawReport(
                [
                    Finding(
                        "sales.shift_totals_equal_rows",
                        "What a shift has added up is what was sold, taken back, voided and moved in it."
                    ),
                    Finding("sales.shifts_expect_what_moved", "What is expected in a drawer is its float and what came, less what went."),
                    Finding(
                        "sales.z_reports_are_chained",
                        "The Z reports of a terminal have no gaps, and each holds the hash of the one before."
                    ),
                ],
                await provenSince.SingleAsync(ct)
            );

            LawFinding Finding(string law, string statement) => new(law, statement, [.. broken[law].Take(100)]);
        };
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct) =>
        await db.ExecuteAsync(SealSql, new { Shifts = ShiftsPerStep, Now = clock.GetUtcNow() }, ct) > 0;

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var proven = await db.ExecuteAsync(
            ProveSql,
            new
            {
                Since = since,
                Shifts = ShiftsPerStep,
                Now = clock.GetUtcNow(),
            },
            ct
        );
        return new ProofStep(proven, await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct));
    }

    private sealed record Broken(string Law, string Subject, decimal Expected, decimal Actual);
}
