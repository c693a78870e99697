using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class LowStockTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");

    [Test]
    public async Task What_has_come_to_its_reorder_point_is_listed_with_what_is_missing()
    {
        var onHand = await Shop.OnHandAsync("demo", 700);
        await SetAsync(new ReorderPointToSet(Item(700), onHand - 2, onHand + 10), new ReorderPointToSet(Item(701), 1, 2));
        Assert.That(await LowAsync(700), Is.Null);

        await Shop.SellAsync((700, 2));
        var at = await LowAsync(700);
        await Shop.SellAsync((700, 1));
        var below = await LowAsync(700);

        Assert.That(
            at,
            Is.EqualTo(
                new LowStock(
                    Store,
                    Item(700),
                    onHand - 2,
                    Quarantined: 0,
                    Reserved: 0,
                    onHand - 2,
                    Incoming: 0,
                    onHand - 2,
                    onHand + 10,
                    Suggested: 12,
                    LowStockReason.AtReorderPoint
                )
            )
        );
        Assert.That((below?.Available, below?.Suggested, below?.Reason), Is.EqualTo((onHand - 3, 13m, LowStockReason.BelowReorderPoint)));
        Assert.That(await LowAsync(701), Is.Null, "There is enough of it.");
    }

    [Test]
    public async Task What_is_put_aside_does_not_count_and_what_is_on_its_way_does()
    {
        var onHand = await Shop.OnHandAsync("demo", 702);
        await SetAsync(new ReorderPointToSet(Item(702), onHand - 5, onHand));
        var aside = await Shop.AskAsync(Shop.Admin, new CreateStockLocation(Store, "low", "Low", StockLocationKind.Quarantine));
        await Shop.AskAsync(Shop.Manager, new MoveStock(Store, Store, aside.StockLocationId, [new MoveStockLine(Item(702), 6)]));
        var low = await LowAsync(702);

        var transfer = await Shop.AskAsync(
            Shop.Admin,
            new RequestTransfer(DemoData.Store("demo", 2), Store, [new TransferQuantity(Item(702), 2)])
        );
        await Shop.AskAsync(Shop.Admin, new ApproveTransfer(transfer.TransferId));
        await Shop.AskAsync(Shop.Admin, new ShipTransfer(transfer.TransferId, [new TransferQuantity(Item(702), 1)]));
        var one = await LowAsync(702);
        await Shop.AskAsync(Shop.Admin, new ShipTransfer(transfer.TransferId));

        Assert.That((low?.OnHand, low?.Quarantined, low?.Available), Is.EqualTo((onHand, 6m, onHand - 6)));
        Assert.That((one?.Incoming, one?.Suggested, one?.Reason), Is.EqualTo((1m, 5m, LowStockReason.AtReorderPoint)));
        Assert.That(await LowAsync(702), Is.Null, "Enough is on its way.");
    }

    [Test]
    public async Task A_store_may_want_what_it_never_had()
    {
        var variant = await Shop.UnstockAsync(703);
        await SetAsync(new ReorderPointToSet(variant, 0, 4.5m));

        var low = (await Shop.AskAsync(Shop.Manager, new ListLowStock(Store, Limit: 200))).Items.Single(l => l.VariantId == variant);

        Assert.That((low.OnHand, low.Suggested, low.Reason), Is.EqualTo((0m, 4.5m, LowStockReason.OutOfStock)));
    }

    [Test]
    public async Task Each_item_is_set_by_itself_and_taken_away_again()
    {
        var bundle = (
            await Shop.AskAsync(
                Shop.Admin,
                new CreateProduct(
                    "Low hamper",
                    ProductKind.Bundle,
                    [new NewVariant("LOW-HAMPER", 1_000, "EUR", DemoData.TaxClass("demo"))],
                    Components: [new BundleComponent(Item(704), 2)]
                )
            )
        )
            .Variants[0]
            .VariantId;

        var set = await SetAsync(
            new ReorderPointToSet(DemoData.Variant("rival", 704), 1, 2),
            new ReorderPointToSet(Item(704), 1, 2),
            new ReorderPointToSet(bundle, 1, 2)
        );
        var again = await SetAsync(new ReorderPointToSet(Item(704), 1, 2));
        var listed = await PointsAsync(704);
        var away = await SetAsync(new ReorderPointToSet(Item(704)));

        Assert.That(
            set.Items.Select(i => i.Problem),
            Is.EqualTo(new ReorderPointProblem?[] { ReorderPointProblem.VariantUnknown, null, ReorderPointProblem.VariantUnknown })
        );
        Assert.That((set.Changed, set.Refused, again.Changed, away.Changed), Is.EqualTo((1, 2, 0, 1)));
        Assert.That(
            listed.Select(p => (p.StoreId, p.Point, p.TargetLevel, p.ChangedBy)),
            Is.EqualTo(new[] { (Store, 1m, 2m, Shop.Manager.UserId) })
        );
        Assert.That(await PointsAsync(704), Is.Empty);
    }

    [TestCase(5, 5)]
    [TestCase(5, 4)]
    [TestCase(5, null)]
    [TestCase(null, 5)]
    public async Task A_target_is_more_than_its_reorder_point(int? point, int? target)
    {
        var error = await RefusalOf(SetAsync(new ReorderPointToSet(Item(705), point, target)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "items[0].targetLevel")));
    }

    [Test]
    public async Task Two_who_set_one_at_once_leave_one_and_the_log_tells_both()
    {
        await Task.WhenAll(
            Enumerable.Range(1, 6).Select(n => SetAsync(new ReorderPointToSet(Item(706), n, n + 1), new(Item(707), n, n + 1)))
        );

        var points = (await PointsAsync(706)).Concat(await PointsAsync(707)).ToList();
        Assert.That(points, Has.Count.EqualTo(2));
        Assert.That(points[0].TargetLevel, Is.EqualTo(points[1].TargetLevel), "The last one set both.");
    }

    [Test]
    public async Task Another_store_and_one_that_is_archived_want_nothing()
    {
        var elsewhere = await RefusalOf(
            Shop.AskAsync(Shop.Manager, new SetReorderPoints(DemoData.Store("demo", 2), [new ReorderPointToSet(Item(708), 1, 2)]))
        );
        var (store, _) = await Shop.OpenStoreAsync("LOWSHUT");
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));
        var archived = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new SetReorderPoints(store.StoreId, [new ReorderPointToSet(Item(708), 1, 2)]))
        );

        Assert.That(new[] { elsewhere.Code, archived.Code }, Is.EqualTo(new[] { "core.store_not_found", "core.store_archived" }));
    }

    private static Guid Item(int item) => DemoData.Variant("demo", item);

    private Task<SetReorderPointsResult> SetAsync(params ReorderPointToSet[] items) =>
        Shop.AskAsync(Shop.Manager, new SetReorderPoints(Store, items));

    private async Task<LowStock?> LowAsync(int item) =>
        (await Shop.AskAsync(Shop.Manager, new ListLowStock(Store, Limit: 200))).Items.SingleOrDefault(l => l.VariantId == Item(item));

    private async Task<IReadOnlyList<ReorderPoint>> PointsAsync(int item) =>
        (await Shop.AskAsync(Shop.Manager, new ListReorderPoints(Store, Item(item)))).Items;
}
