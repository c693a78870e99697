using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

public sealed class RetryTests : ShopTests
{
    [Test]
    public async Task A_connection_lost_in_the_middle_is_made_good_under_the_key()
    {
        var onHand = await Shop.OnHandAsync("demo", 10);
        await using var shelf = await Shop.HoldShelfAsync(10);
        var selling = Shop.SendAsync(Shop.Cashier, await Shop.BasketAsync(Shop.Cashier, "demo", [(10, 1)]));
        await Shop.UntilWaitingAsync(1);

        var seller = (await Shop.WaitingAsync()).Single();
        Assert.That(await Shop.ScalarAsync<bool>("select pg_terminate_backend($1)", seller), Is.True);
        await shelf.CloseAsync();

        Assert.That((await selling).IsReplay, Is.False);
        Assert.That(await Shop.OnHandAsync("demo", 10), Is.EqualTo(onHand - 1));
    }

    [Test]
    public async Task A_deadlock_is_made_good_by_running_the_request_again()
    {
        // The sale locks its items in the order of their ids; we go the other way.
        var (low, high) = InLockOrder(11, 12);
        await using var shelf = await Shop.HoldShelfAsync(high);
        var selling = Shop.SellAsync((11, 1), (12, 1));
        await Shop.UntilWaitingAsync(1);

        // The victim is who first looks for a deadlock: not us.
        await using (var patience = new NpgsqlCommand("set deadlock_timeout = '30s'", shelf))
            await patience.ExecuteNonQueryAsync();
        await using (
            var cross = new NpgsqlCommand("select from inventory.stock_level where store_id = $1 and variant_id = $2 for update", shelf)
        )
        {
            cross.Parameters.Add(new NpgsqlParameter { Value = DemoData.Store("demo") });
            cross.Parameters.Add(new NpgsqlParameter { Value = DemoData.Variant("demo", low) });
            await cross.ExecuteNonQueryAsync();
        }

        await shelf.CloseAsync();
        Assert.That((await selling).Status, Is.EqualTo(SaleStatus.Completed));
    }

    [Test]
    public async Task Who_waits_too_long_hears_when_to_come_back()
    {
        await using var shelf = await Shop.HoldShelfAsync(13);

        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Manager,
                new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 13), 1)], "Count")
            )
        );

        Assert.That((error.Kind, error.RetryAfter), Is.EqualTo((ErrorKind.Unavailable, (TimeSpan?)TimeSpan.FromSeconds(1))));
    }

    // uuid sorts by its bytes, as its text does.
    private static (int Low, int High) InLockOrder(int one, int other) =>
        string.CompareOrdinal(DemoData.Variant("demo", one).ToString(), DemoData.Variant("demo", other).ToString()) < 0
            ? (one, other)
            : (other, one);
}
