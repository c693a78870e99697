using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

/// <summary>Managers open, review and post; clerks count; cashiers go on selling.</summary>
public sealed class StocktakesTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");

    private Caller clerk = null!; // Employed before the first test.
    private Caller other = null!; // As above.

    [OneTimeSetUp]
    public async Task Employ_those_who_count()
    {
        clerk = await Shop.EmployAsync("stock-clerk");
        other = await Shop.EmployAsync("stock-clerk");
    }

    [Test]
    public async Task Sales_go_on_and_what_differs_is_posted_on_top_of_them()
    {
        var (missing, right) = (await Shop.OnHandAsync("demo", 300), await Shop.OnHandAsync("demo", 301));
        var stocktake = await OpenAsync(300, 301);
        await Shop.SellAsync((300, 2));
        await CountAsync(clerk, stocktake, (300, missing - 5), (301, right));
        await Shop.SellAsync((300, 3), (301, 1));

        var lines = await LinesAsync(stocktake);
        var posted = await PostAsync(stocktake);

        Assert.That(
            lines.Select(l => (l.Counted, l.Expected, l.Variance)),
            Is.EquivalentTo(new (decimal?, decimal?, decimal?)[] { (missing - 5, missing - 2, -3), (right, right, 0) })
        );
        var price = (await Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, Shop.Lines("demo", (300, 3))))).Total;
        Assert.That(
            lines.Select(l => (l.VariantId, l.Value, l.Currency)),
            Is.EquivalentTo(new (Guid, long?, string?)[] { (Item(300), -price, "EUR"), (Item(301), null, null) })
        );
        Assert.That(
            (posted.Status, posted.Progress, posted.EndedBy),
            Is.EqualTo((StocktakeStatus.Posted, new StocktakeProgress(2, 2, 1, 0, 3), (Guid?)Shop.Manager.UserId))
        );
        Assert.That((await Shop.OnHandAsync("demo", 300), await Shop.OnHandAsync("demo", 301)), Is.EqualTo((missing - 8, right - 1)));
        var movement = (await Shop.AskAsync(Shop.Admin, new ListStockMovements(DocumentId: stocktake))).Items.Single();
        Assert.That(
            (movement.Kind, movement.Quantity, movement.Balance, movement.VariantId),
            Is.EqualTo((StockMovementKind.Count, -3m, (decimal?)(missing - 8), Item(300)))
        );
        Assert.That(await Shop.AskAsync(Shop.Admin, new GetStocktake(stocktake)), Is.EqualTo(posted));
    }

    [TestCase(0, ExpectedResult = 0)]
    [TestCase(-2, ExpectedResult = 0)]
    [TestCase(1, ExpectedResult = 1)]
    [TestCase(-3, ExpectedResult = -1)]
    public async Task<decimal> A_sale_between_two_who_count_makes_no_difference_by_itself(decimal off)
    {
        var onHand = await Shop.OnHandAsync("demo", 302);
        var stocktake = await OpenAsync(302);
        await CountAsync(clerk, stocktake, (302, 10));
        await Shop.SellAsync((302, 2));
        await CountAsync(other, stocktake, (302, onHand - 10 + off));

        var line = (await LinesAsync(stocktake)).Single();
        await Shop.AskAsync(Shop.Manager, new CancelStocktake(stocktake, "Only a test"));

        Assert.That((line.Counted, line.MovedMeanwhile), Is.EqualTo(((decimal?)(onHand + off), (decimal?)2)));
        return (decimal)line.Variance!;
    }

    [Test]
    public async Task Many_count_at_once_in_any_order_and_each_count_counts_once()
    {
        var stocktake = await OpenAsync(303, 304);
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async n =>
                {
                    NewCount[] counts = [Of(303, 1), Of(304, 2), Of(303, 1)];
                    var command = new RecordCounts(stocktake, n % 2 == 0 ? counts : [.. counts.Reverse()]);
                    await Task.WhenAll(Shop.AskAsync(clerk, command), Shop.AskAsync(other, command));
                })
        );

        var lines = await LinesAsync(stocktake);

        Assert.That(lines.OrderBy(l => l.VariantId == Item(304)).Select(l => l.Counted), Is.EqualTo(new decimal?[] { 24, 24 }));
        Assert.That(
            await Shop.ScalarAsync<long>("select count(*) from inventory.stocktake_count where stocktake_id = $1", stocktake),
            Is.EqualTo(36)
        );
        await Shop.AskAsync(Shop.Manager, new CancelStocktake(stocktake, "Only a test"));
    }

    [Test]
    public async Task An_id_that_stands_for_something_else_is_refused_with_all_of_its_request()
    {
        var stocktake = await OpenAsync(305, 306);
        var count = Of(305, 4);
        await Shop.AskAsync(clerk, new RecordCounts(stocktake, [count]));

        var error = await RefusalOf(Shop.AskAsync(other, new RecordCounts(stocktake, [Of(306, 1), count with { Quantity = 5 }])));
        var foreign = await RefusalOf(
            Shop.AskAsync(other, new RecordCounts(await OpenAsync(307), [Of(307, 1), count with { VariantId = Item(307) }]))
        );

        Assert.That((error.Code, error.Fields!.Keys.Single()), Is.EqualTo(("inventory.count_is_another", "counts[1].stocktakeCountId")));
        Assert.That(foreign.Code, Is.EqualTo("inventory.count_is_another"));
        Assert.That((await LinesAsync(stocktake)).Select(l => l.Counted), Is.EquivalentTo(new decimal?[] { 4, null }));
    }

    [Test]
    public async Task The_newest_pass_decides_and_the_others_stay_on_record()
    {
        var onHand = await Shop.OnHandAsync("demo", 308);
        var stocktake = await OpenAsync(308);
        await CountAsync(clerk, stocktake, (308, onHand - 20));
        var unknown = await RefusalOf(Shop.AskAsync(Shop.Manager, new RecountStocktake(stocktake, [Item(308), Item(309)])));
        var again = await Shop.AskAsync(Shop.Manager, new RecountStocktake(stocktake, [Item(308)]));
        var early = await RefusalOf(PostAsync(stocktake));
        await CountAsync(other, stocktake, (308, onHand - 1));
        await CountAsync(other, stocktake, (308, -1));

        var line = (await LinesAsync(stocktake)).Single();
        await PostAsync(stocktake);

        Assert.That((unknown.Code, unknown.Fields!.Keys.Single()), Is.EqualTo(("inventory.stocktake_line_not_found", "variantIds[1]")));
        Assert.That(again.Progress, Is.EqualTo(new StocktakeProgress(1, 0, 0, 0, 0)));
        Assert.That((early.Code, early.Fields!.Keys.Single()), Is.EqualTo(("inventory.stocktake_not_counted", $"{Item(308)}")));
        Assert.That((line.Pass, line.Counted, line.Variance, line.CountedBy), Is.EqualTo((2, onHand - 2, -2m, other.UserId)));
        Assert.That(await Shop.OnHandAsync("demo", 308), Is.EqualTo(onHand - 2));
        Assert.That(
            await Shop.ListAsync<int>("select pass from inventory.stocktake_count where stocktake_id = $1 order by 1", stocktake),
            Is.EqualTo(new[] { 1, 2, 2 })
        );
    }

    [TestCase(UncountedLines.Leave)]
    [TestCase(UncountedLines.Zero)]
    public async Task What_nobody_counted_takes_a_word(UncountedLines uncounted)
    {
        var item = uncounted is UncountedLines.Zero ? 310 : 312;
        var (onHand, rest) = (await Shop.OnHandAsync("demo", item), await Shop.OnHandAsync("demo", item + 1));
        var stocktake = await OpenAsync(item, item + 1);
        await CountAsync(clerk, stocktake, (item, onHand + 4));
        await Shop.SellAsync((item + 1, 1));

        var error = await RefusalOf(PostAsync(stocktake));
        var posted = await PostAsync(stocktake, uncounted);

        Assert.That((error.Code, error.Fields!.Keys.Single()), Is.EqualTo(("inventory.stocktake_not_counted", $"{Item(item + 1)}")));
        Assert.That(await Shop.OnHandAsync("demo", item), Is.EqualTo(onHand + 4));
        var isZero = uncounted is UncountedLines.Zero;
        Assert.That(await Shop.OnHandAsync("demo", item + 1), Is.EqualTo(isZero ? 0 : rest - 1));
        Assert.That(posted.Progress, Is.EqualTo(new StocktakeProgress(2, isZero ? 2 : 1, isZero ? 2 : 1, 4, isZero ? rest - 1 : 0)));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetStocktake(stocktake))).Progress, Is.EqualTo(posted.Progress));
    }

    [Test]
    public async Task Above_the_limit_somebody_else_approves_what_was_counted()
    {
        await LimitAsync(new AdjustmentLimit("manager", 5));
        var onHand = await Shop.OnHandAsync("demo", 314);
        var stocktake = await OpenAsync(314, 315);
        await CountAsync(clerk, stocktake, (314, onHand - 3), (315, (await Shop.OnHandAsync("demo", 315)) + 2.001m));

        var submitted = await PostAsync(stocktake);
        var late = await RefusalOf(CountAsync(clerk, stocktake, (314, 1)));
        var twice = await RefusalOf(PostAsync(stocktake));
        var own = await RefusalOf(Shop.AskAsync(Shop.Manager, new ApproveStocktake(stocktake)));
        var unasked = await Shop.OnHandAsync("demo", 314);
        await Shop.SellAsync((314, 1));
        var reopened = await Shop.AskAsync(Shop.Manager, new RecountStocktake(stocktake, [Item(315)]));
        var early = await RefusalOf(Shop.AskAsync(Shop.Admin, new ApproveStocktake(stocktake)));
        await CountAsync(other, stocktake, (315, (await Shop.OnHandAsync("demo", 315)) - 3));
        await PostAsync(stocktake);
        var posted = await Shop.AskAsync(Shop.Admin, new ApproveStocktake(stocktake));

        Assert.That(
            (submitted.Status, submitted.SubmittedBy, submitted.Progress.Found, submitted.Progress.Missing),
            Is.EqualTo((StocktakeStatus.Submitted, (Guid?)Shop.Manager.UserId, (decimal?)2.001m, (decimal?)3))
        );
        Assert.That(
            new[] { late.Code, twice.Code, own.Code, early.Code },
            Is.EqualTo(
                new[]
                {
                    "inventory.stocktake_not_open",
                    "inventory.stocktake_not_open",
                    "inventory.stocktake_is_ones_own",
                    "inventory.stocktake_not_submitted",
                }
            )
        );
        Assert.That((reopened.Status, reopened.SubmittedBy), Is.EqualTo((StocktakeStatus.Open, (Guid?)null)));
        Assert.That((posted.Status, posted.EndedBy), Is.EqualTo((StocktakeStatus.Posted, (Guid?)Shop.Admin.UserId)));
        Assert.That((unasked, await Shop.OnHandAsync("demo", 314)), Is.EqualTo((onHand, onHand - 4)));
        await LimitAsync();
    }

    [Test]
    public async Task Nothing_is_counted_by_two_stocktakes_at_once()
    {
        var first = await OpenAsync(320, 321);
        List<Error> errors = [await RefusalOf(OpenAsync(321, 322))];
        var second = await OpenAsync(322);
        errors.Add(await RefusalOf(CountAsync(clerk, second, (322, 1), (320, 1))));
        errors.Add(await RefusalOf(Shop.AskAsync(Shop.Manager, new OpenStocktake(Store, "All"))));
        await Shop.AskAsync(Shop.Manager, new CancelStocktake(first, "Too early"));
        errors.Add(await RefusalOf(Shop.AskAsync(Shop.Manager, new CancelStocktake(first, "Again"))));
        errors.Add(await RefusalOf(PostAsync(first)));
        await CountAsync(clerk, second, (322, await Shop.OnHandAsync("demo", 322)), (320, await Shop.OnHandAsync("demo", 320)));
        var found = (await LinesAsync(second)).Single(l => l.VariantId == Item(320));
        await PostAsync(second);

        Assert.That(
            errors.Select(e => e.Code),
            Is.EqualTo(
                new[]
                {
                    "inventory.stocktake_overlaps",
                    "inventory.stocktake_overlaps",
                    "inventory.stocktake_overlaps",
                    "inventory.stocktake_over",
                    "inventory.stocktake_over",
                }
            )
        );
        Assert.That((found.IsInScope, found.Variance), Is.EqualTo((false, (decimal?)0)));
    }

    [Test]
    public async Task A_full_one_counts_all_that_lies_there_and_there_is_one_at_a_time()
    {
        var (store, _) = await Shop.OpenStoreAsync("FULL", 60);
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new(Item(61), 7), new(Item(62), 1)], "Opening"));
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new(Item(62), -1)], "Gone"));

        var opened = await Shop.AskAsync(Shop.Admin, new OpenStocktake(store.StoreId, "Year end"));
        var second = await RefusalOf(Shop.AskAsync(Shop.Admin, new OpenStocktake(store.StoreId, "Again")));
        await Shop.AskAsync(Shop.Admin, new RecordCounts(opened.StocktakeId, [Of(60, 100), Of(61, 6), Of(63, 2)]));
        await Shop.SendAsync(Shop.Admin, new PostStocktake(opened.StocktakeId), Shop.NewKey());
        var next = await Shop.AskAsync(Shop.Admin, new OpenStocktake(store.StoreId, "Again"));

        Assert.That(opened.Progress.Lines, Is.EqualTo(2), "Of what there is nothing, nothing is asked for.");
        Assert.That(second.Code, Is.EqualTo("inventory.stocktake_overlaps"));
        Assert.That(next.Progress.Lines, Is.EqualTo(3));
        Assert.That(
            await Shop.ListAsync<decimal>(
                "select on_hand from inventory.stock_level where store_id = $1 and variant_id = any($2) order by on_hand",
                store.StoreId,
                new[] { Item(61), Item(63) }
            ),
            Is.EqualTo(new[] { 2m, 6m })
        );
    }

    [Test]
    public async Task Categories_and_what_was_not_counted_for_long_are_counted_by_themselves()
    {
        var (store, _) = await Shop.OpenStoreAsync("CYCLE", 5);
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new(Item(105), 7), new(Item(6), 3)], "Opening"));

        var coffee = await Shop.AskAsync(
            Shop.Admin,
            new OpenStocktake(store.StoreId, "Coffee", StocktakeScope.Categories, CategoryIds: [DemoData.Category("demo", "Coffee")])
        );
        var wrong = await RefusalOf(
            Shop.AskAsync(
                Shop.Admin,
                new OpenStocktake(
                    store.StoreId,
                    "Nothing",
                    StocktakeScope.Categories,
                    CategoryIds: [DemoData.Category("demo", "Coffee"), DemoData.Category("rival", "Coffee")]
                )
            )
        );
        var counted = (await LinesAsync(coffee.StocktakeId)).Select(l => l.VariantId).ToList();
        await Shop.AskAsync(Shop.Admin, new RecordCounts(coffee.StocktakeId, [Of(5, 100), Of(6, 3)]));
        await Shop.SendAsync(Shop.Admin, new PostStocktake(coffee.StocktakeId), Shop.NewKey());
        var rest = await Shop.AskAsync(
            Shop.Admin,
            new OpenStocktake(store.StoreId, "Rest", StocktakeScope.NotCountedFor, NotCountedForDays: 30)
        );
        var stale = await LinesAsync(rest.StocktakeId);
        await Shop.AskAsync(Shop.Admin, new CancelStocktake(rest.StocktakeId, "Later"));
        await Shop.ExecuteAsync(
            "update inventory.stocktake_line set counted_at = counted_at - interval '31 days' where stocktake_id = $1",
            coffee.StocktakeId
        );
        var later = await Shop.AskAsync(
            Shop.Admin,
            new OpenStocktake(store.StoreId, "All", StocktakeScope.NotCountedFor, NotCountedForDays: 30)
        );

        Assert.That(counted, Is.EquivalentTo(new[] { Item(5), Item(6) }));
        Assert.That((wrong.Code, wrong.Fields!.Keys.Single()), Is.EqualTo(("inventory.category_not_found", "categoryIds[1]")));
        Assert.That(stale.Select(l => l.VariantId), Is.EqualTo(new[] { Item(105) }));
        Assert.That(later.Progress.Lines, Is.EqualTo(3));
    }

    [Test]
    public async Task What_is_archived_is_counted_and_bundles_and_services_are_not()
    {
        var (store, _) = await Shop.OpenStoreAsync("ODD", 64);
        var service = await MakeAsync(ProductKind.Service, "SERVICE");
        var old = await MakeAsync(ProductKind.Simple, "OLD");
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new(service.VariantId, 1), new(old.VariantId, 2)], "Opening"));
        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(old.ProductId));

        var opened = await Shop.AskAsync(Shop.Admin, new OpenStocktake(store.StoreId, "All"));
        var lines = await LinesAsync(opened.StocktakeId);
        var told = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new RecordCounts(opened.StocktakeId, [Of(64, 1), new(Guid.NewGuid(), service.VariantId)]))
        );
        var listed = await RefusalOf(
            Shop.AskAsync(
                Shop.Admin,
                new OpenStocktake(Store, "Some", StocktakeScope.Variants, VariantIds: [Item(323), service.VariantId, Guid.NewGuid()])
            )
        );
        await Shop.AskAsync(Shop.Admin, new RecordCounts(opened.StocktakeId, [new(Guid.NewGuid(), Code: "4006381333931")]));

        Assert.That(lines.Select(l => l.VariantId), Is.EquivalentTo(new[] { Item(64), old.VariantId }));
        Assert.That((told.Code, told.Fields!.Keys.Single()), Is.EqualTo(("inventory.not_counted", "counts[1].variantId")));
        Assert.That((listed.Code, listed.Fields!.Keys), Is.EqualTo(("inventory.not_counted", new[] { "variantIds[1]", "variantIds[2]" })));
        Assert.That((await LinesAsync(opened.StocktakeId)).Single(l => l.VariantId == old.VariantId).Counted, Is.EqualTo(1));
    }

    [Test]
    public async Task Scans_count_what_carries_the_code()
    {
        var stocktake = await OpenAsync(324);
        var counted = await Shop.AskAsync(
            clerk,
            new RecordCounts(
                stocktake,
                [new(Guid.NewGuid(), Code: DemoData.Barcode(324)), new(Guid.NewGuid(), Code: DemoData.Barcode(324), Quantity: 3)]
            )
        );
        var error = await RefusalOf(
            Shop.AskAsync(
                clerk,
                new RecordCounts(
                    stocktake,
                    [Of(324, 1), new(Guid.NewGuid(), Code: "no such code"), new(Guid.NewGuid(), Code: "4006381333930")]
                )
            )
        );

        Assert.That(
            counted.Counts.Select(c => (c.VariantId, c.Quantity, c.Pass)),
            Is.EqualTo(new[] { (Item(324), 1m, 1), (Item(324), 3m, 1) })
        );
        Assert.That(error.Code, Is.EqualTo("inventory.counts_not_understood"));
        Assert.That(error.Fields!.Keys, Is.EqualTo(new[] { "counts[1].code", "counts[2].code" }));
        Assert.That((await LinesAsync(stocktake)).Single().Counted, Is.EqualTo(4));
    }

    [Test]
    public async Task What_a_device_sends_later_is_compared_with_the_books_of_its_moment()
    {
        var onHand = await Shop.OnHandAsync("demo", 325);
        var stocktake = await OpenAsync(325);
        var then = Clock.GetUtcNow();
        await Shop.SellAsync((325, 3));

        await Shop.AskAsync(clerk, new RecordCounts(stocktake, [Of(325, onHand) with { CountedAt = then }]));
        var line = (await LinesAsync(stocktake)).Single();
        var early = await RefusalOf(
            Shop.AskAsync(clerk, new RecordCounts(stocktake, [Of(325, 1) with { CountedAt = then.AddMinutes(-10) }]))
        );
        var future = await RefusalOf(
            Shop.AskAsync(clerk, new RecordCounts(stocktake, [Of(325, 1) with { CountedAt = then.AddMinutes(10) }]))
        );

        Assert.That((line.Expected, line.Variance, line.CountedAt), Is.EqualTo((onHand, 0m, then)));
        Assert.That((early.Code, early.Fields!.Keys.Single()), Is.EqualTo(("inventory.count_of_another_time", "counts[0].countedAt")));
        Assert.That(future.Code, Is.EqualTo("inventory.count_of_another_time"));
    }

    [Test]
    public async Task Those_who_count_blindly_do_not_see_what_the_books_say()
    {
        var opened = await Shop.AskAsync(
            Shop.Manager,
            new OpenStocktake(Store, "Blind", StocktakeScope.Variants, VariantIds: [Item(326), Item(327)], IsBlind: true)
        );
        await CountAsync(clerk, opened.StocktakeId, (326, 1));

        var seen = await Shop.AskAsync(clerk, new GetStocktake(opened.StocktakeId));
        var lines = (await Shop.AskAsync(clerk, new ListStocktakeLines(opened.StocktakeId))).Items;
        var error = await RefusalOf(Shop.AskAsync(clerk, new ListStocktakeLines(opened.StocktakeId, StocktakeLineFilter.Different)));
        var reviewed = await LinesAsync(opened.StocktakeId);

        Assert.That(seen.Progress, Is.EqualTo(new StocktakeProgress(2, 1, null, null, null)));
        Assert.That(
            lines.Select(l => (l.Expected, l.Variance, l.MovedMeanwhile)),
            Is.All.EqualTo(((decimal?)null, (decimal?)null, (decimal?)null))
        );
        Assert.That(lines.Select(l => l.Counted), Is.EquivalentTo(new decimal?[] { 1, null }));
        Assert.That(error.Code, Is.EqualTo("inventory.stocktake_blind"));
        Assert.That(reviewed.Select(l => l.Expected), Has.None.Null);
    }

    [Test]
    public async Task Lists_go_on_and_show_what_is_asked_for()
    {
        var stocktake = await OpenAsync(330, 331, 332, 333);
        await CountAsync(clerk, stocktake, (330, await Shop.OnHandAsync("demo", 330)), (331, 0));
        List<StocktakeLine> all = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Manager, new ListStocktakeLines(stocktake, Limit: 3, Cursor: cursor));
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null);
        var other = await OpenAsync(334);
        await Shop.AskAsync(Shop.Manager, new CancelStocktake(other, "Not now"));
        var newest = (await Shop.AskAsync(Shop.Manager, new ListStocktakes(Store, Limit: 2))).Items;
        var open = (await Shop.AskAsync(Shop.Manager, new ListStocktakes(Status: StocktakeStatus.Open, Limit: 1))).Items;

        Assert.That(all.Select(l => l.VariantId), Is.EquivalentTo(new[] { Item(330), Item(331), Item(332), Item(333) }));
        Assert.That(await ShownAsync(StocktakeLineFilter.Counted), Is.EquivalentTo(new[] { Item(330), Item(331) }));
        Assert.That(await ShownAsync(StocktakeLineFilter.Uncounted), Is.EquivalentTo(new[] { Item(332), Item(333) }));
        Assert.That(await ShownAsync(StocktakeLineFilter.Different), Is.EqualTo(new[] { Item(331) }));
        Assert.That(newest.Select(t => t.StocktakeId), Is.EqualTo(new[] { other, stocktake }));
        Assert.That(newest[0].Cancellation, Is.EqualTo("Not now"));
        Assert.That(open.Single().StocktakeId, Is.EqualTo(stocktake));

        async Task<IEnumerable<Guid>> ShownAsync(StocktakeLineFilter show) =>
            (await Shop.AskAsync(Shop.Manager, new ListStocktakeLines(stocktake, show))).Items.Select(l => l.VariantId);
    }

    [Test]
    public async Task Others_neither_see_nor_touch_it()
    {
        var stocktake = await OpenAsync(335);
        var elsewhere = await Shop.EmployAsync("manager", store: 2);
        List<string> codes = [];
        foreach (var caller in new[] { elsewhere, Shop.Rival })
        {
            codes.Add((await RefusalOf(Shop.AskAsync(caller, new GetStocktake(stocktake)))).Code);
            codes.Add((await RefusalOf(Shop.AskAsync(caller, new ListStocktakeLines(stocktake)))).Code);
            codes.Add((await RefusalOf(Shop.AskAsync(caller, new RecordCounts(stocktake, [Of(335, 1)])))).Code);
            codes.Add((await RefusalOf(Shop.AskAsync(caller, new RecountStocktake(stocktake, [Item(335)])))).Code);
            codes.Add((await RefusalOf(Shop.AskAsync(caller, new PostStocktake(stocktake, UncountedLines.Zero)))).Code);
            codes.Add((await RefusalOf(Shop.AskAsync(caller, new CancelStocktake(stocktake, "Not theirs")))).Code);
        }

        List<string> refused =
        [
            (await RefusalOf(Shop.AskAsync(clerk, new PostStocktake(stocktake, UncountedLines.Zero)))).Code,
            (await RefusalOf(Shop.AskAsync(Shop.Cashier, new RecordCounts(stocktake, [Of(335, 1)])))).Code,
            (await RefusalOf(Shop.AskAsync(elsewhere, new OpenStocktake(Store, "Not theirs")))).Code,
            (
                await RefusalOf(
                    Shop.AskAsync(Shop.Manager, new OpenStocktake(Store, "Not here", StockLocationId: DemoData.BackRoom("rival")))
                )
            ).Code,
        ];

        Assert.That(codes, Is.All.EqualTo("inventory.stocktake_not_found"));
        Assert.That(
            refused,
            Is.EqualTo(
                new[] { "request.permission_missing", "request.permission_missing", "core.store_not_found", "inventory.location_not_found" }
            )
        );
    }

    [Test]
    public async Task Of_two_who_post_at_once_one_does_and_a_repeated_post_is_done_once()
    {
        var onHand = await Shop.OnHandAsync("demo", 336);
        var stocktake = await OpenAsync(336);
        await CountAsync(clerk, stocktake, (336, onHand + 1));

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async n =>
                {
                    try
                    {
                        await (
                            n == 3
                                ? Shop.AskAsync(Shop.Manager, (ICommand<Stocktake>)new CancelStocktake(stocktake, "Meanwhile"))
                                : Shop.AskAsync(n == 0 ? Shop.Admin : Shop.Manager, new PostStocktake(stocktake))
                        );
                        return "done";
                    }
                    catch (Refused refused)
                    {
                        return refused.Error.Code;
                    }
                })
        );
        var status = (await Shop.AskAsync(Shop.Admin, new GetStocktake(stocktake))).Status;

        Assert.That(
            results.Order(),
            Is.EqualTo(new[] { "done", "inventory.stocktake_over", "inventory.stocktake_over", "inventory.stocktake_over" })
        );
        Assert.That(await Shop.OnHandAsync("demo", 336), Is.EqualTo(status is StocktakeStatus.Posted ? onHand + 1 : onHand));

        var second = await OpenAsync(337);
        var before = await Shop.OnHandAsync("demo", 337);
        await CountAsync(clerk, second, (337, before - 1));
        var key = Shop.NewKey();
        var first = await Shop.SendAsync(Shop.Manager, new PostStocktake(second), key);
        var repeated = await Shop.SendAsync(Shop.Manager, new PostStocktake(second), key);

        Assert.That((first.IsReplay, repeated.IsReplay, repeated.Result), Is.EqualTo((false, true, first.Result)));
        Assert.That(await Shop.OnHandAsync("demo", 337), Is.EqualTo(before - 1));
    }

    [Test]
    public async Task Selling_counting_and_posting_at_once_leaves_what_was_there()
    {
        var onHand = await Shop.OnHandAsync("demo", 338);
        var stocktake = await OpenAsync(338, 339, 340);
        await CountAsync(clerk, stocktake, (338, onHand), (339, await Shop.OnHandAsync("demo", 339) + 1));

        var post = Shop.AskAsync(Shop.Manager, new PostStocktake(stocktake, UncountedLines.Zero));
        var sold = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    try
                    {
                        await Shop.SellAsync((340, 1), (338, 1), (339, 1));
                        return 1;
                    }
                    catch (Refused refused) when (refused.Error.Code is "inventory.not_enough_stock" or "sales.not_enough_stock")
                    {
                        return 0;
                    }
                })
        );
        await post;

        var posted = await Shop.AskAsync(Shop.Admin, new GetStocktake(stocktake));
        Assert.That(posted.Status, Is.EqualTo(StocktakeStatus.Posted));
        Assert.That(await Shop.OnHandAsync("demo", 338), Is.EqualTo(onHand - sold.Sum()));
        Assert.That(await Shop.OnHandAsync("demo", 340), Is.Zero);
    }

    [Test]
    public async Task More_than_there_is_cannot_be_missing()
    {
        var onHand = await Shop.OnHandAsync("demo", 341);
        var stocktake = await OpenAsync(341);
        await CountAsync(clerk, stocktake, (341, 1));
        await Shop.SellAsync((341, onHand));

        var error = await RefusalOf(PostAsync(stocktake));
        await Shop.AskAsync(Shop.Manager, new RecountStocktake(stocktake, [Item(341)]));
        await CountAsync(clerk, stocktake, (341, 0));
        var posted = await PostAsync(stocktake);

        Assert.That((error.Code, error.Fields!.Keys.Single()), Is.EqualTo(("inventory.not_enough_stock", $"{Item(341)}")));
        Assert.That((posted.Status, await Shop.OnHandAsync("demo", 341)), Is.EqualTo((StocktakeStatus.Posted, 0m)));
    }

    [Test]
    public async Task Back_rooms_are_counted_by_themselves()
    {
        var room = await Shop.AskAsync(Shop.Manager, new CreateStockLocation(Store, "count", "To be counted"));
        await Shop.AskAsync(Shop.Manager, new MoveStock(Store, Store, room.StockLocationId, [new(Item(342), 5), new(Item(343), 4)]));
        var onHand = await Shop.OnHandAsync("demo", 342);
        var front = await OpenAsync(342);

        var opened = await Shop.AskAsync(Shop.Manager, new OpenStocktake(Store, "Back", StockLocationId: room.StockLocationId));
        await CountAsync(clerk, opened.StocktakeId, (342, 6), (344, 2));
        var lines = await LinesAsync(opened.StocktakeId);
        await PostAsync(opened.StocktakeId, UncountedLines.Zero);
        await Shop.AskAsync(Shop.Manager, new CancelStocktake(front, "Not now"));

        Assert.That(
            lines.Select(l => (l.VariantId, l.Expected, l.Variance)),
            Is.EquivalentTo(new (Guid, decimal?, decimal?)[] { (Item(342), 5, 1), (Item(343), 4, null), (Item(344), 0, 2) })
        );
        Assert.That(
            await Shop.ListAsync<decimal>(
                "select on_hand from inventory.location_level where stock_location_id = $1 order by on_hand",
                room.StockLocationId
            ),
            Is.EqualTo(new[] { 0m, 2m, 6m })
        );
        Assert.That(await Shop.OnHandAsync("demo", 342), Is.EqualTo(onHand));
    }

    [TestCase("no name", "name")]
    [TestCase("NUL", "name")]
    [TestCase("variants without", "variantIds")]
    [TestCase("variants besides", "variantIds")]
    [TestCase("categories without", "categoryIds")]
    [TestCase("days without", "notCountedForDays")]
    [TestCase("no days", "notCountedForDays")]
    [TestCase("too many", "variantIds")]
    public async Task What_makes_no_sense_is_refused_by_its_name(string what, string member)
    {
        var good = new OpenStocktake(Store, "Good");
        var bad = what switch
        {
            "no name" => good with { Name = " " },
            "NUL" => good with { Name = "A NUL\0" },
            "variants without" => good with { Scope = StocktakeScope.Variants },
            "variants besides" => good with { VariantIds = [Item(1)] },
            "categories without" => good with { Scope = StocktakeScope.Categories, CategoryIds = [] },
            "days without" => good with { Scope = StocktakeScope.NotCountedFor },
            "no days" => good with { Scope = StocktakeScope.NotCountedFor, NotCountedForDays = 0 },
            _ => good with { Scope = StocktakeScope.Variants, VariantIds = [.. Enumerable.Range(0, 5_001).Select(_ => Guid.NewGuid())] },
        };

        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, bad));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, member)));
    }

    [TestCase("none", "counts")]
    [TestCase("twice", "counts")]
    [TestCase("nothing", "counts[0].variantId")]
    [TestCase("both", "counts[0].variantId")]
    [TestCase("NUL", "counts[0].code")]
    [TestCase("huge", "counts[0].quantity")]
    [TestCase("fine", "counts[0].quantity")]
    [TestCase("no id", "counts[0].stocktakeCountId")]
    public async Task Counts_that_make_no_sense_are_refused_by_their_names(string what, string member)
    {
        var count = Of(1, 1);
        NewCount[] counts = what switch
        {
            "none" => [],
            "twice" => [count, count],
            "nothing" => [count with { VariantId = null }],
            "both" => [count with { Code = "1" }],
            "NUL" => [count with { VariantId = null, Code = "1\0" }],
            "huge" => [count with { Quantity = 1_000_000_000_000_000 }],
            "fine" => [count with { Quantity = 0.0001m }],
            _ => [count with { StocktakeCountId = Guid.Empty }],
        };

        var error = await RefusalOf(Shop.AskAsync(clerk, new RecordCounts(Guid.NewGuid(), counts)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, member)));
    }

    [Test]
    public async Task Less_than_nothing_is_not_counted()
    {
        var stocktake = await OpenAsync(345);
        await CountAsync(clerk, stocktake, (345, 2));

        var error = await RefusalOf(CountAsync(clerk, stocktake, (345, -3)));

        Assert.That(error.Code, Is.EqualTo("inventory.count_no_quantity"));
        Assert.That((await LinesAsync(stocktake)).Single().Counted, Is.EqualTo(2));
    }

    private static Guid Item(int number) => DemoData.Variant("demo", number);

    private static NewCount Of(int item, decimal quantity) => new(Guid.NewGuid(), Item(item), Quantity: quantity);

    private async Task<Guid> OpenAsync(params int[] items) =>
        (
            await Shop.AskAsync(
                Shop.Manager,
                new OpenStocktake(Store, "Some", StocktakeScope.Variants, VariantIds: [.. items.Select(Item)])
            )
        ).StocktakeId;

    private Task<RecordedCounts> CountAsync(Caller by, Guid stocktake, params (int Item, decimal Quantity)[] counts) =>
        Shop.AskAsync(by, new RecordCounts(stocktake, [.. counts.Select(c => Of(c.Item, c.Quantity))]));

    private Task<Stocktake> PostAsync(Guid stocktake, UncountedLines? uncounted = null) =>
        Shop.AskAsync(Shop.Manager, new PostStocktake(stocktake, uncounted));

    private async Task<IReadOnlyList<StocktakeLine>> LinesAsync(Guid stocktake) =>
        (await Shop.AskAsync(Shop.Admin, new ListStocktakeLines(stocktake))).Items;

    private async Task<(Guid ProductId, Guid VariantId)> MakeAsync(ProductKind kind, string sku)
    {
        var product = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                sku,
                kind,
                [
                    new NewVariant(
                        sku,
                        1_000,
                        "EUR",
                        DemoData.TaxClass("demo"),
                        Barcodes: kind is ProductKind.Simple ? [new NewBarcode("4006381333931")] : []
                    ),
                ]
            )
        );
        return (product.ProductId, product.Variants[0].VariantId);
    }

    private async Task LimitAsync(params AdjustmentLimit[] limits)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(before.Settings with { AdjustmentLimits = limits }), ifMatch: before.Version);
    }
}
