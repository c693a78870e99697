namespace PosCommerce.Application.Sales;

/// <summary>
/// What a day <c>d</c> of a store came to, from the sales and returns themselves, and the same from its figures where they are kept: one
/// text for whoever adds a day up, whoever reads it and whoever proves it, so that they cannot disagree.
/// </summary>
/// <remarks>
/// What was voided was sold before: it counts as both, of the day and the person of the sale. A return is of the store, the day and the
/// person that took it back. The time is a quarter of an hour since 1970 and the zone of the document: which hour of the shop that was
/// no statement reckons, and all zones are whole quarters off.
/// </remarks>
internal static class DayFigures
{
    // Every document, with what its lines came to.
    private const string Documents = """
               select k.kind, k.key, x.act, x.currency, '' as code, '' as name, count(*) as documents, sum(x.units) as units,
                      sum(x.net) as net, sum(x.tax) as tax, sum(x.gross) as gross, sum(x.discount) as discount, sum(x.change) as change,
                      sum(x.rounding) as rounding
                 from (
                      select a.act, s.currency, s.terminal_id, s.sold_by as person_id, s.customer_id, s.sold_at as done_at, s.time_zone,
                             l.units, s.net, s.tax, s.total as gross, l.discount, s.change, s.rounding
                        from sales.sale as s
                       cross join lateral (
                             select coalesce(sum(quantity), 0) as units, coalesce(sum(discount), 0) as discount
                               from sales.sale_line
                              where tenant_id = @tenant
                                and sale_id = s.sale_id
                             ) as l
                        join (values ('sale'), ('void')) as a (act) on a.act = 'sale' or s.status = 'voided'
                       where s.tenant_id = @tenant
                         and s.store_id = d.store_id
                         and s.business_date = d.business_date
                       union all
                      select 'return', r.currency, r.terminal_id, r.returned_by, r.customer_id, r.returned_at, r.time_zone,
                             l.units, r.net, r.tax, r.total, 0, 0, r.rounding
                        from sales.sale_return as r
                       cross join lateral (
                             select coalesce(sum(quantity), 0) as units
                               from sales.sale_return_line
                              where tenant_id = @tenant
                                and return_id = r.return_id
                             ) as l
                       where r.tenant_id = @tenant
                         and r.to_store_id = d.store_id
                         and r.business_date = d.business_date
                      ) as x
                cross join lateral (
                      values ('total', ''), ('cashier', x.person_id::text), ('terminal', x.terminal_id::text),
                             ('customer', coalesce(x.customer_id::text, '')),
                             ('time', floor(extract(epoch from x.done_at) / 900)::bigint::text || ' ' || coalesce(x.time_zone, ''))
                      ) as k (kind, key)
                group by k.kind, k.key, x.act, x.currency
        """;

    // Every line; what an article is called is what it was called last.
    private const string Lines = """
               select k.kind, k.key, x.act, x.currency,
                      case k.kind when 'product' then (array_agg(x.sku order by x.done_at desc, x.line_number))[1] else '' end as code,
                      case k.kind when 'product' then (array_agg(x.name order by x.done_at desc, x.line_number))[1] else '' end as name,
                      count(distinct x.document_id) as documents, sum(x.units) as units, sum(x.net) as net, sum(x.tax) as tax,
                      sum(x.gross) as gross, sum(x.discount) as discount, 0 as change, 0 as rounding
                 from (
                      select a.act, s.currency, s.sale_id as document_id, s.sold_at as done_at, l.line_number, l.variant_id, l.sku, l.name,
                             l.tax_rate, l.quantity as units, l.net, l.tax, l.gross, l.discount
                        from sales.sale as s
                        join sales.sale_line as l using (tenant_id, sale_id)
                        join (values ('sale'), ('void')) as a (act) on a.act = 'sale' or s.status = 'voided'
                       where s.tenant_id = @tenant
                         and l.tenant_id = @tenant
                         and s.store_id = d.store_id
                         and s.business_date = d.business_date
                       union all
                      select 'return', r.currency, r.return_id, r.returned_at, l.line_number, l.variant_id, l.sku, l.name, l.tax_rate,
                             l.quantity, l.net, l.tax, l.gross, 0
                        from sales.sale_return as r
                        join sales.sale_return_line as l using (tenant_id, return_id)
                       where r.tenant_id = @tenant
                         and l.tenant_id = @tenant
                         and r.to_store_id = d.store_id
                         and r.business_date = d.business_date
                      ) as x
                cross join lateral (values ('product', x.variant_id::text), ('tax', trim_scale(x.tax_rate)::text)) as k (kind, key)
                group by k.kind, k.key, x.act, x.currency
        """;

    private const string Tenders = """
               select 'tender' as kind, x.method as key, x.act, x.currency, '' as code, '' as name, count(*) as documents, 0 as units,
                      0 as net, 0 as tax, sum(x.amount) as gross, 0 as discount, 0 as change, 0 as rounding
                 from (
                      select a.act, s.currency, p.method, p.amount
                        from sales.sale as s
                        join sales.tender as p using (tenant_id, sale_id)
                        join (values ('sale'), ('void')) as a (act) on a.act = 'sale' or s.status = 'voided'
                       where s.tenant_id = @tenant
                         and p.tenant_id = @tenant
                         and s.store_id = d.store_id
                         and s.business_date = d.business_date
                       union all
                      select 'return', r.currency, p.method, p.amount
                        from sales.sale_return as r
                        join sales.refund as p using (tenant_id, return_id)
                       where r.tenant_id = @tenant
                         and p.tenant_id = @tenant
                         and r.to_store_id = d.store_id
                         and r.business_date = d.business_date
                      ) as x
                group by x.method, x.act, x.currency
        """;

