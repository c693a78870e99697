using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class StockCostsTests : ShopTests
{
    [Test]
    public async Task What_comes_in_at_a_cost_changes_the_average_and_what_goes_out_takes_it()
    {
        await EmptyAsync(20);
        await ReceiveAsync(20, 3, 100);
        await ReceiveAsync(20, 4, 201.5m);

        var sale = await Shop.SellAsync((20, 2));

        Assert.That((await ValueAsync(20)), Is.EqualTo((5m, 158m, 790m)));
        Assert.That(
            await Shop.ScalarAsync<decimal>("select unit_cost from inventory.stock_movement where document_id = $1", sale.SaleId),
            Is.EqualTo(158m)
        );
    }

    [Test]
    public async Task An_average_is_kept_to_the_sixth_decimal()
    {
        await EmptyAsync(21);
        await ReceiveAsync(21, 1, 100);

        await ReceiveAsync(21, 2, 101);

        Assert.That((await ValueAsync(21)).Average, Is.EqualTo(100.666667m));
        var change = (await ChangesAsync(21))[0];
        Assert.That((change.Variance, change.AverageBefore, change.AverageAfter), Is.EqualTo((0m, (decimal?)100m, 100.666667m)));
    }

    [Test]
    public async Task What_nobody_has_priced_has_no_cost_until_somebody_does()
    {
        await EmptyAsync(22);
        await ReceiveAsync(22, 5, null);

        Assert.That(await ValueAsync(22), Is.EqualTo((5m, (decimal?)null, (decimal?)null)));

        await ReceiveAsync(22, 1, 40);

        Assert.That(await ValueAsync(22), Is.EqualTo((6m, 40m, 240m)));
    }

    [Test]
    public async Task What_was_found_without_a_cost_takes_the_average()
    {
        await EmptyAsync(23);
        await ReceiveAsync(23, 2, 70);

        await ReceiveAsync(23, 3, null);

        Assert.That(await ValueAsync(23), Is.EqualTo((5m, 70m, 350m)));
        Assert.That(await ChangesAsync(23), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cost_is_corrected_for_a_reason_that_stays_on_record()
    {
        await EmptyAsync(24);
        await ReceiveAsync(24, 4, 50);

        var revaluation = await Shop.AskAsync(
            Shop.Manager,
            new RevalueStock(DemoData.Store("demo"), "Invoice corrected", [new UnitCost(DemoData.Variant("demo", 24), 45.5m)])
        );

        Assert.That(revaluation.Lines, Is.EqualTo(new[] { new RevaluedCost(DemoData.Variant("demo", 24), 4, 50, 45.5m) }));
        Assert.That(await ValueAsync(24), Is.EqualTo((4m, 45.5m, 182m)));
        var change = (await ChangesAsync(24))[0];
        Assert.That((change.Kind, change.Number, change.Difference), Is.EqualTo((CostChangeKind.Revaluation, 2, -18m)));
    }

    [Test]
    public async Task Goods_in_the_back_room_cost_what_those_on_the_floor_do()
    {
        var (store, back) = (DemoData.Store("demo"), DemoData.BackRoom("demo"));
        await EmptyAsync(25);
        await ReceiveAsync(25, 2, 10);
        await Shop.AskAsync(
            Shop.Manager,
            new AdjustStock(store, [new AdjustStockLine(DemoData.Variant("demo", 25), 2, 20)], "Delivery", back)
        );

        Assert.That(await ValueAsync(25), Is.EqualTo((4m, 15m, 60m)));

        await Shop.AskAsync(Shop.Manager, new MoveStock(store, back, store, [new MoveStockLine(DemoData.Variant("demo", 25), 1)]));

        Assert.That(await ValueAsync(25), Is.EqualTo((4m, 15m, 60m)));
    }

    [Test]
    public async Task The_value_at_a_moment_is_told_by_the_ledger()
    {
        await EmptyAsync(26);
        await ReceiveAsync(26, 2, 10);
        await Task.Delay(20);
        var then = DateTimeOffset.UtcNow;
        await Task.Delay(20);
        await ReceiveAsync(26, 2, 20);
        await Shop.SellAsync((26, 1));

        Assert.That(await ValueAsync(26, then), Is.EqualTo((2m, 10m, 20m)));
        Assert.That(await ValueAsync(26, DateTimeOffset.UtcNow), Is.EqualTo(await ValueAsync(26)));
    }

    [Test]
    public async Task Many_at_once_end_as_one_behind_the_other_would()
    {
        await EmptyAsync(27);
        await ReceiveAsync(27, 100, 10);

        await Task.WhenAll(
            Enumerable
                .Range(1, 12)
                .Select(async n =>
                {
                    if (n % 3 == 0)
                        await Shop.SellAsync((27, 1));
                    else
                        await ReceiveAsync(27, n, 10 + n);
                })
        );

        // Each average follows from the one before, which the database holds; that none was lost every test sums up at its end.
        Assert.That((await ValueAsync(27)).OnHand, Is.EqualTo(100 + Enumerable.Range(1, 12).Where(n => n % 3 != 0).Sum() - 4));
        Assert.That((await ChangesAsync(27)).Select(c => c.Number).Order(), Is.EqualTo(Enumerable.Range(1, 9)));
    }

    [Test]
    public async Task A_cashier_sees_no_costs_and_a_cost_of_what_is_missing_is_refused()
    {
        var seen = await RefusalOf(Shop.AskAsync(Shop.Cashier, new ListStockValues()));
        var missing = await RefusalOf(ReceiveAsync(28, -1, 5));

        Assert.That(seen.Kind, Is.EqualTo(ErrorKind.Forbidden));
        Assert.That((missing.Kind, missing.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "lines[0].unitCost")));
    }

    [Test]
    public async Task A_void_gives_back_what_the_goods_cost_as_they_were_sold()
    {
        await EmptyAsync(29);
        await ReceiveAsync(29, 4, 10);
        var (sold, kept) = (await Shop.SellAsync((29, 2)), await Shop.SellAsync((29, 1)));
        await ReceiveAsync(29, 1, 20);

        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Wrong basket"));

        // One at 10 and one at 20, and two at 10 again.
        Assert.That(await ValueAsync(29), Is.EqualTo((4m, 12.5m, 50m)));
        var change = (await ChangesAsync(29))[0];
        Assert.That(
            (change.Kind, change.DocumentId, change.Quantity, change.UnitCost, change.AverageBefore),
            Is.EqualTo((CostChangeKind.Void, sold.SaleId, 2m, 10m, (decimal?)15m))
        );
        Assert.That(await CostsAsync(sold.SaleId), Is.EqualTo(new decimal?[] { 10, 10 }));
        Assert.That(await CostsAsync(kept.SaleId), Is.EqualTo(new decimal?[] { 10 }));
    }

    [Test]
    public async Task What_comes_back_at_what_it_costs_anyway_changes_no_average()
    {
        await EmptyAsync(30);
        await ReceiveAsync(30, 4, 10);
        var sold = await Shop.SellAsync((30, 2));

        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Wrong basket"));

        Assert.That(await ValueAsync(30), Is.EqualTo((4m, 10m, 40m)));
        Assert.That(await ChangesAsync(30), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_is_brought_back_to_another_store_costs_what_it_did_where_it_was_sold()
    {
        await EmptyAsync(31);
        await ReceiveAsync(31, 4, 10);
        var aside = await Shop.AskAsync(
            Shop.Admin,
            new CreateStockLocation(DemoData.Store("demo", 2), "aside", "Aside", StockLocationKind.Quarantine)
        );
        var there = (await Shop.AskAsync(Shop.Admin, new ListStockValues(DemoData.Store("demo", 2), DemoData.Variant("demo", 31)))).Items[
            0
        ];
        await Shop.AskAsync(
            Shop.Admin,
            new RevalueStock(DemoData.Store("demo", 2), "Begin", [new UnitCost(DemoData.Variant("demo", 31), 40)])
        );
        var sold = await Shop.SellAsync((31, 3));

        var returned = await Shop.AskAsync(
            Shop.Admin,
            new ReturnGoods(
                sold.SaleId,
                DemoData.Store("demo", 2),
                DemoData.Terminal("demo", 2),
                [new ReturnedItem(1, 1), new ReturnedItem(1, 2, Disposition.Quarantine)],
                Shop.Cash(sold.Total + sold.Rounding)
            )
        );

        var found = (await Shop.AskAsync(Shop.Admin, new ListStockValues(DemoData.Store("demo", 2), DemoData.Variant("demo", 31)))).Items[
            0
        ];
        Assert.That(
            (found.OnHand, found.AverageCost),
            Is.EqualTo(
                (there.OnHand + 3, (decimal?)Math.Round((there.OnHand * 40 + 30) / (there.OnHand + 3), 6, MidpointRounding.AwayFromZero))
            )
        );
        Assert.That(await CostsAsync(returned.ReturnId), Is.EqualTo(new decimal?[] { 10, 10 }));
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new ListStockMovements(StockLocationId: aside.StockLocationId))).Items.Single().UnitCost,
            Is.EqualTo(10m)
        );
        Assert.That(await ValueAsync(31), Is.EqualTo((1m, 10m, 10m)), "The store that sold it has nothing back.");
    }

    [Test]
    public async Task Goods_on_the_way_keep_their_value()
    {
        var (from, to, variant) = (DemoData.Store("demo"), DemoData.Store("demo", 2), DemoData.Variant("demo", 32));
        await EmptyAsync(32);
        await ReceiveAsync(32, 3, 100);
        await ReceiveAsync(32, 1, 101);
        await Shop.AskAsync(Shop.Admin, new RevalueStock(to, "Begin", [new UnitCost(variant, 50)]));
        var before = await TotalAsync();

        var transfer = await Shop.AskAsync(Shop.Admin, new RequestTransfer(from, to, [new TransferQuantity(variant, 4)]));
        await Shop.AskAsync(Shop.Admin, new ApproveTransfer(transfer.TransferId));
        await Shop.AskAsync(Shop.Admin, new ShipTransfer(transfer.TransferId, [new TransferQuantity(variant, 3)]));
        var shipped = await TotalAsync();
        await Shop.AskAsync(Shop.Admin, new ReceiveTransfer(transfer.TransferId, [new TransferQuantity(variant, 2)]));
        var received = await TotalAsync();
        await Shop.AskAsync(Shop.Admin, new ReturnTransfer(transfer.TransferId));
        var returned = await TotalAsync();

        Assert.That(await ValueAsync(32), Is.EqualTo((2m, 100.25m, 200.5m)));
        Assert.That(
            new[] { shipped.OnTheWay, received.OnTheWay, returned.OnTheWay }.Select(way => way - before.OnTheWay),
            Is.EqualTo(new[] { 300.75m, 100.25m, 0 })
        );
        Assert.That(shipped.Value + shipped.OnTheWay, Is.EqualTo(before.Value + before.OnTheWay));
        // What came is mixed with what was there, and its average has six decimals.
        foreach (var later in new[] { received, returned })
            Assert.That(later.Value + later.OnTheWay, Is.EqualTo(before.Value + before.OnTheWay).Within(0.001m));
        var come = (await ChangesAsync(32, Shop.Admin)).Where(c => c.Kind is CostChangeKind.Transfer).Select(c => (c.StoreId, c.UnitCost));
        Assert.That(come, Is.EqualTo(new[] { (from, 100.25m), (to, 100.25m) }));
    }

    [Test]
    public async Task Stock_is_valued_store_by_store_and_by_category()
    {
        var category = await Shop.AskAsync(Shop.Admin, new CreateCategory("Valued"));
        var product = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                "Valued",
                ProductKind.Simple,
                [new NewVariant("VALUED", 1_000, "EUR", DemoData.TaxClass("demo"))],
                CategoryIds: [category.CategoryId]
            )
        );
        var (store, variant) = (DemoData.Store("demo"), product.Variants[0].VariantId);
        await Shop.AskAsync(Shop.Manager, new AdjustStock(store, [new AdjustStockLine(variant, 3)], "Delivery"));
        var unknown = await ValuationAsync();
        await Shop.AskAsync(Shop.Manager, new AdjustStock(store, [new AdjustStockLine(variant, 1, 0.000_5m)], "Delivery"));
        await Task.Delay(20);
        var then = DateTimeOffset.UtcNow;
        await Task.Delay(20);
        await Shop.AskAsync(Shop.Manager, new RevalueStock(store, "Free", [new UnitCost(variant, 0)]));

        Assert.That(unknown, Is.EqualTo(new StoreValuation(store, 1, 3, 0, WithoutCost: 1, OnTheWay: 0)));
        Assert.That(await ValuationAsync(then), Is.EqualTo(new StoreValuation(store, 1, 4, 0.002m, WithoutCost: 0, OnTheWay: null)));
        Assert.That(await ValuationAsync(), Is.EqualTo(new StoreValuation(store, 1, 4, 0, WithoutCost: 0, OnTheWay: 0)));

        async Task<StoreValuation> ValuationAsync(DateTimeOffset? at = null) =>
            (await Shop.AskAsync(Shop.Manager, new GetStockValuation(store, at, category.CategoryId))).Stores.Single();
    }

    [Test]
    public async Task What_a_movement_cost_is_told_to_those_alone_who_may_see_costs()
    {
        await EmptyAsync(33);
        await ReceiveAsync(33, 4, 10);
        var sold = await Shop.SellAsync((33, 1));

        var (seen, hidden) = (new List<StockMovement>(), new List<StockMovement>());
        seen.AddRange((await Shop.AskAsync(Shop.Manager, new ListStockMovements(DocumentId: sold.SaleId))).Items);
        hidden.AddRange((await Shop.AskAsync(Shop.Cashier, new ListStockMovements(DocumentId: sold.SaleId))).Items);

        Assert.That(seen.Single().UnitCost, Is.EqualTo(10m));
        Assert.That(hidden.Single(), Is.EqualTo(seen.Single() with { UnitCost = null }));
    }

    [Test]
    public async Task Two_who_revalue_at_once_come_one_behind_the_other()
    {
        await EmptyAsync(34);
        var (one, other) = (DemoData.Variant("demo", 34), DemoData.Variant("demo", 35));

        await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(n =>
                {
                    UnitCost[] lines = [new(one, n), new(other, n)];
                    return Shop.AskAsync(
                        Shop.Manager,
                        new RevalueStock(DemoData.Store("demo"), $"The {n}th", n % 2 == 0 ? lines : [lines[1], lines[0]])
                    );
                })
        );

        var changes = await ChangesAsync(34);
        Assert.That(changes.Select(c => c.Number).Order(), Is.EqualTo(Enumerable.Range(1, 8)));
        Assert.That((await ValueAsync(34)).Average, Is.EqualTo(changes.MaxBy(c => c.Number)!.AverageAfter)); // There are eight.
        Assert.That(changes.Select(c => c.Reason), Is.EquivalentTo(Enumerable.Range(1, 8).Select(n => $"The {n}th")));
    }

    [TestCase(-0.000_001, "lines[0].cost")]
    [TestCase(1_000_000_000.5, "lines[0].cost")]
    [TestCase(1e27, "lines[0].cost")]
    [TestCase(0.000_000_1, "lines[0].cost")]
    public async Task A_cost_out_of_bounds_is_refused(decimal cost, string field)
    {
        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Manager,
                new RevalueStock(DemoData.Store("demo"), "Bounds", [new UnitCost(DemoData.Variant("demo", 36), cost)])
            )
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, field)));
    }

    [Test]
    public async Task The_greatest_cost_of_the_greatest_quantity_is_valued()
    {
        await EmptyAsync(37);
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(
                DemoData.Store("demo"),
                [new AdjustStockLine(DemoData.Variant("demo", 37), Rules.MaximumQuantity, Rules.MaximumUnitCost)],
                "Delivery"
            )
        );

        Assert.That(
            await ValueAsync(37),
            Is.EqualTo((Rules.MaximumQuantity, Rules.MaximumUnitCost, 999_999_999_999_999_999_000_000m + 0m))
        );
        await EmptyAsync(37);
    }

    [Test]
    public async Task What_is_not_there_for_the_caller_is_not_revalued()
    {
        var (store, own, other) = (DemoData.Store("demo"), DemoData.Variant("demo", 38), DemoData.Variant("rival", 38));

        var foreign = await RefusalOf(
            Shop.AskAsync(Shop.Manager, new RevalueStock(store, "Foreign", [new UnitCost(own, 1), new UnitCost(other, 1)]))
        );
        var elsewhere = await RefusalOf(
            Shop.AskAsync(Shop.Manager, new RevalueStock(DemoData.Store("demo", 2), "Elsewhere", [new UnitCost(own, 1)]))
        );
        var twice = await RefusalOf(
            Shop.AskAsync(Shop.Manager, new RevalueStock(store, "Twice", [new UnitCost(own, 1), new UnitCost(own, 2)]))
        );
        var cashier = await RefusalOf(Shop.AskAsync(Shop.Cashier, new RevalueStock(store, "Mine", [new UnitCost(own, 1)])));

        Assert.That(
            new[] { foreign.Code, elsewhere.Code, twice.Code, cashier.Code },
            Is.EqualTo(new[] { "inventory.variant_not_found", "core.store_not_found", "request.invalid", "request.permission_missing" })
        );
        Assert.That(await ChangesAsync(38), Is.Empty);
    }

    // As the version before writes: no number, and nothing of costs.
    [Test]
    public async Task What_the_version_before_moves_takes_no_cost_and_breaks_no_law()
    {
        await EmptyAsync(39);
        await ReceiveAsync(39, 10, 5);
        await Shop.ExecuteAsync(
            """
            with l as (
                update inventory.stock_level set on_hand = on_hand - 3 where store_id = $1 and variant_id = $2 returning *
            )
            insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, balance, document_id,
                   moved_at)
            select tenant_id, $3, store_id, variant_id, 'adjustment', -3, on_hand, $3, now()
              from l
            """,
            DemoData.Store("demo"),
            DemoData.Variant("demo", 39),
            Ids.New()
        );

        await ReceiveAsync(39, 7, 6);

        Assert.That(await ValueAsync(39), Is.EqualTo((14m, 5.5m, 77m)));
        Assert.That(await ValueAsync(39, DateTimeOffset.UtcNow), Is.EqualTo((14m, 5.5m, 77m)));
        var integrity = await Shop.AskAsync(Shop.Admin, new GetIntegrity());
        Assert.That(integrity.Laws.Where(l => l.Violations.Count > 0).Select(l => l.Law), Is.Empty);
        // The independent sum counts what had no cost as nothing: it is put right for the end of the test.
        await Shop.ExecuteAsync(
            "update inventory.stock_movement set unit_cost = 5, cost_number = 1 where variant_id = $1 and cost_number is null and quantity = -3",
            DemoData.Variant("demo", 39)
        );
    }

    private Task<StockAdjustment> ReceiveAsync(int item, decimal quantity, decimal? cost) =>
        Shop.AskAsync(
            Shop.Manager,
            new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", item), quantity, cost)], "Delivery")
        );

    private async Task EmptyAsync(int item) => await ReceiveAsync(item, -await Shop.OnHandAsync("demo", item), null);

    private async Task<(decimal OnHand, decimal? Average, decimal? Value)> ValueAsync(int item, DateTimeOffset? at = null)
    {
        var found = await Shop.AskAsync(Shop.Manager, new ListStockValues(DemoData.Store("demo"), DemoData.Variant("demo", item), at));
        return found.Items.Select(v => (v.OnHand, v.AverageCost, v.Value)).Single();
    }

    private async Task<IReadOnlyList<CostChange>> ChangesAsync(int item, Caller? caller = null) =>
        (await Shop.AskAsync(caller ?? Shop.Manager, new ListCostChanges(VariantId: DemoData.Variant("demo", item)))).Items;

    private Task<List<decimal?>> CostsAsync(Guid document) =>
        Shop.ListAsync<decimal?>(
            """
            select unit_cost from inventory.stock_movement where document_id = $1
             union all
            select unit_cost from inventory.location_movement where document_id = $1
            """,
            document
        );

    private async Task<(decimal Value, decimal OnTheWay)> TotalAsync()
    {
        var stores = (await Shop.AskAsync(Shop.Admin, new GetStockValuation())).Stores;
        return (stores.Sum(s => s.Value), stores.Sum(s => s.OnTheWay) ?? 0);
    }
}
