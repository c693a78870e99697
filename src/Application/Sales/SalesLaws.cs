using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Published by Sales: what must hold inside every sale.</summary>
public sealed class SalesLaws(IDb db) : ILaws
{
    private const string LinesSql =
        """
        select 'sale ' || s.number || ' (' || s.sale_id || ')' as subject, coalesce(l.gross, 0)::numeric as expected, s.total::numeric as actual
          from sales.sale as s
          left join (
                select sale_id, sum(net) as net, sum(tax) as tax, sum(gross) as gross
                  from sales.sale_line
                 where tenant_id = @tenant
                 group by sale_id
               ) as l using (sale_id)
         where s.tenant_id = @tenant
           and (s.net, s.tax, s.total) is distinct from (l.net, l.tax, l.gross)
         order by s.sale_id
         limit 100
        """;

    private const string TendersSql =
        """
        select 'sale ' || s.number || ' (' || s.sale_id || ')' as subject, (s.total + s.rounding)::numeric as expected, (coalesce(t.tendered, 0) - s.change)::numeric as actual
          from sales.sale as s
          left join (
                select sale_id, sum(amount) as tendered
                  from sales.tender
                 where tenant_id = @tenant
                 group by sale_id
               ) as t using (sale_id)
         where s.tenant_id = @tenant
           and (coalesce(t.tendered, 0) - s.change <> s.total + s.rounding or coalesce(t.tendered, 0) <> s.paid)
         order by s.sale_id
         limit 100
        """;

    private const string ChangeSql =
        """
        select 'sale ' || s.number || ' (' || s.sale_id || ')' as subject, coalesce(t.cash, 0)::numeric as expected, s.change::numeric as actual
          from sales.sale as s
          left join (
                select sale_id, sum(amount) as cash
                  from sales.tender
                 where tenant_id = @tenant
                   and method = 'cash'
                 group by sale_id
               ) as t using (sale_id)
         where s.tenant_id = @tenant
           and s.change > coalesce(t.cash, 0)
         order by s.sale_id
         limit 100
        """;

    // A sale from before rules were kept has rounded nothing but cash.
    private const string RoundingSql =
        """
        select 'sale ' || s.number || ' (' || s.sale_id || ')' as subject, 0::numeric as expected, s.rounding::numeric as actual
          from sales.sale as s
         where s.tenant_id = @tenant
           and s.rounding <> 0
           and s.cash_rounding is null
           and not exists (select
                             from sales.tender as t
                            where t.tenant_id = @tenant
                              and t.sale_id = s.sale_id
                              and t.method = 'cash')
         order by s.sale_id
         limit 100
        """;

    // The rule that is kept with the sale, told once more: what of the total it rounds, and to what.
    private const string RuleSql =
        """
        select 'sale ' || number || ' (' || sale_id || ')' as subject, coalesce(expected, 0)::numeric as expected, rounding::numeric as actual
          from (
                select sale_id, number, rounding,
                       case
                         when part <= 0 or (is_distance_sale and excludes) then 0
                         when part < small and then_rule = 'exact' then 0
                         when part < small and then_rule = 'oneStep' then step - part
                         when part % step = 0 then 0
                         when direction = 'up' then step - part % step
                         when direction = 'down' then -(part % step)
                         when 2 * (part % step) > step or (2 * (part % step) = step and tie = 'up') then step - part % step
                         else -(part % step)
                       end as expected
                  from (
                        select s.sale_id, s.number, s.rounding, s.is_distance_sale,
                               (s.cash_rounding ->> 'step')::bigint as step,
                               s.cash_rounding ->> 'tie' as tie,
                               s.cash_rounding ->> 'direction' as direction,
                               (s.cash_rounding ->> 'excludesDistanceSales')::boolean as excludes,
                               (s.cash_rounding -> 'below' ->> 'amount')::bigint as small,
                               s.cash_rounding -> 'below' ->> 'then' as then_rule,
                               case s.cash_rounding ->> 'appliesTo'
                                 when 'allTenders' then s.total - coalesce(t.exact, 0)
                                 when 'whollyCash' then case when coalesce(t.exact + t.card, 0) = 0 then s.total else 0 end
                                 else case when coalesce(t.cash, 0) > 0 or t.sale_id is null then s.total - coalesce(t.exact + t.card, 0) else 0 end
                               end as part
                          from sales.sale as s
                          left join (
                                select sale_id,
                                       coalesce(sum(amount) filter (where method = 'cash'), 0) as cash,
                                       coalesce(sum(amount) filter (where method = 'card'), 0) as card,
                                       coalesce(sum(amount) filter (where method not in ('cash', 'card')), 0) as exact
                                  from sales.tender
                                 where tenant_id = @tenant
                                 group by sale_id
                               ) as t using (sale_id)
                         where s.tenant_id = @tenant
                           and s.cash_rounding is not null
                       ) as rule
               ) as judged
         where rounding is distinct from expected
         order by sale_id
         limit 100
        """;

    // Along a till's numbers its business days never go back.
    private const string DaysSql =
        """
        select 'sale ' || number || ' (' || sale_id || ')' as subject, 0::numeric as expected, days::numeric as actual
          from (
                select sale_id, number, business_date - lag(business_date) over (partition by terminal_id order by sequence) as days
                  from sales.sale
                 where tenant_id = @tenant
                   and time_zone is not null
               ) as ordered
         where days < 0
         order by sale_id
         limit 100
        """;

    // Of numbers that were written without their count, all end in it.
    private const string NumbersSql =
        """
        select 'terminal ' || terminal_id as subject, coalesce(max(sequence), 0)::numeric as expected, count(*)::numeric as actual
          from (
                select terminal_id, coalesce(sequence, substring(number from '[0-9]+$')::bigint) as sequence
                  from sales.sale
                 where tenant_id = @tenant
               ) as numbered
         group by terminal_id
        having coalesce(max(sequence), 0) <> count(*)
         order by terminal_id
         limit 100
        """;

    public async Task<IReadOnlyList<LawFinding>> CheckAsync(CancellationToken ct)
    {
        var lines = db.Defer<LawViolation>(LinesSql);
        var tenders = db.Defer<LawViolation>(TendersSql);
        var change = db.Defer<LawViolation>(ChangeSql);
        var rounding = db.Defer<LawViolation>(RoundingSql);
        var rule = db.Defer<LawViolation>(RuleSql);
        var days = db.Defer<LawViolation>(DaysSql);
        var numbers = db.Defer<LawViolation>(NumbersSql);
        return
        [
            new LawFinding("sales.lines_equal_total", "The lines of a sale add up to its net, tax and total.", await lines.ToListAsync(ct)),
            new LawFinding("sales.tenders_equal_total", "What was tendered, less the change, is the total with its cash rounding.", await tenders.ToListAsync(ct)),
            new LawFinding("sales.change_is_cash", "Change is given for cash only.", await change.ToListAsync(ct)),
            new LawFinding("sales.rounding_is_of_cash", "What was rounded before rules were kept was paid in cash.", await rounding.ToListAsync(ct)),
            new LawFinding("sales.rounding_follows_its_rule", "A sale is rounded by the rule that is kept with it.", await rule.ToListAsync(ct)),
            new LawFinding("sales.days_never_go_back", "Along the numbers of a terminal, business days never go back.", await days.ToListAsync(ct)),
            new LawFinding("sales.numbers_without_gaps", "The sale numbers of a terminal have no gaps.", await numbers.ToListAsync(ct)),
        ];
    }
}
