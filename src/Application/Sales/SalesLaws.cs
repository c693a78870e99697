using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Published by Sales: what must hold inside every sale, and that what was sealed stays as it was.</summary>
/// <remarks>
/// A run is some of a till's sales by their count. The counter is locked until a sale is committed: who sees one number sees
/// all below it, so nothing under way can slip behind a seal. A void changes nothing that a law or a checksum asks for.
/// </remarks>
public sealed class SalesLaws(IDb db, ReturnLaws returns, ShiftLaws shifts, FigureLaws figures, TimeProvider clock) : ILaws
{
    private const int SalesPerRun = 250;
    private const int RunsPerStep = 20;

    // What a till has sold is sealed when it fills a run, or when the first of it is so old.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    // Each till, and where its sealed sales end. The tills are found by leaps through their index, since they are not ours to list.
    private const string TailSql = """
        with recursive till as (
            select mine.store_id, first.terminal_id
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select terminal_id
                     from sales.sale
                    where tenant_id = @tenant
                      and store_id = mine.store_id
                    order by terminal_id
                    limit 1
                   ) as first
             union all
            select t.store_id, next.terminal_id
              from till as t
             cross join lateral (
                   select terminal_id
                     from sales.sale
                    where tenant_id = @tenant
                      and store_id = t.store_id
                      and terminal_id > t.terminal_id
                    order by terminal_id
                    limit 1
                   ) as next
        ), tail as materialized (
            select t.store_id, t.terminal_id, coalesce(last.through_sequence, 0) as after_sequence
              from till as t
              left join lateral (
                   select through_sequence
                     from sales.seal
                    where tenant_id = @tenant
                      and store_id = t.store_id
                      and terminal_id = t.terminal_id
                    order by after_sequence desc
                    limit 1
                   ) as last on true
        )
        """;

