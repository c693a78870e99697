using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

/// <summary>
/// What goods cost against a model that knows nothing of the product: acts as they come, in two stores that may owe what they have not,
/// and after each of them what there is, what one costs and what all of it is worth, to the last decimal.
/// </summary>
public sealed class StockCostsModelTests : ShopTests
{
    private const int Acts = 30;

    private static readonly Guid[] Stores = [DemoData.Store("demo"), DemoData.Store("demo", 2)];

    private Caller everywhere = null!; // Opened before the first test.

    [OneTimeSetUp]
    public async Task Allow_what_is_not_there()
    {
        everywhere = Shop.Admin;
        var before = await Shop.AskAsync(everywhere, new GetSettings());
        await Shop.SendAsync(
            everywhere,
            new ChangeSettings(before.Settings with { NegativeStock = NegativeStock.Allow }),
            ifMatch: before.Version
        );
    }

    [Test]
    public async Task Any_acts_leave_what_the_model_says([Range(1, 8)] int seed)
    {
        var (random, item) = (new Random(seed), 500 + seed);
        var variant = DemoData.Variant("demo", item);
        var books = new[] { new Book(), new Book() };
        foreach (var (store, book) in Stores.Zip(books))
            await EmptyAsync(store, variant, book);
        List<string> acts = [];
        List<(Sale Sale, int Store, decimal? Cost)> sales = [];

        for (var n = 0; n < Acts; n++)
        {
            var at = random.Next(2);
            var (store, book) = (Stores[at], books[at]);
            var quantity = random.Next(1, 40) / 8m;
            var cost = random.Next(0, 1_000_000_000) / 1_000_000m;
            switch (random.Next(10))
            {
                case 0 or 1:
                    acts.Add($"receive {quantity} at {cost} in {at}");
                    await AdjustAsync(store, variant, quantity, cost);
                    book.Receive(quantity, cost);
                    break;
                case 2:
                    acts.Add($"find {quantity} in {at}");
                    await AdjustAsync(store, variant, quantity, null);
                    book.OnHand += quantity;
                    break;
                case 3:
                    acts.Add($"lose {quantity} in {at}");
                    await AdjustAsync(store, variant, -quantity, null);
                    book.OnHand -= quantity;
                    break;
                case 4 or 5:
                    acts.Add($"sell {quantity} in {at}");
                    var sale = await Shop.AskAsync(
                        everywhere,
                        await Shop.BasketAsync(everywhere, "demo", [(item, quantity)], store: at + 1)
                    );
                    Assert.That(await CostOfAsync(sale.SaleId), Is.EqualTo(book.Average), string.Join("\n", acts));
                    sales.Add((sale, at, book.Average));
                    book.OnHand -= quantity;
                    break;
                case 6 when sales.Count > 0:
                    var voided = sales[random.Next(sales.Count)];
                    sales.Remove(voided);
                    acts.Add($"void {voided.Sale.Lines[0].Quantity} of {voided.Cost} in {voided.Store}");
                    await Shop.AskAsync(everywhere, new VoidSale(voided.Sale.SaleId, "Model"));
                    books[voided.Store].TakeBack(voided.Sale.Lines[0].Quantity, voided.Cost);
                    break;
                case 7 when sales.Count > 0:
                    var returned = sales[random.Next(sales.Count)];
                    sales.Remove(returned);
                    acts.Add($"return {returned.Sale.Lines[0].Quantity} of {returned.Cost} from {returned.Store} to {at}");
                    await ReturnAsync(returned.Sale, at);
                    book.TakeBack(returned.Sale.Lines[0].Quantity, returned.Cost);
                    break;
                case 8:
                    var (sent, come) = (Math.Ceiling(quantity), random.Next(2) == 0 ? Math.Ceiling(quantity) : Math.Ceiling(quantity) - 1);
                    acts.Add($"send {sent} from {at}, of which {come} come");
                    await TransferAsync(store, Stores[1 - at], variant, sent, come);
                    var worth = book.Average;
                    book.OnHand -= sent;
                    if (come > 0)
                        books[1 - at].Come(come, worth);
                    if (sent > come)
                        book.Come(sent - come, worth);
                    break;
                case 9:
                    acts.Add($"revalue at {cost} in {at}");
                    await Shop.AskAsync(everywhere, new RevalueStock(store, "Model", [new UnitCost(variant, cost)]));
                    book.Average = cost;
                    break;
                default:
                    continue;
            }

            foreach (var (other, said) in Stores.Zip(books))
            {
                var found = (await Shop.AskAsync(everywhere, new ListStockValues(other, variant))).Items.Single();
                Assert.That(
                    (found.OnHand, found.AverageCost, found.Value),
                    Is.EqualTo((said.OnHand, said.Average, Worth(said.OnHand * said.Average))),
                    string.Join("\n", acts)
                );
            }
        }

        var changes = (await Shop.AskAsync(everywhere, new ListCostChanges(VariantId: variant, Limit: 200))).Items;
        Assert.That(
            Stores.Select(s => changes.Where(c => c.StoreId == s).Sum(c => c.Variance)),
            Is.EqualTo(books.Select(b => b.Variance)),
            string.Join("\n", acts)
        );
        var integrity = await Shop.AskAsync(everywhere, new GetIntegrity());
        Assert.That(integrity.Laws.Where(l => l.Violations.Count > 0).Select(l => l.Law), Is.Empty, string.Join("\n", acts));
    }

