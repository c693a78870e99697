using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

public sealed class IdempotencyTests : ShopTests
{
    protected override bool Crowded => true;

    [Test]
    public async Task Thirty_two_at_once_with_one_key_are_one_sale_with_one_answer()
    {
        var onHand = await Shop.OnHandAsync("demo", 10);
        var command = await BasketAsync(10);
        var key = Shop.NewKey();

        await using var shelf = await Shop.HoldShelfAsync(10);
        var sending = Enumerable.Range(0, 32).Select(_ => Shop.SendAsync(Shop.Cashier, command, key)).ToArray();
        await Shop.UntilWaitingAsync(32);
        await shelf.CloseAsync();
        var replies = await Task.WhenAll(sending);

        Assert.Multiple(() =>
        {
            Assert.That(replies.Count(r => !r.IsReplay), Is.EqualTo(1));
            Assert.That(replies.Select(Whole).Distinct().Count(), Is.EqualTo(1));
            Assert.That(replies.Select(r => r.Result.SaleId).Distinct().Count(), Is.EqualTo(1));
        });
        Assert.That(await Shop.OnHandAsync("demo", 10), Is.EqualTo(onHand - 1));
    }

    [Test]
    public async Task Retries_one_after_the_other_get_the_stored_answer_whatever_has_happened_since()
    {
        var command = await BasketAsync(11);
        var key = Shop.NewKey();
        var first = await Shop.SendAsync(Shop.Cashier, command, key);
        var onHand = await Shop.OnHandAsync("demo", 11);
        await Shop.PriceAsync(11, 1);
        await Shop.AskAsync(Shop.Manager, new VoidSale(first.Result.SaleId, "Voided since"));

        for (var n = 0; n < 5; n++)
        {
            var retry = await Shop.SendAsync(Shop.Cashier, command, key);
            Assert.That((retry.IsReplay, Whole(retry)), Is.EqualTo((true, Whole(first))));
        }

        Assert.That(await Shop.OnHandAsync("demo", 11), Is.EqualTo(onHand + 1));
    }

    [Test]
    public async Task A_key_is_remembered_for_thirty_days_and_then_is_as_good_as_a_fresh_one()
    {
        var command = await BasketAsync(11);
        var key = Shop.NewKey();
        var first = await Shop.SendAsync(Shop.Cashier, command, key);

        await TidyAsync("29 days 23 hours");
        var retry = await Shop.SendAsync(Shop.Cashier, command, key);
        await TidyAsync("30 days 1 hour");
        var later = await Shop.SendAsync(Shop.Cashier, command, key);

        Assert.That((retry.IsReplay, retry.Result.SaleId), Is.EqualTo((true, first.Result.SaleId)));
        Assert.That((later.IsReplay, later.Result.SaleId == first.Result.SaleId), Is.EqualTo((false, false)));

        async Task TidyAsync(string age)
        {
            await Shop.ExecuteAsync(
                "update app.idempotency_key set claimed_at = now() - $1::text::interval where idempotency_key = $2",
                age,
                key
            );
            await Shop.TidyAsync();
        }
    }

