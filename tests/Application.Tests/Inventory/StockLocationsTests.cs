using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class StockLocationsTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");
    private static readonly Guid Back = DemoData.BackRoom("demo");

    [Test]
    public async Task Every_store_sells_from_one_location_that_nobody_has_to_make()
    {
        var (opened, _) = await Shop.OpenStoreAsync("FRESH");

        var listed = (await Shop.AskAsync(Shop.Admin, new ListStockLocations(opened.StoreId))).Items;

        Assert.That(
            listed,
            Is.EqualTo(
                new[]
                {
                    new StockLocation(
                        opened.StoreId,
                        opened.StoreId,
                        "floor",
                        "Shop floor",
                        StockLocationKind.ShopFloor,
                        IsArchived: false,
                        Version: 1
                    ),
                }
            )
        );
        Assert.That(await Shop.AskAsync(Shop.Admin, new GetStockLocation(opened.StoreId)), Is.EqualTo(listed[0]));
    }

    [Test]
    public async Task The_one_that_sells_gets_another_name_and_nothing_else()
    {
        var (opened, _) = await Shop.OpenStoreAsync("NAMED");
        var id = opened.StoreId;

        var named = await Shop.SendAsync(Shop.Admin, new ChangeStockLocation(id, "floor", "Verkaufsraum"), ifMatch: 1);
        var again = await Shop.SendAsync(Shop.Admin, new ChangeStockLocation(id, "floor", "Laden"), ifMatch: 2);

        Assert.That((named.Result.Version, again.Result.Version, again.Result.Name), Is.EqualTo((2, 3, "Laden")));
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new ListStockLocations(id))).Items.Select(l => (l.StockLocationId, l.Name)),
            Is.EqualTo(new[] { (id, "Laden") })
        );
        Assert.That(
            new[]
            {
                (await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeStockLocation(id, "front", "Laden"), ifMatch: 3))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new ArchiveStockLocation(id)))).Code,
                (
                    await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStockLocation(id, "front", "Front", StockLocationKind.ShopFloor)))
                ).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStockLocation(id, "front", "Front", StockLocationId: id)))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStockLocation(id, "floor", "Front")))).Code,
            },
            Is.EqualTo(
                new[]
                {
                    "inventory.selling_location_stays",
                    "inventory.selling_location_stays",
                    "inventory.selling_location_is_there",
                    "inventory.selling_location_is_there",
                    "inventory.location_code_taken",
                }
            )
        );
    }

    [Test]
    public async Task Of_two_who_name_the_one_that_sells_first_one_finds_the_version_gone()
    {
        var (opened, _) = await Shop.OpenStoreAsync("TWICE");

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(n => CodeOf(Shop.SendAsync(Shop.Admin, new ChangeStockLocation(opened.StoreId, "floor", $"Name {n}"), ifMatch: 1)))
        );

        Assert.That(outcomes.Count(code => code is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(code => code is not null), Is.All.EqualTo("request.version_stale"));
    }

    [Test]
    public async Task A_location_is_made_renamed_archived_when_it_is_empty_and_restored()
    {
        var made = await Shop.SendAsync(
            Shop.Manager,
            new CreateStockLocation(Store, "q1", "Returns", StockLocationKind.Quarantine),
            Shop.NewKey()
        );
        var id = made.Result.StockLocationId;
        Assert.That((made.Answer?.Status, made.Answer?.Location), Is.EqualTo((201, $"/v1/stock-locations/{id}")));

        var renamed = await Shop.SendAsync(Shop.Manager, new ChangeStockLocation(id, "q2", "Damaged"), ifMatch: 1);
        await Shop.AskAsync(Shop.Manager, Adjust(30, 2, id));
        var full = await RefusalOf(Shop.AskAsync(Shop.Manager, new ArchiveStockLocation(id)));
        await Shop.AskAsync(Shop.Manager, Move(id, Store, (30, 2)));
        var archived = await Shop.AskAsync(Shop.Manager, new ArchiveStockLocation(id));
        var into = await RefusalOf(Shop.AskAsync(Shop.Manager, Move(Store, id, (30, 1))));
        var restored = await Shop.AskAsync(Shop.Manager, new RestoreStockLocation(id));

        Assert.That(
            (renamed.Result.Code, full.Code, archived.IsArchived, into.Code, restored.IsArchived, restored.Version),
            Is.EqualTo(("q2", "inventory.location_not_empty", true, "inventory.location_archived", false, 4))
        );
    }

    [Test]
    public async Task What_is_archived_while_goods_are_under_way_to_it_waits_for_them()
    {
        var id = (await Shop.AskAsync(Shop.Manager, new CreateStockLocation(Store, "late", "Late"))).StockLocationId;
        await using var shelf = await Shop.HoldShelfAsync(31);
        var move = Shop.AskAsync(Shop.Manager, Move(Store, id, (31, 1)));
        await Shop.UntilWaitingAsync(1);
        var archive = RefusalOf(Shop.AskAsync(Shop.Admin, new ArchiveStockLocation(id)));
        await Shop.UntilWaitingAsync(2);
        await shelf.CloseAsync();

        await move;
        Assert.That((await archive).Code, Is.EqualTo("inventory.location_not_empty"));
    }

    [Test]
    public async Task Codes_and_ids_are_one_locations_alone()
    {
        var id = Ids.New();
        await Shop.AskAsync(Shop.Manager, new CreateStockLocation(Store, "mine", "Mine", StockLocationId: id));

        Assert.That(
            new[]
            {
                (await RefusalOf(Shop.AskAsync(Shop.Manager, new CreateStockLocation(Store, "mine", "Other")))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Manager, new CreateStockLocation(Store, "other", "Other", StockLocationId: id)))).Code,
                (await RefusalOf(Shop.SendAsync(Shop.Manager, new ChangeStockLocation(id, "back", "Other"), ifMatch: 1))).Code,
                (await RefusalOf(Shop.SendAsync(Shop.Manager, new ChangeStockLocation(id, "floor", "Other"), ifMatch: 1))).Code,
            },
            Is.EqualTo(
                new[]
                {
                    "inventory.location_code_taken",
                    "inventory.location_exists",
                    "inventory.location_code_taken",
                    "inventory.location_code_taken",
                }
            )
        );
        // Of another store, the code is free.
        await Shop.AskAsync(Shop.Admin, new CreateStockLocation(DemoData.Store("demo", 2), "mine", "Mine"));
    }

    [Test]
    public async Task Goods_move_between_locations_and_the_store_has_what_it_had()
    {
        var before = await OfAsync(32);

        var moved = await Shop.SendAsync(Shop.Manager, Move(Store, Back, (32, 3), (33, 1), (32, 2)) with { Note = "Shelf is full" });
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Shop.AskAsync(Shop.Manager, Move(Back, Store, (32, 1)));

        var after = await OfAsync(32);
        Assert.That((after.OnHand, after.Available), Is.EqualTo((before.OnHand, before.Available - 4)));
        Assert.That(after.Locations, Is.EqualTo(new[] { new LocationStock(Store, before.OnHand - 4), new LocationStock(Back, 4) }));
        Assert.That(moved.Answer?.Location, Is.EqualTo($"/v1/stock-movements?documentId={moved.Result.StockMoveId}"));
        Assert.That(
            (await Shop.AskAsync(Shop.Manager, new ListStockMovements(DocumentId: moved.Result.StockMoveId)))
                .Items.Where(m => m.VariantId == DemoData.Variant("demo", 32))
                .Select(m => (m.StockLocationId, m.Kind, m.Quantity, m.Balance)),
            Is.EquivalentTo(
                new[] { (Store, StockMovementKind.Move, -5m, (decimal?)(before.OnHand - 5)), (Back, StockMovementKind.Move, 5m, 5m) }
            )
        );
        Assert.That(
            (
                await Shop.AskAsync(Shop.Manager, new ListStockMovements(StockLocationId: Back, VariantId: DemoData.Variant("demo", 32)))
            ).Items.Select(m => (m.Quantity, m.Balance)),
            Is.EqualTo(new[] { (-1m, (decimal?)4m), (5m, 5m) })
        );
    }

    [Test]
    public async Task The_till_sells_what_stands_in_front_only()
    {
        await Shop.AskAsync(Shop.Manager, Move(Store, Back, (34, await Shop.OnHandAsync("demo", 34))));

        Assert.That((await RefusalOf(Shop.SellAsync((34, 1)))).Code, Is.EqualTo("inventory.not_enough_stock"));
        await Shop.AskAsync(Shop.Manager, Move(Back, Store, (34, 1)));
        await Shop.SellAsync((34, 1));
    }

    [Test]
    public async Task No_more_leaves_a_location_than_lies_there()
    {
        await Shop.AskAsync(Shop.Manager, Adjust(35, 2, Back));

        var tooMuch = await RefusalOf(Shop.AskAsync(Shop.Manager, Move(Back, Store, (35, 3))));
        var never = await RefusalOf(Shop.AskAsync(Shop.Manager, Move(Back, Store, (36, 1))));
        var missing = await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust(35, -2.5m, Back)));

        Assert.That(
            new[] { tooMuch, never, missing }.Select(e => (e.Code, e.Fields?.Single().Value[0])),
            Is.EqualTo(
                new[]
                {
                    ("inventory.not_enough_stock", "3 wanted, 2 available."),
                    ("inventory.not_enough_stock", "1 wanted, 0 available."),
                    ("inventory.not_enough_stock", "2.5 wanted, 2 available."),
                }
            )
        );
        Assert.That((await OfAsync(35)).Locations[1].OnHand, Is.EqualTo(2));
    }

    [Test]
    public async Task A_move_names_two_locations_of_its_own_store()
    {
        var elsewhere = (await Shop.AskAsync(Shop.Admin, new CreateStockLocation(DemoData.Store("demo", 2), "far", "Far"))).StockLocationId;

        Assert.That(
            new[]
            {
                (await RefusalOf(Shop.AskAsync(Shop.Admin, Move(Store, elsewhere, (37, 1))))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, Move(Store, DemoData.Store("demo", 2), (37, 1))))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, Move(Guid.NewGuid(), Store, (37, 1))))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, Adjust(37, 1, elsewhere)))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, Move(Store, Store, (37, 1))))).Fields?.Keys.Single(),
                (await RefusalOf(Shop.AskAsync(Shop.Admin, Move(Store, Back, (37, -1))))).Fields?.Keys.Single(),
                (await RefusalOf(Shop.AskAsync(Shop.Cashier, Move(Store, Back, (37, 1))))).Kind.ToString(),
            },
            Is.EqualTo(
                new[]
                {
                    "inventory.location_not_found",
                    "inventory.location_not_found",
                    "inventory.location_not_found",
                    "inventory.location_not_found",
                    "toLocationId",
                    "lines[0].quantity",
                    nameof(ErrorKind.Forbidden),
                }
            )
        );
    }

    [Test]
    public async Task Many_who_move_the_same_goods_to_and_fro_lose_nothing()
    {
        await Shop.AskAsync(Shop.Manager, Move(Store, Back, (38, 10), (39, 10)));
        var before = (await OfAsync(38), await OfAsync(39));

        await Task.WhenAll(
            Enumerable
                .Range(0, 24)
                .Select(n =>
                    n % 3 == 2 ? (Task)Shop.SellAsync((39, 1), (38, 1))
                    : n % 3 == 1 ? Shop.AskAsync(Shop.Manager, Move(Back, Store, (39, 1), (38, 1)))
                    : Shop.AskAsync(Shop.Manager, Move(Store, Back, (38, 1), (39, 1)))
                )
        );

        var after = (await OfAsync(38), await OfAsync(39));
        Assert.That((after.Item1.OnHand, after.Item2.OnHand), Is.EqualTo((before.Item1.OnHand - 8, before.Item2.OnHand - 8)));
        Assert.That((after.Item1.Locations[1].OnHand, after.Item2.Locations[1].OnHand), Is.EqualTo((10m, 10m)));
    }

    [Test]
    public async Task What_many_variants_have_in_all_stores_is_one_question()
    {
        await Shop.AskAsync(Shop.Manager, Move(Store, Back, (40, 4)));
        var (here, there) = (await Shop.OnHandAsync("demo", 40), await Shop.OnHandAsync("demo", 40, store: 2));

        // The cashier works in one store, and may see what the others have.
        var found = await Shop.AskAsync(
            Shop.Cashier,
            new FindAvailability([DemoData.Variant("demo", 40), DemoData.Variant("demo", 41), DemoData.Variant("demo", 40), Guid.NewGuid()])
        );

        var one = found.Items.Single(i => i.VariantId == DemoData.Variant("demo", 40));
        Assert.That((found.Items.Count, one.OnHand, one.Available), Is.EqualTo((2, here + 4 + there, here + there)));
        Assert.That(
            one.Stores,
            Is.EquivalentTo(
                new[]
                {
                    new AvailabilityInStore(Store, here + 4, 0, here),
                    new AvailabilityInStore(DemoData.Store("demo", 2), there, 0, there),
                }
            )
        );
    }

    [Test]
    public async Task What_lies_in_a_location_is_listed_page_by_page()
    {
        var id = (await Shop.AskAsync(Shop.Manager, new CreateStockLocation(Store, "pages", "Pages"))).StockLocationId;
        foreach (var item in new[] { 50, 51, 52 })
            await Shop.AskAsync(Shop.Manager, Adjust(item, item, id));

        var first = await Shop.AskAsync(Shop.Manager, new ListLocationLevels(id, Limit: 2));
        var second = await Shop.AskAsync(Shop.Manager, new ListLocationLevels(id, Limit: 2, first.NextCursor));

        Assert.That(
            first.Items.Concat(second.Items),
            Is.EqualTo(
                new[] { 50, 51, 52 }
                    .Select(n => new LocationLevel(id, DemoData.Variant("demo", n), n))
                    .OrderBy(l => l.VariantId.ToString(), StringComparer.Ordinal)
            )
        );
        Assert.That((first.Items.Count, second.NextCursor), Is.EqualTo((2, (string?)null)));
        Assert.That((await Shop.AskAsync(Shop.Manager, new ListLocationLevels(Store, Limit: 3))).Items, Has.Count.EqualTo(3));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Manager, new ListLocationLevels(DemoData.Store("demo", 2))))).Code,
            Is.EqualTo("inventory.location_not_found")
        );
    }

    [Test]
    public async Task A_warehouse_holds_stock_and_sells_nothing()
    {
        var (warehouse, terminal) = await Shop.OpenStoreAsync("DEPOT");
        var told = new StoreDetails("DEPOT", "Depot", "EUR", "Europe/Berlin", TaxMode.Inclusive);
        await Shop.SendAsync(Shop.Admin, new ChangeStore(warehouse.StoreId, told with { Sells = false }), ifMatch: warehouse.Version);
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(warehouse.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 42), 100)], "First delivery")
        );
        var lines = new[] { new BasketItem(1, DemoData.Variant("demo", 42)) };

        var quote = await RefusalOf(Shop.AskAsync(Shop.Admin, new QuoteBasket(warehouse.StoreId, lines)));
        var sale = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new CompleteSale(warehouse.StoreId, terminal.TerminalId, lines, Shop.Cash(100_000)))
        );
        // What is left out stays: it is a warehouse until somebody says otherwise.
        var renamed = await Shop.SendAsync(Shop.Admin, new ChangeStore(warehouse.StoreId, told), ifMatch: warehouse.Version + 1);
        await Shop.SendAsync(Shop.Admin, new ChangeStore(warehouse.StoreId, told with { Sells = true }), ifMatch: warehouse.Version + 2);
        await Shop.AskAsync(Shop.Admin, new CompleteSale(warehouse.StoreId, terminal.TerminalId, lines, Shop.Cash(100_000)));

        Assert.That(
            (quote.Code, sale.Code, renamed.Result.Sells),
            Is.EqualTo(("sales.store_does_not_sell", "sales.store_does_not_sell", false))
        );
    }

    [Test]
    public async Task An_archived_store_gets_no_location_and_moves_nothing()
    {
        var (store, _) = await Shop.OpenStoreAsync("CLOSED");
        var id = (await Shop.AskAsync(Shop.Admin, new CreateStockLocation(store.StoreId, "back", "Back"))).StockLocationId;
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var location = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStockLocation(store.StoreId, "more", "More")));
        var move = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new MoveStock(store.StoreId, store.StoreId, id, [new MoveStockLine(DemoData.Variant("demo", 1), 1)]))
        );

        Assert.That((location.Code, move.Code), Is.EqualTo(("core.store_archived", "core.store_archived")));
    }

    private async Task<StoreStock> OfAsync(int item) =>
        (await Shop.AskAsync(Shop.Manager, new ListStoreStock(Store, DemoData.Variant("demo", item)))).Items.Single();

    private static AdjustStock Adjust(int item, decimal quantity, Guid location) =>
        new(Store, [new AdjustStockLine(DemoData.Variant("demo", item), quantity)], "Counted", location);

    private static MoveStock Move(Guid from, Guid to, params (int Item, decimal Quantity)[] lines) =>
        new(Store, from, to, [.. lines.Select(l => new MoveStockLine(DemoData.Variant("demo", l.Item), l.Quantity))]);

    private static async Task<string?> CodeOf<T>(Task<T> act)
    {
        try
        {
            await act;
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }
}