    [Test]
    public async Task What_was_sold_below_nothing_is_settled_by_what_comes_next_and_shows()
    {
        var (store, variant, book) = (Stores[0], DemoData.Variant("demo", 520), new Book());
        await EmptyAsync(store, variant, book);
        await AdjustAsync(store, variant, 1, 10);
        var sale = await Shop.AskAsync(everywhere, await Shop.BasketAsync(everywhere, "demo", [(520, 4)]));
        await AdjustAsync(store, variant, 2, 12);
        await AdjustAsync(store, variant, 5, 15);

        var changes = (await Shop.AskAsync(everywhere, new ListCostChanges(store, variant, Limit: 2))).Items;
        var found = (await Shop.AskAsync(everywhere, new ListStockValues(store, variant))).Items.Single();

        Assert.That(await CostOfAsync(sale.SaleId), Is.EqualTo(10m), "What was told stays.");
        // Three were owed: two came at 2 more than they were sold at, and one at 3 more than the 12 that were last known.
        Assert.That(
            changes.Select(c => (c.OnHandBefore, c.AverageAfter, c.Settled, c.Variance, c.Difference)),
            Is.EqualTo(new[] { (-1m, 15m, 1m, 3m, -3m), (-3m, 12m, 2m, 4m, -6m) })
        );
        Assert.That((found.OnHand, found.AverageCost, found.Value), Is.EqualTo((4m, (decimal?)15m, (decimal?)60m)));
    }

    [Test]
    public async Task What_comes_back_while_more_is_owed_tells_nothing_of_what_the_next_will_cost()
    {
        var (store, variant, book) = (Stores[0], DemoData.Variant("demo", 521), new Book());
        await EmptyAsync(store, variant, book);
        await AdjustAsync(store, variant, 1, 10);
        var sale = await Shop.AskAsync(everywhere, await Shop.BasketAsync(everywhere, "demo", [(521, 2)]));
        await Shop.AskAsync(everywhere, await Shop.BasketAsync(everywhere, "demo", [(521, 3)]));
        await Shop.AskAsync(everywhere, new RevalueStock(store, "Dearer", [new UnitCost(variant, 14)]));

        await Shop.AskAsync(everywhere, new VoidSale(sale.SaleId, "Wrong"));

        var found = (await Shop.AskAsync(everywhere, new ListStockValues(store, variant))).Items.Single();
        var change = (await Shop.AskAsync(everywhere, new ListCostChanges(store, variant, Limit: 1))).Items.Single();
        Assert.That((found.OnHand, found.AverageCost, found.Value), Is.EqualTo((-2m, (decimal?)14m, (decimal?)-28m)));
        Assert.That((change.UnitCost, change.Settled, change.Variance, change.AverageAfter), Is.EqualTo((10m, 2m, -8m, 14m)));
    }

