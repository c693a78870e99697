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

    [Test]
    public async Task A_till_a_person_a_status_and_a_business_date_narrow_the_list()
    {
        var day = sold[0].BusinessDate;
        var atTill = await ListAsync(new ListSales(TerminalId: sold[1].TerminalId, BusinessDate: day));
        var byPerson = await ListAsync(new ListSales(SoldBy: sold[0].SoldBy, BusinessDate: day));
        var byNobody = await ListAsync(new ListSales(SoldBy: Ids.New(), BusinessDate: day));
        var voided = await ListAsync(new ListSales(Status: SaleStatus.Voided, From: At(-40), To: At(40)));
        var completed = await ListAsync(new ListSales(Status: SaleStatus.Completed, BusinessDate: day, Limit: 3));
        var onTheDay = await ListAsync(new ListSales(BusinessDate: day));
        var onAnother = await ListAsync(new ListSales(BusinessDate: day.AddDays(-1)));
        var ends = await ListAsync(new ListSales(BusinessDate: DateOnly.MaxValue));
        var apart = await ListAsync(new ListSales(BusinessDate: day, To: At(-30)));
        var another = await ListAsync(new ListSales(TerminalId: sold[1].TerminalId, BusinessDate: day, Number: sold[0].Number));

        DateTimeOffset At(int days) => sold[0].SoldAt.AddDays(days);

        Assert.Multiple(() =>
        {
            Assert.That(atTill, Is.EqualTo(Newest(s => s.TerminalId == sold[1].TerminalId && s.BusinessDate == day)));
            Assert.That(byPerson, Is.EqualTo(Newest(s => s.SoldBy == sold[0].SoldBy && s.BusinessDate == day)));
            Assert.That(voided, Is.EqualTo(new[] { sold[0].SaleId }));
            Assert.That(completed, Is.EqualTo(Newest(s => s.BusinessDate == day && s.SaleId != sold[0].SaleId).Take(3)));
            Assert.That(onTheDay, Is.EqualTo(Newest(s => s.BusinessDate == day)).And.Not.Empty);
            Assert.That(byNobody.Concat(onAnother).Concat(ends).Concat(apart).Concat(another), Is.Empty);
        });
    }

    [Test]
    public async Task Whoever_looks_through_all_sales_says_of_which_time()
    {
        var all = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListSales(TerminalId: sold[0].TerminalId)));
        var since = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListSales(SoldBy: sold[0].SoldBy, From: sold[0].SoldAt)));
        var year = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new ListSales(Status: SaleStatus.Voided, From: sold[0].SoldAt, To: sold[0].SoldAt.AddDays(93)))
        );

        Assert.That(new[] { all, since, year }.Select(e => (e.Kind, e.Fields?.Keys.Single())), Is.All.EqualTo((ErrorKind.Invalid, "from")));
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

    private async Task<IReadOnlyList<Guid>> ListAsync(ListSales query) =>
        [.. (await Shop.AskAsync(Shop.Admin, query)).Items.Select(s => s.SaleId)];

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