    // What is looked at, by who did it: lines that a discount or a price of the till's own made cheaper or dearer, voids and returns.
    private const string Exceptions = """
               select 'exception' as kind, x.person_id::text as key, x.act, x.currency, '' as code, '' as name, count(*) as documents,
                      0 as units, 0 as net, 0 as tax, sum(x.amount) as gross, 0 as discount, 0 as change, 0 as rounding
                 from (
                      select c.act, s.sold_by as person_id, s.currency, c.amount
                        from sales.sale as s
                        join sales.sale_line as l using (tenant_id, sale_id)
                       cross join lateral (
                             select 'discount' as act, l.discount::numeric as amount
                              where l.discount <> 0
                             union all
                             select 'override', round((l.list_price - l.unit_price) * l.quantity)
                              where l.list_price is not null
                             ) as c
                       where s.tenant_id = @tenant
                         and l.tenant_id = @tenant
                         and s.store_id = d.store_id
                         and s.business_date = d.business_date
                       union all
                      select 'void', voided_by, currency, total
                        from sales.sale
                       where tenant_id = @tenant
                         and store_id = d.store_id
                         and business_date = d.business_date
                         and status = 'voided'
                       union all
                      select 'return', returned_by, currency, total
                        from sales.sale_return
                       where tenant_id = @tenant
                         and to_store_id = d.store_id
                         and business_date = d.business_date
                      ) as x
                group by x.person_id, x.act, x.currency
        """;

    /// <summary>All figures of a day <c>d</c>.</summary>
    public const string OfDay =
        Documents
        + "\n                union all\n"
        + Lines
        + "\n                union all\n"
        + Tenders
        + "\n                union all\n"
        + Exceptions;

    // Days whose figures are kept are read by them, all others from what happened: of a day without any that is one look at an index. The
    // limits limit nothing: by them each day is looked up by itself, however many there are.
    private const string Kept = """
        with figure as (
            select b.store_id, b.business_date, f.key, f.act, f.currency, f.code, f.name, f.documents, f.units, f.net, f.tax, f.gross,
                   f.discount, f.change, f.rounding
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select store_id, business_date, revision
                     from sales.business_day
                    where tenant_id = @tenant
                      and store_id = mine.store_id
                      and business_date >= @From
                      and business_date <= @To
                      and rolled_at is not null
                    limit @Days + 1
                   ) as b
             cross join lateral (
                   select key, act, currency, code, name, documents, units, net, tax, gross, discount, change, rounding
                     from sales.day_figure
                    where tenant_id = @tenant
                      and store_id = b.store_id
                      and business_date = b.business_date
                      and revision = b.revision
                      and kind = @Kind
                    limit 2147483647
                   ) as f
             where @AllStores or mine.store_id = any (@StoreIds)
             union all
            select d.store_id, d.business_date, r.key, r.act, r.currency, r.code, r.name, r.documents, r.units, r.net, r.tax, r.gross,
                   r.discount, r.change, r.rounding
              from (
                   select mine.store_id, @From + g.day as business_date
                     from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                    cross join generate_series(0, @Days) as g (day)
                    where (@AllStores or mine.store_id = any (@StoreIds))
                      and not exists (select
                                        from sales.business_day
                                       where tenant_id = @tenant
                                         and store_id = mine.store_id
                                         and business_date = @From + g.day
                                         and rolled_at is not null)
                    limit 2147483647
                   ) as d
             cross join lateral (

        """;

    private const string End = """

                   ) as r
             where r.kind = @Kind
        )
        """;

    /// <summary>The figures of one kind over a period: total, time, cashier, terminal or customer.</summary>
    public const string OfDocuments = Kept + Documents + End;

    /// <summary>The same: product or tax.</summary>
    public const string OfLines = Kept + Lines + End;

    /// <summary>The same: tender.</summary>
    public const string OfTenders = Kept + Tenders + End;

    /// <summary>The same: exception.</summary>
    public const string OfExceptions = Kept + Exceptions + End;

    /// <summary>What the figures of one kind come to, by what was done.</summary>
    public const string Turnover = """
        coalesce(sum(t.documents) filter (where t.act = 'sale'), 0)::bigint as sales,
               coalesce(sum(t.units) filter (where t.act = 'sale'), 0) as sales_units,
               coalesce(sum(t.net) filter (where t.act = 'sale'), 0)::bigint as sales_net,
               coalesce(sum(t.tax) filter (where t.act = 'sale'), 0)::bigint as sales_tax,
               coalesce(sum(t.gross) filter (where t.act = 'sale'), 0)::bigint as sales_gross,
               coalesce(sum(t.documents) filter (where t.act = 'void'), 0)::bigint as voids,
               coalesce(sum(t.units) filter (where t.act = 'void'), 0) as voids_units,
               coalesce(sum(t.net) filter (where t.act = 'void'), 0)::bigint as voids_net,
               coalesce(sum(t.tax) filter (where t.act = 'void'), 0)::bigint as voids_tax,
               coalesce(sum(t.gross) filter (where t.act = 'void'), 0)::bigint as voids_gross,
               coalesce(sum(t.documents) filter (where t.act = 'return'), 0)::bigint as returns,
               coalesce(sum(t.units) filter (where t.act = 'return'), 0) as returns_units,
               coalesce(sum(t.net) filter (where t.act = 'return'), 0)::bigint as returns_net,
               coalesce(sum(t.tax) filter (where t.act = 'return'), 0)::bigint as returns_tax,
               coalesce(sum(t.gross) filter (where t.act = 'return'), 0)::bigint as returns_gross,
               coalesce(sum(case t.act when 'void' then -t.discount else t.discount end), 0)::bigint as discount
        """;
}