    // What each law asks of each sale of each run, and what of it must never change. Sales of the binary that kept no count end in
    // it; what ends in none is behind everything, and one too many. A run's first day is held against the last one before it,
    // which is hardly ever further than the sale before: only that binary's sales have no zone, and they keep no order.
    private const string FactsSql = """

        , told as (
            select r.terminal_id, r.after_sequence, s.sequence, s.sale_id, s.number, s.net, s.tax, s.total, s.rounding, s.paid, s.change,
                   s.has_rule, s.days, l.is_dearer_or_cheaper, l.net as lines_net, l.tax as lines_tax, l.gross as lines_gross, t.tendered, t.changing, t.cash,
                   case
                     when not s.has_rule then null
                     when e.part <= 0 or (s.is_distance_sale and s.excludes) then 0
                     when e.part < s.small and s.then_rule = 'exact' then 0
                     when e.part < s.small and s.then_rule = 'oneStep' then s.step - e.part
                     when e.part % s.step = 0 then 0
                     when s.direction = 'up' then s.step - e.part % s.step
                     when s.direction = 'down' then -(e.part % s.step)
                     when 2 * (e.part % s.step) > s.step or (2 * (e.part % s.step) = s.step and s.tie = 'up') then s.step - e.part % s.step
                     else -(e.part % s.step)
                   end as rule_rounding,
                   ('x' || left(md5(s.content || '|' || coalesce(l.content, '') || '|' || coalesce(t.content, '')), 15)
                   )::bit(60)::bigint as checksum
              from run as r
              left join lateral (
                   select business_date
                     from (
                          select sequence, business_date, time_zone
                            from sales.sale
                           where tenant_id = @tenant
                             and store_id = r.store_id
                             and terminal_id = r.terminal_id
                             and sequence <= r.after_sequence
                           order by sequence desc
                           limit 250
                          ) as near
                    where time_zone is not null
                    order by sequence desc
                    limit 1
                   ) as before on true
             cross join lateral (
                   select sequence, sale_id, number, tax_mode, net, tax, total, rounding, paid, change, is_distance_sale,
                          cash_rounding is not null as has_rule,
                          (cash_rounding ->> 'step')::bigint as step,
                          cash_rounding ->> 'tie' as tie,
                          cash_rounding ->> 'direction' as direction,
                          cash_rounding ->> 'appliesTo' as applies_to,
                          (cash_rounding ->> 'excludesDistanceSales')::boolean as excludes,
                          (cash_rounding -> 'below' ->> 'amount')::bigint as small,
                          cash_rounding -> 'below' ->> 'then' as then_rule,
                          case when time_zone is not null
                               then business_date
                                    - coalesce(lag(business_date) over (partition by time_zone is null order by sequence),
                                        before.business_date)
                          end as days,
                          concat_ws('|', sale_id, number, currency, tax_mode, net, tax, total, rounding, cash_rounding, is_distance_sale,
                          paid,
                                    change, business_date - date '2000-01-01', time_zone, day_ends_at, extract(epoch from sold_at), sold_by
                          ) as content
                     from (
                          select sequence, sale_id, number, currency, tax_mode, net, tax, total, rounding, cash_rounding, is_distance_sale,
                                 paid,
                                 change, business_date, time_zone, day_ends_at, sold_at, sold_by
                            from sales.sale
                           where tenant_id = @tenant
                             and store_id = r.store_id
                             and terminal_id = r.terminal_id
                             and sequence > r.after_sequence
                             and sequence <= r.through_sequence
                           union all
                          select substring(number from '[0-9]+$')::bigint, sale_id, number, currency, tax_mode, net, tax, total, rounding,
                                 cash_rounding, is_distance_sale, paid, change, business_date, time_zone, day_ends_at, sold_at, sold_by
                            from sales.sale
                           where tenant_id = @tenant
                             and store_id = r.store_id
                             and terminal_id = r.terminal_id
                             and sequence is null
                             and coalesce(substring(number from '[0-9]+$')::bigint, 9223372036854775807) > r.after_sequence
                             and coalesce(substring(number from '[0-9]+$')::bigint, 9223372036854775807) <= r.through_sequence
                          ) as counted
                   ) as s
             cross join lateral (
                   select sum(net) as net, sum(tax) as tax, sum(gross) as gross,
                          -- Not of lines that were recorded without saying what their prices contain.
                          bool_or(
                              case s.tax_mode when 'inclusive' then gross when 'exclusive' then net end
                              <> coalesce(label_price, round(quantity * unit_price)) - discount
                              or (discounts is not null
                                  and discount <> (select sum((part ->> 'amount')::bigint) from jsonb_array_elements(discounts) as part))
                          ) as is_dearer_or_cheaper,
                          string_agg(concat_ws('|', line_number, variant_id, quantity, unit_price, tax_rate, net, tax, gross), ';'
                                     order by line_number) as content
                     from sales.sale_line
                    where tenant_id = @tenant
                      and sale_id = s.sale_id
                   ) as l
             cross join lateral (
                   select count(*) as tenders, coalesce(sum(amount), 0) as tendered,
                          coalesce(sum(amount) filter (where does.gives_change), 0) as changing,
                          coalesce(sum(amount) filter (where does.rounding = 'asCash'), 0) as cash,
                          coalesce(sum(amount) filter (where does.rounding = 'withTheTotal'), 0) as card,
                          coalesce(sum(amount) filter (where does.rounding = 'never'), 0) as exact,
                          string_agg(concat_ws('|', tender_number, method, p.gives_change, p.rounding, amount),
                          ';' order by tender_number) as content
                     from sales.tender as p
                     -- What the releases before called cash, card and other did what those do now at first.
                    cross join lateral (
                          select coalesce(p.gives_change, p.method = 'cash') as gives_change,
                                 coalesce(p.rounding, case p.method when 'cash' then 'asCash' when 'card' then 'withTheTotal'
                                     else 'never' end) as rounding
                          ) as does
                    where p.tenant_id = @tenant
                      and p.sale_id = s.sale_id
                   ) as t
             -- What of the total the rule that is kept with the sale rounds.
             cross join lateral (
                   select case s.applies_to
                            when 'allTenders' then s.total - t.exact
                            when 'whollyCash' then case when t.exact + t.card = 0 then s.total else 0 end
                            else case when t.cash > 0 or t.tenders = 0 then s.total - t.exact - t.card else 0 end
                          end as part
                   ) as e
        ), fact as (
            select terminal_id, after_sequence, sequence, 'sale ' || number || ' (' || sale_id || ')' as subject, net, tax, total, rounding,
                   change, has_rule, coalesce(days, 0) as days, lines_net, lines_tax, lines_gross, tendered, changing, rule_rounding,
                   checksum,
                   coalesce(is_dearer_or_cheaper, false) as breaks_prices,
                   (net, tax, total) is distinct from (lines_net, lines_tax, lines_gross) as breaks_lines,
                   tendered - change <> total + rounding or tendered <> paid as breaks_tenders,
                   change > changing as breaks_change,
                   not has_rule and rounding <> 0 and cash = 0 as breaks_rounding,
                   has_rule and rounding is distinct from rule_rounding as breaks_rule,
                   coalesce(days < 0, false) as breaks_days
              from told
        )
        """;

