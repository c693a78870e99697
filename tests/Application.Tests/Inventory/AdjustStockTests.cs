using System.Globalization;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class AdjustStockTests : ShopTests
{
    [Test]
    public async Task Stock_is_corrected_up_and_down_and_the_reason_stays_on_record()
    {
        var (found, missing) = (await Shop.OnHandAsync("demo", 10), await Shop.OnHandAsync("demo", 11));

        var reply = await Shop.SendAsync(Shop.Manager, Adjust("Stocktake", (10, 2.125m), (11, -3)));

        var adjustment = reply.Result;
        Assert.Multiple(() =>
        {
            Assert.That(
                (reply.Answer?.Status, reply.Answer?.Location),
                Is.EqualTo((201, $"/v1/stock-adjustments/{adjustment.StockAdjustmentId}"))
            );
            Assert.That(
                adjustment.Lines,
                Is.EqualTo(new StockAdjustmentLine[] { new(DemoData.Variant("demo", 10), 2.125m), new(DemoData.Variant("demo", 11), -3) })
            );
        });
        Assert.That(await Shop.OnHandAsync("demo", 10), Is.EqualTo(found + 2.125m));
        Assert.That(await Shop.OnHandAsync("demo", 11), Is.EqualTo(missing - 3));
        Assert.That(
            await Shop.ListAsync<string>(
                "select reason || ' by ' || adjusted_by from inventory.stock_adjustment where stock_adjustment_id = $1",
                adjustment.StockAdjustmentId
            ),
            Is.EqualTo(new[] { $"Stocktake by {Shop.Manager.UserId}" })
        );

        var movements = await Shop.AskAsync(Shop.Manager, new ListStockMovements(DocumentId: adjustment.StockAdjustmentId));
        Assert.That(
            movements.Items.Select(m => (m.VariantId, m.Kind, m.Quantity, m.MovedBy)),
            Is.EquivalentTo(
                adjustment.Lines.Select(l => (l.VariantId, StockMovementKind.Adjustment, l.Quantity, (Guid?)Shop.Manager.UserId))
            )
        );
    }

    [Test]
    public async Task Lines_of_one_variant_add_up_to_one_movement()
    {
        var onHand = await Shop.OnHandAsync("demo", 12);

        var adjustment = await Shop.AskAsync(Shop.Manager, Adjust("Twice on the list", (12, 5), (13, 1), (12, -2)));

        Assert.That(await Shop.OnHandAsync("demo", 12), Is.EqualTo(onHand + 3));
        Assert.That(
            (await Shop.AskAsync(Shop.Manager, new ListStockMovements(DocumentId: adjustment.StockAdjustmentId))).Items,
            Has.Count.EqualTo(2)
        );
    }

    [Test]
    public async Task Lines_that_cancel_out_move_nothing()
    {
        var adjustment = await Shop.AskAsync(Shop.Manager, Adjust("There and back", (14, 5), (14, -5)));

        Assert.That((await Shop.AskAsync(Shop.Manager, new ListStockMovements(DocumentId: adjustment.StockAdjustmentId))).Items, Is.Empty);
    }

    [Test]
    public async Task No_more_can_be_missing_than_was_there()
    {
        var onHand = await Shop.OnHandAsync("demo", 15);

        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust("Lost", (15, -onHand - 1), (16, -1))));

        Assert.That(
            (error.Kind, error.Code, error.Fields?.Keys.Single()),
            Is.EqualTo((ErrorKind.Rule, "inventory.not_enough_stock", DemoData.Variant("demo", 15).ToString()))
        );
        Assert.That(await Shop.OnHandAsync("demo", 15), Is.EqualTo(onHand));
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from inventory.stock_adjustment where reason = 'Lost'"), Is.Zero);
    }

    [Test]
    public async Task A_store_may_count_what_it_never_had()
    {
        await Shop.UnstockAsync(17);

        await Shop.AskAsync(Shop.Manager, Adjust("First delivery", (17, 6)));

        Assert.That(await Shop.OnHandAsync("demo", 17), Is.EqualTo(6));
    }

    [Test]
    public async Task A_variant_of_nobody_and_one_of_another_merchant_are_not_found()
    {
        var nobodys = await RefusalOf(Shop.AskAsync(Shop.Manager, AdjustVariant(Guid.NewGuid(), 1)));
        var theirs = await RefusalOf(Shop.AskAsync(Shop.Manager, AdjustVariant(DemoData.Variant("rival", 1), 1)));

        Assert.That((nobodys.Kind, nobodys.Code), Is.EqualTo((ErrorKind.NotFound, "inventory.variant_not_found")));
        Assert.That(theirs, Is.EqualTo(nobodys));
    }

    [Test]
    public async Task Another_store_is_not_found()
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust("Not mine", (18, 1)) with { StoreId = DemoData.Store("demo", 2) }));

        Assert.That(error.Code, Is.EqualTo("core.store_not_found"));
    }

    [Test]
    public async Task The_stock_of_an_archived_store_stays_as_it_is()
    {
        var (store, _) = await Shop.OpenStoreAsync("SHUT");
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var error = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 60), 1)], "Found"))
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "core.store_archived")));
    }

    [Test]
    public async Task A_cashier_may_not_adjust()
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Adjust("Mine", (18, 1))));

        Assert.That(error.Kind, Is.EqualTo(ErrorKind.Forbidden));
    }

    [Test]
    public async Task Stock_that_would_leave_its_column_is_refused_with_a_reason()
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust("A typing error", (19, Rules.MaximumQuantity))));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "request.out_of_range")));
    }

    [TestCase("0")]
    [TestCase("0.0005")]
    [TestCase("1000000000000000")]
    [TestCase("-1000000000000000")]
    public async Task A_quantity_out_of_bounds_is_refused_by_its_name(string quantity)
    {
        var error = await RefusalOf(
            Shop.AskAsync(Shop.Manager, Adjust("Odd", (19, 1), (20, decimal.Parse(quantity, CultureInfo.InvariantCulture))))
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "lines[1].quantity")));
    }

    [TestCase(0)]
    [TestCase(201)]
    public async Task A_list_that_is_empty_or_too_long_is_refused(int lines)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust("Long", [.. Enumerable.Range(0, lines).Select(n => (n, 1m))])));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "lines")));
    }

    [TestCase("")]
    [TestCase(" ")]
    public async Task An_adjustment_needs_a_reason(string reason)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust(reason, (19, 1))));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "reason")));
    }

    private static AdjustStock Adjust(string reason, params (int Item, decimal Quantity)[] lines) =>
        new(DemoData.Store("demo"), [.. lines.Select(l => new AdjustStockLine(DemoData.Variant("demo", l.Item), l.Quantity))], reason);

    private static AdjustStock AdjustVariant(Guid variant, decimal quantity) =>
        new(DemoData.Store("demo"), [new AdjustStockLine(variant, quantity)], "Count");
}