    // Round half away from zero, which the numeric of PostgreSQL does and decimals do not by themselves.
    private static decimal? Worth(decimal? value) => value is { } worth ? Math.Round(worth, 3, MidpointRounding.AwayFromZero) : null;

    private async Task EmptyAsync(Guid store, Guid variant, Book book)
    {
        var there = (await Shop.AskAsync(everywhere, new ListStockValues(store, variant))).Items.Single().OnHand;
        var onFloor = await Shop.ScalarAsync<decimal>(
            "select on_hand from inventory.stock_level where store_id = $1 and variant_id = $2",
            store,
            variant
        );
        if (onFloor != 0)
            await AdjustAsync(store, variant, -onFloor, null);
        book.OnHand = there - onFloor;
    }

    private Task<StockAdjustment> AdjustAsync(Guid store, Guid variant, decimal quantity, decimal? cost) =>
        Shop.AskAsync(everywhere, new AdjustStock(store, [new AdjustStockLine(variant, quantity, cost)], "Model"));

    private Task<decimal?> CostOfAsync(Guid document) =>
        Shop.ScalarAsync<decimal?>("select unit_cost from inventory.stock_movement where document_id = $1", document);

    private Task<SaleReturn> ReturnAsync(Sale sale, int at) =>
        Shop.AskAsync(
            everywhere,
            new ReturnGoods(
                sale.SaleId,
                Stores[at],
                DemoData.Terminal("demo", at + 1),
                [new ReturnedItem(1, sale.Lines[0].Quantity)],
                Shop.Cash(sale.Total + sale.Rounding)
            )
        );

    private async Task TransferAsync(Guid from, Guid to, Guid variant, decimal sent, decimal come)
    {
        var transfer = await Shop.AskAsync(everywhere, new RequestTransfer(from, to, [new TransferQuantity(variant, sent)]));
        await Shop.AskAsync(everywhere, new ApproveTransfer(transfer.TransferId));
        await Shop.AskAsync(everywhere, new ShipTransfer(transfer.TransferId));
        if (come > 0)
            await Shop.AskAsync(everywhere, new ReceiveTransfer(transfer.TransferId, [new TransferQuantity(variant, come)]));
        if (sent > come)
            await Shop.AskAsync(everywhere, new ReturnTransfer(transfer.TransferId));
    }

    private sealed class Book
    {
        public decimal OnHand { get; set; }

        public decimal? Average { get; set; }

        public decimal Variance { get; private set; }

        public void Come(decimal quantity, decimal? cost)
        {
            if (cost is { } known)
                Receive(quantity, known);
            else
                OnHand += quantity;
        }

        public void Receive(decimal quantity, decimal cost)
        {
            Settle(quantity, cost);
            Average =
                Average is { } before && OnHand > 0
                    ? Math.Round((OnHand * before + quantity * cost) / (OnHand + quantity), 6, MidpointRounding.AwayFromZero)
                    : cost;
            OnHand += quantity;
        }

        public void TakeBack(decimal quantity, decimal? cost)
        {
            if (cost is null || cost == Average)
            {
                OnHand += quantity;
            }
            else if (Average is not null && OnHand + quantity <= 0)
            {
                Settle(quantity, cost.Value);
                OnHand += quantity;
            }
            else
            {
                Receive(quantity, cost.Value);
            }
        }

        // What was owed is paid for now, at another cost than it was issued at.
        private void Settle(decimal quantity, decimal cost) =>
            Variance += Worth((cost - (Average ?? 0)) * Math.Min(quantity, Math.Max(-OnHand, 0))) ?? 0;
    }
}
