using NUnit.Framework;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

public sealed class ListSalesTests : ShopTests
{
    private readonly List<Sale> sold = [];

    [OneTimeSetUp]
    public async Task Sell_something_in_both_stores()
    {
        for (var n = 0; n < 7; n++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            sold.Add(await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(n, 1)], store: 1 + (n % 2))));
        }

        await Shop.AskAsync(Shop.Manager, new VoidSale(sold[0].SaleId, "Voided sales stay in the list"));
        await Shop.AskAsync(Shop.Rival, await Shop.BasketAsync(Shop.Rival, "rival", [(1, 1)]));
    }

    [Test]
    public async Task The_newest_come_first_from_all_stores_in_scope_and_from_no_other()
    {
        var all = await Shop.AskAsync(Shop.Admin, new ListSales());
        var mine = await Shop.AskAsync(Shop.Cashier, new ListSales());

        Assert.Multiple(() =>
        {
            Assert.That(all.Items.Select(s => s.SaleId), Is.EqualTo(Newest(_ => true)));
            Assert.That(all.NextCursor, Is.Null);
            Assert.That(mine.Items.Select(s => s.SaleId), Is.EqualTo(Newest(s => s.StoreId == DemoData.Store("demo"))));
        });
    }

    [Test]
    public async Task A_list_shows_each_sale_as_it_is_on_record()
    {
        var listed = (await Shop.AskAsync(Shop.Admin, new ListSales())).Items[^1];
        var sale = await Shop.AskAsync(Shop.Admin, new GetSale(sold[0].SaleId));

        Assert.That(
            listed,
            Is.EqualTo(
                new SaleSummary(
                    sale.SaleId,
                    sale.Number,
                    SaleStatus.Voided,
                    sale.StoreId,
                    sale.TerminalId,
                    sale.Currency,
                    sale.Net,
                    sale.Tax,
                    sale.Total,
                    sale.BusinessDate,
                    sale.SoldAt,
                    sale.SoldBy
                )
            )
        );
    }

    [Test]
    public async Task A_store_narrows_the_list()
    {
        var here = await Shop.AskAsync(Shop.Admin, new ListSales(DemoData.Store("demo", 2)));
        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, new ListSales(DemoData.Store("demo", 2))));

        Assert.That(here.Items.Select(s => s.SaleId), Is.EqualTo(Newest(s => s.StoreId == DemoData.Store("demo", 2))));
        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.NotFound, "core.store_not_found")));
    }

    [Test]
    public async Task From_is_included_and_to_is_not()
    {
        var page = await Shop.AskAsync(Shop.Admin, new ListSales(From: sold[2].SoldAt, To: sold[5].SoldAt));
        var elsewhere = await Shop.AskAsync(
            Shop.Admin,
            new ListSales(From: sold[2].SoldAt.ToOffset(TimeSpan.FromHours(5)), To: sold[5].SoldAt)
        );

        Assert.That(page.Items.Select(s => s.SaleId), Is.EqualTo(new[] { sold[4], sold[3], sold[2] }.Select(s => s.SaleId)));
        Assert.That(elsewhere.Items, Is.EqualTo(page.Items));
    }

    [Test]
    public async Task A_period_that_ends_before_it_begins_is_refused()
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListSales(From: sold[5].SoldAt, To: sold[2].SoldAt)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "to")));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(201)]
    [TestCase(int.MaxValue)]
    public async Task A_page_has_one_to_two_hundred_items(int limit)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListSales(Limit: limit)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "limit")));
    }

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("bnVsbA")] // null
    [TestCase("e30")] // {}
    [TestCase("eyJzb2xkQXQiOiIyMDI2LTAxLTAxIn0")] // {"soldAt":"2026-01-01"}
    [TestCase("\u0000")]
    public async Task A_cursor_that_the_list_did_not_give_out_is_refused(string cursor)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListSales(Cursor: cursor)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "cursor")));
    }

    // In a shop of its own, because it sells.
    [Test]
    public async Task Pages_are_stable_while_others_sell()
    {
        await using var busy = await Shop.OpenAsync();
        List<Guid> first = [];
        for (var n = 0; n < 7; n++)
            first.Add((await busy.SellAsync((n, 1))).SaleId);
        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await busy.AskAsync(busy.Admin, new ListSales(Limit: 2, Cursor: cursor));
            seen.AddRange(page.Items.Select(s => s.SaleId));
            cursor = page.NextCursor;
            await busy.SellAsync((30, 1));
        } while (cursor is not null);

        Assert.That(seen, Is.EqualTo(first.AsEnumerable().Reverse()));
    }

    private IEnumerable<Guid> Newest(Func<Sale, bool> which) => sold.Where(which).Reverse().Select(s => s.SaleId);
}
