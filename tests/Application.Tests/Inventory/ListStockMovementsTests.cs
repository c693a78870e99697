using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class ListStockMovementsTests : ShopTests
{
    [Test]
    public async Task The_ledger_of_a_variant_tells_its_whole_story_newest_first()
    {
        var sold = await Shop.SellAsync((10, 2));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Wrong basket"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Shop.AskAsync(
            Shop.Manager,
            new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 10), 1)], "Found one")
        );

        var page = await Shop.AskAsync(Shop.Cashier, new ListStockMovements(VariantId: DemoData.Variant("demo", 10)));

        Assert.That(
            page.Items.Select(m => (m.Kind, m.Quantity, m.Balance)),
            Is.EqualTo(
                new[]
                {
                    (StockMovementKind.Adjustment, 1m, (decimal?)61m),
                    (StockMovementKind.Void, 2m, 60m),
                    (StockMovementKind.Sale, -2m, 58m),
                    (StockMovementKind.Opening, 60m, 60m),
                }
            )
        );
        Assert.That(
            page.Items[2],
            Is.EqualTo(
                    new StockMovement(
                        page.Items[2].StockMovementId,
                        DemoData.Store("demo"),
                        DemoData.Store("demo"),
                        DemoData.Variant("demo", 10),
                        StockMovementKind.Sale,
                        -2,
                        58,
                        sold.SaleId,
                        sold.SoldAt,
                        Shop.Cashier.UserId,
                        Reason: null,
                        Note: null,
                        UnitCost: null
                    )
                )
                .Using<StockMovement>(
                    (a, b) => a with { MovedAt = b.MovedAt } == b && (a.MovedAt - b.MovedAt).Duration() < TimeSpan.FromSeconds(1)
                )
        );
    }

    [Test]
    public async Task Movements_of_other_stores_are_not_seen()
    {
        var there = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(11, 1)], store: 2));

        Assert.That((await Shop.AskAsync(Shop.Admin, new ListStockMovements(DocumentId: there.SaleId))).Items, Has.Count.EqualTo(1));
        Assert.That((await Shop.AskAsync(Shop.Cashier, new ListStockMovements(DocumentId: there.SaleId))).Items, Is.Empty);
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListStockMovements(DocumentId: there.SaleId))).Items, Is.Empty);
    }

    [Test]
    public async Task Pages_are_stable_while_stock_moves()
    {
        var all = (await Shop.AskAsync(Shop.Cashier, new ListStockMovements(Limit: 200))).Items.Select(m => m.StockMovementId).ToList();
        List<Guid> seen = [];
        string? cursor = null;
        while (seen.Count < all.Count)
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListStockMovements(Limit: 40, Cursor: cursor));
            seen.AddRange(page.Items.Select(m => m.StockMovementId));
            cursor = page.NextCursor;
            await Shop.SellAsync((12, 1));
        }

        Assert.That(seen, Is.EqualTo(all));
    }
}
