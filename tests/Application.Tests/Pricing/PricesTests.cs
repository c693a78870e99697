using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pricing;

public sealed class PricesTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo", 1);

    [Test]
    public async Task A_price_that_is_set_is_the_price_of_the_next_sale_and_history_keeps_the_former()
    {
        var variant = DemoData.Variant("demo", 100);
        var before = await Shop.AskAsync(Shop.Admin, new GetPrice(variant, Store));

        var set = await SetAsync(new PriceToSet(await BaseListAsync(), variant, 1234));

        Assert.That((set.Changed, set.Refused), Is.EqualTo((1, 0)));
        var sale = await Shop.SellAsync((100, 2));
        Assert.That((sale.Lines[0].UnitPrice, sale.Total), Is.EqualTo((1234L, 2468L)));
        var history = await Shop.AskAsync(Shop.Admin, new GetPriceHistory(variant, Store));
        Assert.Multiple(() =>
        {
            Assert.That(history.Items.Select(i => (long?)i.Price), Is.EqualTo(new[] { 1234, before.Price }));
            Assert.That(history.Items[0].Until, Is.Null);
            Assert.That(history.Items[1].Until, Is.EqualTo(history.Items[0].From));
            Assert.That(history.Price, Is.EqualTo(1234));
        });
    }

    [Test]
    public async Task The_same_price_again_changes_nothing()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 101));
        await SetAsync(new PriceToSet(list, variant, 500));
        var known = await Shop.ListAsync<Guid>("select price_id from pricing.price where variant_id = $1 order by 1", variant);

        var again = await SetAsync(new PriceToSet(list, variant, 500));

        Assert.That((again.Changed, again.Items.Single().PriceId), Is.EqualTo((0, (Guid?)null)));
        Assert.That(
            await Shop.ListAsync<Guid>("select price_id from pricing.price where variant_id = $1 order by 1", variant),
            Is.EqualTo(known)
        );
    }

    [Test]
    public async Task One_that_cannot_be_set_stops_no_other()
    {
        var (list, past) = (await BaseListAsync(), DateTimeOffset.UtcNow.AddDays(-1));
        var ended = await MakeListAsync("ended");
        await Shop.SendAsync(Shop.Admin, new ArchivePriceList(ended));

        var set = await SetAsync(
            new PriceToSet(list, DemoData.Variant("demo", 102), 111),
            new PriceToSet(list, DemoData.Variant("rival", 102), 1),
            new PriceToSet(await RivalListAsync(), DemoData.Variant("demo", 102), 1),
            new PriceToSet(ended, DemoData.Variant("demo", 102), 1),
            new PriceToSet(list, DemoData.Variant("demo", 103), 1, ValidFrom: past),
            new PriceToSet(list, DemoData.Variant("demo", 104), 222)
        );

        Assert.That(
            set.Items.Select(i => i.Problem),
            Is.EqualTo(
                new PriceProblem?[]
                {
                    null,
                    PriceProblem.VariantUnknown,
                    PriceProblem.PriceListUnknown,
                    PriceProblem.PriceListArchived,
                    PriceProblem.BeginsInThePast,
                    null,
                }
            )
        );
        Assert.That(await PriceAsync(102), Is.EqualTo(111));
        Assert.That(await PriceAsync(104), Is.EqualTo(222));
        Assert.That(
            (await Shop.AskAsync(Shop.Rival, new GetPrice(DemoData.Variant("rival", 102), DemoData.Store("rival", 1)))).Price,
            Is.Not.EqualTo(1)
        );
    }

    [Test]
    public async Task A_clock_that_is_a_little_behind_says_now()
    {
        var variant = DemoData.Variant("demo", 115);

        var set = await SetAsync(new PriceToSet(await BaseListAsync(), variant, 321, ValidFrom: DateTimeOffset.UtcNow.AddSeconds(-20)));

        Assert.That((set.Changed, await PriceAsync(115)), Is.EqualTo((1, (long?)321)));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetPriceHistory(variant, Store))).Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_planned_price_comes_and_goes_by_itself()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 105));
        await SetAsync(new PriceToSet(list, variant, 1000));
        var begin = DateTimeOffset.UtcNow.AddDays(2);
        await SetAsync(new PriceToSet(list, variant, 700, ValidFrom: begin, ValidUntil: begin.AddDays(3)));

        async Task<long?> At(double days) => (await Shop.AskAsync(Shop.Admin, new GetPrice(variant, Store, At: begin.AddDays(days)))).Price;

        Assert.That(
            new[] { await At(-1), await At(-0.0001), await At(0), await At(2.9999), await At(3), await At(100) },
            Is.EqualTo(new long?[] { 1000, 1000, 700, 700, 1000, 1000 })
        );
        // A new price from now on leaves the planned one alone, and what follows it.
        await SetAsync(new PriceToSet(list, variant, 900));
        Assert.That(new[] { await At(-1), await At(1), await At(4) }, Is.EqualTo(new long?[] { 900, 700, 1000 }));
    }

    [Test]
    public async Task Tiers_count_what_the_whole_basket_has_of_an_article()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 106));
        await SetAsync(new PriceToSet(list, variant, 100), new PriceToSet(list, variant, 90, MinimumQuantity: 6));

        var few = await Shop.SellAsync((106, 3), (106, 2));
        var many = await Shop.SellAsync((106, 3), (107, 1), (106, 3));

        Assert.That(few.Lines.Select(l => l.UnitPrice), Is.EqualTo(new[] { 100L, 100L }));
        Assert.That(many.Lines.Where(l => l.VariantId == variant).Select(l => l.UnitPrice), Is.EqualTo(new[] { 90L, 90L }));
    }

    [Test]
    public async Task A_list_for_one_store_holds_there_alone_and_tells_why()
    {
        var variant = DemoData.Variant("demo", 108);
        var own = await MakeListAsync("mitte-only", store: Store);
        await SetAsync(new PriceToSet(own, variant, 77));

        var here = await Shop.AskAsync(Shop.Admin, new GetPrice(variant, Store));
        var there = await Shop.AskAsync(Shop.Admin, new GetPrice(variant, DemoData.Store("demo", 2)));

        Assert.Multiple(() =>
        {
            Assert.That((here.Price, here.PriceListId), Is.EqualTo(((long?)77, (Guid?)own)));
            Assert.That(here.Prices.Select(p => p.Verdict), Is.EqualTo(new[] { PriceVerdict.Wins, PriceVerdict.LessClose }));
            Assert.That(there.Prices.Select(p => p.Verdict), Is.EqualTo(new[] { PriceVerdict.Wins, PriceVerdict.OtherStore }));
            Assert.That(here.TaxRate, Is.EqualTo(there.TaxRate).And.Not.Null);
        });
        await Shop.SendAsync(Shop.Admin, new ArchivePriceList(own));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetPrice(variant, Store))).Price, Is.EqualTo(there.Price));
    }

    [Test]
    public async Task An_article_without_a_price_here_is_refused_by_its_line()
    {
        await Shop.ExecuteAsync("update pricing.price set valid_until = valid_from where variant_id = $1", DemoData.Variant("demo", 109));

        var error = await RefusalOf(Shop.SellAsync((108, 1), (109, 1)));

        Assert.That((error.Code, error.Fields?.Keys.Single()), Is.EqualTo(("sales.no_price", "lines[1]")));
    }

    [Test]
    public async Task A_reduction_names_the_lowest_price_of_the_thirty_days_before()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 110));
        await Shop.ExecuteAsync(
            "update pricing.price set valid_from = now() - interval '400 days', valid_until = now() - interval '10 days', amount = 1000 where variant_id = $1",
            variant
        );
        await Shop.ExecuteAsync(
            """
            insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
            values ($1, gen_random_uuid(), $2, $3, 1200, now() - interval '10 days')
            """,
            DemoData.Tenant("demo"),
            list,
            variant
        );
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetPriceHistory(variant, Store))).Reduction, Is.Null);

        await SetAsync(new PriceToSet(list, variant, 1100));

        var history = await Shop.AskAsync(Shop.Admin, new GetPriceHistory(variant, Store));
        Assert.That(history.Reduction?.LowestBefore, Is.EqualTo(1000), "The price before, 1200, was not the lowest.");
    }

    [Test]
    public async Task History_is_paged_from_the_latest()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 111));
        for (var price = 1; price <= 5; price++)
            await SetAsync(new PriceToSet(list, variant, price));

        var seen = new List<long>();
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Admin, new GetPriceHistory(variant, Store, Limit: 2, Cursor: cursor));
            seen.AddRange(page.Items.Select(i => i.Price));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(seen, Is.EqualTo(new[] { 5, 4, 3, 2, 1, 199L + (111 * 37 % 2800) }));
    }

    [Test]
    public async Task Two_who_set_one_price_at_once_leave_one_that_holds()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 112));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(async n =>
                {
                    try
                    {
                        await SetAsync(new PriceToSet(list, variant, n));
                        return "set";
                    }
                    catch (Refused refused)
                    {
                        return refused.Error.Code;
                    }
                })
        );

        Assert.That(outcomes, Is.All.AnyOf("set", "pricing.price_changed_meanwhile").And.Some.EqualTo("set"));
        Assert.That(
            await Shop.ListAsync<long>(
                "select count(*) from pricing.price where variant_id = $1 and valid_from <= now() and valid_until > now()",
                variant
            ),
            Is.EqualTo(new[] { 1L })
        );
    }

    [Test]
    public async Task One_list_article_and_quantity_twice_is_bad_input()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 113));

        var error = await RefusalOf(SetAsync(new PriceToSet(list, variant, 1), new PriceToSet(list, variant, 2)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "items")));
    }

    [Test]
    public async Task Prices_of_another_merchant_are_not_there()
    {
        var theirs = DemoData.Variant("rival", 1);

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new GetPrice(theirs, Store)))).Code,
            Is.EqualTo("pricing.article_not_found")
        );
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListPrices(VariantId: theirs))).Items, Is.Empty);
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new GetPriceHistory(DemoData.Variant("demo", 1), DemoData.Store("rival", 1))))).Code,
            Is.EqualTo(PipelineErrors.StoreIsUnknown.Code)
        );
    }

    [Test]
    public async Task The_list_shows_what_holds_and_what_is_planned_and_the_past_when_asked()
    {
        var (list, variant) = (await BaseListAsync(), DemoData.Variant("demo", 114));
        await SetAsync(new PriceToSet(list, variant, 10));
        await SetAsync(new PriceToSet(list, variant, 20, ValidFrom: DateTimeOffset.UtcNow.AddDays(1)));

        var present = await Shop.AskAsync(Shop.Admin, new ListPrices(list, variant));
        var all = await Shop.AskAsync(Shop.Admin, new ListPrices(list, variant, Past: true));

        Assert.That(present.Items.Select(p => p.Amount), Is.EquivalentTo(new[] { 10L, 20L }));
        Assert.That(all.Items, Has.Count.EqualTo(3));
    }

    private Task<SetPricesResult> SetAsync(params PriceToSet[] items) => Shop.AskAsync(Shop.Admin, new SetPrices(items));

    private async Task<long?> PriceAsync(int item) =>
        (await Shop.AskAsync(Shop.Admin, new GetPrice(DemoData.Variant("demo", item), Store))).Price;

    private async Task<Guid> BaseListAsync() =>
        (await Shop.AskAsync(Shop.Admin, new ListPriceLists())).Items.Single(l => l is { IsBase: true, Currency: "EUR" }).PriceListId;

    private async Task<Guid> RivalListAsync() => (await Shop.AskAsync(Shop.Rival, new ListPriceLists())).Items[0].PriceListId;

    private async Task<Guid> MakeListAsync(string code, Guid? store = null) =>
        (await Shop.AskAsync(Shop.Admin, new CreatePriceList(code, code, "EUR", StoreId: store))).PriceListId;
}