    [Test]
    public async Task A_void_and_an_adjustment_are_repeated_as_safely_as_a_sale()
    {
        var sold = await Shop.SellAsync((12, 2));
        var before = await Shop.OnHandAsync("demo", 12);
        var (voidKey, adjustKey) = (Shop.NewKey(), Shop.NewKey());
        var adjust = new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 12), 5)], "Count");

        var voids = new[] { await VoidAsync(), await VoidAsync() };
        var adjustments = new[]
        {
            await Shop.SendAsync(Shop.Manager, adjust, adjustKey),
            await Shop.SendAsync(Shop.Manager, adjust, adjustKey),
        };

        Assert.That(voids.Select(Whole).Distinct().Count(), Is.EqualTo(1));
        Assert.That(adjustments.Select(Whole).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await Shop.OnHandAsync("demo", 12), Is.EqualTo(before + 2 + 5));

        Task<Reply<Sale>> VoidAsync() => Shop.SendAsync(Shop.Manager, new VoidSale(sold.SaleId, "Once"), voidKey, ifMatch: 1);
    }

    [Test]
    public async Task A_key_is_for_one_request_only()
    {
        var command = await BasketAsync(13);
        var key = Shop.NewKey();
        await Shop.SendAsync(Shop.Cashier, command, key);
        var onHand = await Shop.OnHandAsync("demo", 13);

        var otherBody = await RefusalOf(Shop.SendAsync(Shop.Cashier, command with { Lines = Shop.Lines("demo", (13, 2)) }, key));
        var otherAct = await RefusalOf(Shop.SendAsync(Shop.Cashier, command with { SaleId = Ids.New() }, key));

        Assert.That((otherBody.Kind, otherBody.Code), Is.EqualTo((ErrorKind.Rule, "request.idempotency_key_reused")));
        Assert.That(otherAct, Is.EqualTo(otherBody));
        Assert.That(await Shop.OnHandAsync("demo", 13), Is.EqualTo(onHand));
    }

    [Test]
    public async Task A_refusal_stores_nothing_and_the_key_may_succeed_later()
    {
        var onHand = await Shop.OnHandAsync("demo", 16);
        var lines = Shop.Lines("demo", (16, onHand + 1));
        var quote = await Shop.AskAsync(Shop.Cashier, new QuoteBasket(DemoData.Store("demo"), lines));
        var command = new CompleteSale(DemoData.Store("demo"), DemoData.Terminal("demo"), lines, Shop.Cash(quote.Total));
        var key = Shop.NewKey();

        var refused = await RefusalOf(Shop.SendAsync(Shop.Cashier, command, key));
        Assert.That(refused.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from app.idempotency_key where idempotency_key = $1", key), Is.Zero);

        await Shop.AskAsync(
            Shop.Manager,
            new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 16), 1)], "Found")
        );
        var sold = await Shop.SendAsync(Shop.Cashier, command, key);

        Assert.That((sold.IsReplay, await Shop.OnHandAsync("demo", 16)), Is.EqualTo((false, 0m)));
    }

    [Test]
    public async Task A_retry_while_the_first_is_in_flight_waits_for_its_answer()
    {
        var command = await BasketAsync(17);
        var key = Shop.NewKey();
        await using var shelf = await Shop.HoldShelfAsync(17);

        var first = Shop.SendAsync(Shop.Cashier, command, key);
        await Shop.UntilWaitingAsync(1);
        var retry = Shop.SendAsync(Shop.Cashier, command, key);
        await Shop.UntilWaitingAsync(2);
        Assert.That((first.IsCompleted, retry.IsCompleted), Is.EqualTo((false, false)));

        await shelf.CloseAsync();
        Assert.That(((await first).IsReplay, (await retry).IsReplay), Is.EqualTo((false, true)));
        Assert.That(Whole(await retry), Is.EqualTo(Whole(await first)));
    }

    [Test]
    public async Task A_retry_does_what_the_first_was_refused_while_it_waited()
    {
        var command = await BasketAsync(18);
        var key = Shop.NewKey();
        await using var shelf = await Shop.HoldShelfAsync(18);

        var first = Shop.SendAsync(
            Shop.Cashier,
            command with
            {
                Lines = Shop.Lines("demo", (18, 1_000_000)),
                Tenders = Shop.Cash(1_000_000_000),
            },
            key
        );
        await Shop.UntilWaitingAsync(1);
        var other = Shop.SendAsync(Shop.Cashier, command, key);
        await Shop.UntilWaitingAsync(2);

        await shelf.CloseAsync();
        Assert.That((await RefusalOf(first)).Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That((await other).IsReplay, Is.False);
    }

    private Task<CompleteSale> BasketAsync(int item) => Shop.BasketAsync(Shop.Cashier, "demo", [(item, 1)]);

    private static string Whole<T>(Reply<T> reply) =>
        $"{reply.Answer?.Status} {reply.Answer?.Location} {reply.Answer?.ETag} {Convert.ToHexString(reply.Answer?.Body ?? [])}";
}
