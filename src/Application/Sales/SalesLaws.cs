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

    // Cash is what is rounded, so a sale without any has nothing to round.
    private const string RoundingSql =
        """
        select 'sale ' || s.number || ' (' || s.sale_id || ')' as subject, 0::numeric as expected, s.rounding::numeric as actual
          from sales.sale as s
         where s.tenant_id = @tenant
           and s.rounding <> 0
           and not exists (select
                             from sales.tender as t
                            where t.tenant_id = @tenant
                              and t.sale_id = s.sale_id
                              and t.method = 'cash')
         order by s.sale_id
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
        var numbers = db.Defer<LawViolation>(NumbersSql);
        return
        [
            new LawFinding("sales.lines_equal_total", "The lines of a sale add up to its net, tax and total.", await lines.ToListAsync(ct)),
            new LawFinding("sales.tenders_equal_total", "What was tendered, less the change, is the total with its cash rounding.", await tenders.ToListAsync(ct)),
            new LawFinding("sales.change_is_cash", "Change is given for cash only.", await change.ToListAsync(ct)),
            new LawFinding("sales.rounding_is_of_cash", "Only what is paid in cash is rounded.", await rounding.ToListAsync(ct)),
            new LawFinding("sales.numbers_without_gaps", "The sale numbers of a terminal have no gaps.", await numbers.ToListAsync(ct)),
        ];
    }
}
