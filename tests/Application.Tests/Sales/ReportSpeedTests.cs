using System.Diagnostics;
using NUnit.Framework;
using PosCommerce.Application.Sales;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>What a report of the past costs, beside one sale by its id.</summary>
[NonParallelizable]
public sealed class ReportSpeedTests : ShopTests
{
    private const int Sales = 100_000;

    // The days say that they are rolled up and the copies have no events: neither is a matter of the books here.
    [Test, Category("Stress")]
    public async Task A_month_of_a_hundred_thousand_sales_costs_a_few_reads_of_one()
    {
        var sold = await Shop.SellAsync((60, 1), (61, 2));
        await Shop.ExecuteAsync(
            $"""
            insert into sales.sale (tenant_id, sale_id, store_id, terminal_id, number, currency, net, tax, total, paid, change, rounding,
                   business_date, sold_at, sold_by, tax_mode, time_zone, day_ends_at)
            select tenant_id, gen_random_uuid(), store_id, terminal_id, 'COPY' || n, currency, net, tax, total, paid, change, rounding,
                   '2026-01-01'::date + n % 31, '2026-01-01T10:00Z'::timestamptz + n % 31 * interval '1 day' + n % 600 * interval '1 minute',
                   sold_by, tax_mode, time_zone, day_ends_at
              from sales.sale cross join generate_series(1, {Sales}) as n
             where sale_id = $1
            """,
            sold.SaleId
        );
        await Shop.ExecuteAsync(
            """
            insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate, net,
                   tax, gross)
            select s.tenant_id, s.sale_id, l.line_number, s.store_id, l.variant_id, l.sku, l.name, l.quantity, l.unit_price, l.tax_rate, l.net,
                   l.tax, l.gross
              from sales.sale as s join sales.sale_line as l on l.sale_id = $1
             where s.number like 'COPY%'
            """,
            sold.SaleId
        );
        await Shop.ExecuteAsync(
            """
            insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, gives_change, rounding, amount)
            select s.tenant_id, s.sale_id, t.tender_number, s.store_id, t.method, t.gives_change, t.rounding, t.amount
              from sales.sale as s join sales.tender as t on t.sale_id = $1
             where s.number like 'COPY%'
            """,
            sold.SaleId
        );
        await Shop.ExecuteAsync("analyze sales.sale, sales.sale_line, sales.tender");
        var month = new GetSalesReport(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31));
        var fromRows = await Shop.AskAsync(Shop.Admin, month);
        await Shop.UseCases.Jobs.ScheduleAsync(TimeSpan.FromDays(30), CancellationToken.None);
        await Shop.ExecuteAsync(
            "update app.job set run_at = case kind when 'sales.roll_up_days' then now() else now() + interval '1 day' end"
        );
        await Shop.UseCases.WorkAsync();
        var one = await BestAsync(() => Shop.AskAsync(Shop.Admin, new GetSale(sold.SaleId)));
        var whole = await BestAsync(() => Shop.AskAsync(Shop.Admin, month));
        var products = await BestAsync(() => Shop.AskAsync(Shop.Admin, month with { By = SalesReportBy.Product }));

        var rolled = await Shop.AskAsync(Shop.Admin, month);
        Assert.That(await Shop.ScalarAsync<long>("select count(rolled_at) from sales.business_day"), Is.GreaterThanOrEqualTo(31));
        TestContext.Out.WriteLine($"A sale by its id {one}, a month by day {whole}, by product {products}.");
        Assert.Multiple(() =>
        {
            Assert.That(rolled.Totals.Single().Sales.Count, Is.EqualTo(Sales));
            Assert.That(rolled.Items, Is.EqualTo(fromRows.Items));
            Assert.That(whole, Is.LessThan(one * 20));
            Assert.That(products, Is.LessThan(one * 20));
        });
        await Shop.ExecuteAsync(
            "delete from sales.tender where sale_id in (select sale_id from sales.sale where number like 'COPY%'); delete from sales.sale_line where sale_id in (select sale_id from sales.sale where number like 'COPY%'); delete from sales.sale where number like 'COPY%'; delete from sales.day_figure; delete from sales.business_day"
        );
    }

    private static async Task<TimeSpan> BestAsync(Func<Task> act)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var watch = Stopwatch.StartNew();
            await act();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }
}
