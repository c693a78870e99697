using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

[Category("Race")]
public sealed class SaleRaceTests : ShopTests
{
    protected override bool Crowded => true;

    private const int Tills = 8;

    private static readonly Guid Store = DemoData.Store("demo");

    // Sellers at one till queue for its numbers; a race needs many tills.
    [OneTimeSetUp]
    public async Task Open_more_tills() =>
        await Shop.ExecuteAsync(
            "insert into core.terminal (tenant_id, terminal_id, store_id, code, name) select $1, id, $2, 'R' || n, 'Race till ' || n from unnest($3) with ordinality as till (id, n)",
            DemoData.Tenant("demo"),
            Store,
            Enumerable.Range(0, Tills).Select(Till).ToArray()
        );

    [TestCase(3)]
    [TestCase(50, Explicit = true, Category = "Stress")]
    public async Task Sixty_four_sellers_sell_the_last_twenty_units_exactly(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await SetAsync(10, 20);
            var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(10, 1)]);

            await using var shelf = await Shop.HoldShelfAsync(10);
            var selling = Enumerable.Range(0, 64).Select(n => OutcomeAsync(basket with { TerminalId = Till(n) })).ToArray();
            await Shop.UntilWaitingAsync(Tills);
            await shelf.CloseAsync();

            Assert.That(Counted(await Task.WhenAll(selling)), Is.EquivalentTo(new[] { ("sold", 20), ("inventory.not_enough_stock", 44) }));
            Assert.That(await Shop.OnHandAsync("demo", 10), Is.Zero);
        }
    }

    [Test]
    public async Task Baskets_of_different_sizes_never_take_more_than_there_is()
    {
        await SetAsync(11, 50);
        var baskets = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => Shop.BasketAsync(Shop.Cashier, "demo", [(11, n), (11, 0.5m)])));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 48)
                .Select(async n =>
                {
                    var basket = baskets[n % baskets.Length];
                    return (Quantity: basket.Lines.Sum(l => l.Quantity), Outcome: await OutcomeAsync(basket with { TerminalId = Till(n) }));
                })
        );

        Assert.That(outcomes.Select(o => o.Outcome).Distinct(), Is.EquivalentTo(new[] { "sold", "inventory.not_enough_stock" }));
        Assert.That(await Shop.OnHandAsync("demo", 11), Is.EqualTo(50 - outcomes.Where(o => o.Outcome == "sold").Sum(o => o.Quantity)));
    }

    [TestCase(1)]
    [TestCase(50, Explicit = true, Category = "Stress")]
    public async Task Baskets_with_the_same_lines_in_opposite_order_do_not_deadlock(int rounds)
    {
        var forth = Enumerable.Range(100, 12).Select(n => (n, 0.01m)).ToArray();
        var baskets = new[]
        {
            await Shop.BasketAsync(Shop.Cashier, "demo", forth),
            await Shop.BasketAsync(Shop.Cashier, "demo", [.. forth.Reverse()]),
        };
        var deadlocks = await DeadlocksAsync();

        for (var round = 0; round < rounds; round++)
        {
            var outcomes = await Task.WhenAll(
                Enumerable.Range(0, 64).Select(n => OutcomeAsync(baskets[n % 2] with { TerminalId = Till(n) }))
            );
            Assert.That(outcomes, Is.All.EqualTo("sold"));
        }

        Assert.That(await DeadlocksAsync(), Is.EqualTo(deadlocks));
    }

    [Test]
    public async Task Sales_voids_and_adjustments_of_the_same_goods_do_not_deadlock_and_add_up()
    {
        var items = Enumerable.Range(200, 6).ToArray();
        var before = await OnHandAsync(items);
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [.. items.Select(n => (n, 1m))]);
        var earlier = new List<Sale>();
        for (var n = 0; n < 16; n++)
            earlier.Add(await Shop.AskAsync(Shop.Cashier, basket with { TerminalId = Till(n) }));
        var deadlocks = await DeadlocksAsync();

        var adjust = new AdjustStock(Store, [.. items.Reverse().Select(n => new AdjustStockLine(DemoData.Variant("demo", n), 2))], "Race");
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .SelectMany(n =>
                    new Task[]
                    {
                        Shop.AskAsync(Shop.Cashier, basket with { TerminalId = Till(n), Lines = [.. basket.Lines.Reverse()] }),
                        Shop.AskAsync(Shop.Manager, new VoidSale(earlier[n].SaleId, "Race")),
                        Shop.AskAsync(Shop.Manager, adjust),
                    }
                )
        );

        Assert.That(await OnHandAsync(items), Is.EqualTo(before.Select(b => b - 16 + 32)));
        Assert.That(await DeadlocksAsync(), Is.EqualTo(deadlocks));
    }

    private static Guid Till(int number) => DemoData.Id(FormattableString.Invariant($"race/till/{number % Tills}"));

    private static IEnumerable<(string, int)> Counted(IEnumerable<string> outcomes) =>
        outcomes.GroupBy(o => o).Select(g => (g.Key, g.Count()));

    // Whatever is neither a sale nor a refusal (a failure of the database, a request that gave up) fails the test.
    private async Task<string> OutcomeAsync(CompleteSale command)
    {
        try
        {
            await Shop.AskAsync(Shop.Cashier, command);
            return "sold";
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }

    private async Task SetAsync(int item, decimal quantity)
    {
        var difference = quantity - await Shop.OnHandAsync("demo", item);
        if (difference != 0)
            await Shop.AskAsync(
                Shop.Manager,
                new AdjustStock(Store, [new AdjustStockLine(DemoData.Variant("demo", item), difference)], "Race")
            );
    }

    private async Task<decimal[]> OnHandAsync(int[] items)
    {
        var figures = new decimal[items.Length];
        for (var i = 0; i < items.Length; i++)
            figures[i] = await Shop.OnHandAsync("demo", items[i]);
        return figures;
    }

    // A server process tells what it counted when it ends, or some seconds later: the application's are ended here, and its
    // pool makes new ones.
    private async Task<long> DeadlocksAsync()
    {
        while (
            await Shop.ScalarAsync<long>(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename = 'poscommerce_app'"
            ) > 0
        )
            await Task.Delay(10);
        return await Shop.ScalarAsync<long>("select deadlocks from pg_stat_database where datname = current_database()");
    }
}