    private const string CountedSql = """

        , counted as (
            select r.seal_id, r.store_id, r.terminal_id, r.after_sequence, r.through_sequence, r.checksum as sealed,
                   case when r.seal_id is null then coalesce(max(f.sequence), r.after_sequence) else r.through_sequence end
                   - r.after_sequence as wanted,
                   count(f.subject) as sales, count(distinct f.sequence) as numbers, coalesce(sum(f.checksum), 0) as checksum,
                   coalesce(bool_and(not (f.breaks_lines or f.breaks_prices or f.breaks_tenders or f.breaks_change or f.breaks_rounding
                                          or f.breaks_rule or f.breaks_days)), true) as is_sound
              from run as r
              left join fact as f using (terminal_id, after_sequence)
             group by r.seal_id, r.store_id, r.terminal_id, r.after_sequence, r.through_sequence, r.checksum
        )
        """;

    private const string CheckSql =
        TailSql
        + """

            , run as (
                select null::uuid as seal_id, store_id, terminal_id, after_sequence, 9223372036854775807 as through_sequence,
                       null::numeric as checksum
                  from tail
                 union
                (select b.seal_id, b.store_id, b.terminal_id, b.after_sequence, b.through_sequence, b.checksum
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum
                         from sales.seal
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                          and not is_whole
                        order by seal_id
                        limit 20
                       ) as b
                 limit 20)
                 union
                (select a.seal_id, a.store_id, a.terminal_id, a.after_sequence, a.through_sequence, a.checksum
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum
                         from sales.seal
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                          and seal_id >= @Anywhere
                        order by seal_id
                        limit 1)
                        union all
                       (select seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum
                         from sales.seal
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                          and seal_id < @Anywhere
                        order by seal_id
                        limit 1)
                       ) as a
                 order by a.seal_id < @Anywhere, a.seal_id
                 limit 1)
            )
            """
        + FactsSql
        + CountedSql
        + """

            , finding as (
                select 'sales.lines_equal_total' as law, subject, coalesce(lines_gross, 0)::numeric as expected, total::numeric as actual
                  from fact
                 where breaks_lines
                 union all
                select 'sales.lines_follow_their_prices', subject, 0, 1
                  from fact
                 where breaks_prices
                 union all
                select 'sales.tenders_equal_total', subject, (total + rounding)::numeric, (tendered - change)::numeric
                  from fact
                 where breaks_tenders
                 union all
                select 'sales.change_is_cash', subject, changing::numeric, change::numeric
                  from fact
                 where breaks_change
                 union all
                select 'sales.rounding_is_of_cash', subject, 0, rounding::numeric
                  from fact
                 where breaks_rounding
                 union all
                select 'sales.rounding_follows_its_rule', subject, coalesce(rule_rounding, 0)::numeric, rounding::numeric
                  from fact
                 where breaks_rule
                 union all
                select 'sales.days_never_go_back', subject, 0, days::numeric
                  from fact
                 where breaks_days
                 union all
                select 'sales.numbers_without_gaps', 'terminal ' || terminal_id, (after_sequence + wanted)::numeric,
                       (after_sequence + case when numbers = wanted then sales else numbers end)::numeric
                  from counted
                 where sales <> wanted
                    or numbers <> wanted
                 union all
                select 'sales.sealed_sales_stand', 'terminal ' || terminal_id || ',
                       sales ' || after_sequence + 1 || ' to ' || through_sequence,
                       sealed, checksum
                  from counted
                 where sealed <> checksum
                 union all
                select 'sales.sealed_sales_stand', 'more runs that did not stand when they were proven last', 0, count(*) - 20
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select seal_id
                         from sales.seal
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                          and not is_whole
                       ) as b
                having count(*) > 20
            )
            select law, coalesce(subject, '') as subject, expected, actual
              from (
                   select law, subject, expected, actual, row_number() over (partition by law order by subject) as place
                     from finding
                   ) as placed
             where place <= 100
             order by law, subject
            """;

    private const string SealSql =
        TailSql
        + """

            , run as (
                select null::uuid as seal_id, t.store_id, t.terminal_id, t.after_sequence, next.through_sequence, null::numeric as checksum
                  from tail as t
                 cross join lateral (
                       select max(sequence) as through_sequence
                         from (
                              select sequence, sold_at
                                from sales.sale
                               where tenant_id = @tenant
                                 and store_id = t.store_id
                                 and terminal_id = t.terminal_id
                                 and sequence > t.after_sequence
                               order by sequence
                               limit @SalesPerRun
                              ) as following
                       having count(*) = @SalesPerRun
                           or min(sold_at) < @RestedAt
                       ) as next
                 limit @Runs
            )
            """
        + FactsSql
        + CountedSql
        + """

            insert into sales.seal (seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum, is_whole, sealed_at,
                   proven_at)
            select md5(concat_ws('|', 'sales', terminal_id, after_sequence))::uuid, store_id, terminal_id, after_sequence, through_sequence,
                   checksum, is_sound and sales = wanted and numbers = wanted, @Now, @Now
              from counted
             order by store_id, terminal_id
                on conflict (tenant_id, store_id, terminal_id, after_sequence) do nothing
            """;

    // Those that were not proven for longest, and that no other proof is at. The checksum stays: it is what they are held against.
    private const string ProveSql =
        """
            with run as (
                select s.seal_id, s.store_id, s.terminal_id, s.after_sequence, s.through_sequence, s.checksum
                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum
                         from sales.seal
                        where tenant_id = @tenant
                          and store_id = mine.store_id
                          and proven_at < @Since
                        order by proven_at
                        limit @Runs
                          for update skip locked
                       ) as s
                 limit @Runs
            )
            """
        + FactsSql
        + CountedSql
        + """

            update sales.seal as s
               set proven_at = @Now,
                   is_whole = c.is_sound and c.sales = c.wanted and c.numbers = c.wanted and c.checksum = c.sealed
              from counted as c
             where s.tenant_id = @tenant
               and s.seal_id = c.seal_id
            """;

    private const string UnprovenSql = """
        select count(s.seal_id)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select seal_id
                 from sales.seal
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and proven_at < @Since
               ) as s
        """;

    private const string ProvenSinceSql = """
        select min(s.proven_at)
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from sales.seal
                where tenant_id = @tenant
                  and store_id = mine.store_id
                order by proven_at
                limit 1
               ) as s
        """;

    public async Task<LawReport> CheckAsync(CancellationToken ct)
    {
        // A place like any other among the seals: no two checks need look at the same ones.
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        var back = returns.Ask(ct);
        var drawers = shifts.Ask(ct);
        var days = figures.Ask(ct);
        var broken = (await db.QueryAsync<Broken>(CheckSql, new { Anywhere = Guid.NewGuid() }, ct)).ToLookup(
            b => b.Law,
            b => new LawViolation(b.Subject, b.Expected, b.Actual),
            StringComparer.Ordinal
        );
        var returned = await back();
        var drawn = await drawers();
        var added = await days();
        var since = await provenSince.SingleAsync(ct);
        return new LawReport(
            [
                .. returned.Findings,
                .. drawn.Findings,
                .. added.Findings,
                Finding("sales.lines_equal_total", "The lines of a sale add up to its net, tax and total."),
                Finding(
                    "sales.lines_follow_their_prices",
                    "A line comes to its price times its quantity, less what discounts took off it."
                ),
                Finding("sales.tenders_equal_total", "What was tendered, less the change, is the total with its cash rounding."),
                Finding("sales.change_is_cash", "Change is given only for tenders that give it."),
                Finding("sales.rounding_is_of_cash", "What was rounded before rules were kept was paid in cash."),
                Finding("sales.rounding_follows_its_rule", "A sale is rounded by the rule that is kept with it."),
                Finding("sales.days_never_go_back", "Along the numbers of a terminal, business days never go back."),
                Finding("sales.numbers_without_gaps", "The sale numbers of a terminal have no gaps."),
                Finding("sales.sealed_sales_stand", "Sales that were sealed are what they were then."),
            ],
            // Whichever was longest ago; where nothing is sealed there is none.
            new[] { returned.ProvenSince, drawn.ProvenSince, added.ProvenSince, since }.Min()
        );

        LawFinding Finding(string law, string statement) => new(law, statement, [.. broken[law]]);
    }

    public async Task<bool> SealAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isMoreLeft = await returns.SealAsync(ct) | await shifts.SealAsync(ct);
        return await db.ExecuteAsync(
                SealSql,
                new
                {
                    SalesPerRun,
                    RestedAt = now - Rest,
                    Runs = RunsPerStep,
                    Now = now,
                },
                ct
            ) > 0
            || isMoreLeft;
    }

    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var back = await returns.ProveAsync(since, ct);
        var drawn = await shifts.ProveAsync(since, ct);
        var added = await figures.ProveAsync(since, ct);
        var runs = await db.ExecuteAsync(
            ProveSql,
            new
            {
                Since = since,
                Runs = RunsPerStep,
                Now = clock.GetUtcNow(),
            },
            ct
        );
        var left = await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct);
        return new ProofStep(runs + back.Proven + drawn.Proven + added.Proven, left + back.Left + drawn.Left + added.Left);
    }

    private sealed record Broken(string Law, string Subject, decimal Expected, decimal Actual);
}
