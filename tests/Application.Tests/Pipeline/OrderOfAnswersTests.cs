using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

/// <summary>401; 403; 400 shape or missing key; replay of a key or 422; 404; 412; 409 or 422.</summary>
public sealed class OrderOfAnswersTests : ShopTests
{
    [Test]
    public async Task Who_is_not_signed_in_hears_that_before_anything_else()
    {
        var stranger = Shop.Cashier with { SessionId = Guid.NewGuid() };

        Assert.That(
            (await RefusalOf(Shop.AskAsync(stranger, BadAdjustment(DemoData.Store("demo"))))).Kind,
            Is.EqualTo(ErrorKind.Unauthenticated)
        );
        Assert.That(
            (await RefusalOf(Shop.UseCases.SendOnRouteAsync(stranger, RouteAccess.Undeclared, BadAdjustment(DemoData.Store("demo"))))).Kind,
            Is.EqualTo(ErrorKind.Unauthenticated)
        );
    }

    [Test]
    public async Task Who_may_not_hears_that_before_what_is_wrong_with_the_request()
    {
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Cashier, BadAdjustment(DemoData.Store("demo"))))).Kind,
            Is.EqualTo(ErrorKind.Forbidden)
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Cashier, BadAdjustment(DemoData.Store("rival"))))).Kind,
            Is.EqualTo(ErrorKind.Forbidden)
        );
    }

    [Test]
    public async Task A_wrong_shape_is_told_before_what_is_not_there()
    {
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Manager, BadAdjustment(Guid.NewGuid())))).Code, Is.EqualTo("request.invalid"));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Manager, new ListSales(Guid.NewGuid(), Limit: 0)))).Code,
            Is.EqualTo("request.invalid")
        );
    }

    [Test]
    public async Task A_missing_key_is_told_before_what_is_not_there_and_after_who_may_not()
    {
        var adjust = new AdjustStock(Guid.NewGuid(), [new AdjustStockLine(DemoData.Variant("demo", 1), 1)], "Count");

        Assert.That((await RefusalOf(SendWithoutKeyAsync(Shop.Manager, adjust))).Code, Is.EqualTo("request.idempotency_key_missing"));
        Assert.That((await RefusalOf(SendWithoutKeyAsync(Shop.Cashier, adjust))).Kind, Is.EqualTo(ErrorKind.Forbidden));
    }

    [Test]
    public async Task A_used_key_answers_before_what_is_not_there_any_more()
    {
        var key = Shop.NewKey();
        var command = await Shop.BasketAsync(Shop.Admin, "demo", [(10, 1)], store: 2);
        var sold = await Shop.SendAsync(Shop.Admin, command, key);
        await Shop.ExecuteAsync(
            "update identity.access_grant set store_id = $1 where user_id = $2",
            DemoData.Store("demo"),
            Shop.Admin.UserId
        );
        try
        {
            var retry = await Shop.SendAsync(Shop.Admin, command, key);
            var reused = await RefusalOf(Shop.SendAsync(Shop.Admin, command with { Tenders = Shop.Cash(100_000) }, key));
            var fresh = await RefusalOf(Shop.SendAsync(Shop.Admin, command));

            Assert.That((retry.IsReplay, retry.Result.SaleId), Is.EqualTo((true, sold.Result.SaleId)));
            Assert.That(reused.Code, Is.EqualTo("request.idempotency_key_reused"));
            Assert.That(fresh.Code, Is.EqualTo("core.store_not_found"));
        }
        finally
        {
            await Shop.ExecuteAsync("update identity.access_grant set store_id = null where user_id = $1", Shop.Admin.UserId);
        }
    }

    [Test]
    public async Task A_used_key_does_not_answer_who_may_not_any_more()
    {
        var key = Shop.NewKey();
        var command = await Shop.BasketAsync(Shop.Cashier, "demo", [(10, 1)]);
        await Shop.SendAsync(Shop.Cashier, command, key);

        Assert.That(
            (
                await RefusalOf(Shop.UseCases.SendOnRouteAsync(Shop.Cashier, RouteAccess.Requires(Permissions.Sales.Void), command, key))
            ).Kind,
            Is.EqualTo(ErrorKind.Forbidden)
        );
    }

    [Test]
    public async Task What_is_not_there_is_told_before_a_stale_version_and_that_before_a_conflict()
    {
        var sold = await Shop.SellAsync((11, 1));
        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "First"));

        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Manager, new VoidSale(Guid.NewGuid(), "Nobody's"), ifMatch: 1))).Kind,
            Is.EqualTo(ErrorKind.NotFound)
        );
        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Manager, new VoidSale(sold.SaleId, "Second"), ifMatch: 1))).Kind,
            Is.EqualTo(ErrorKind.Stale)
        );
        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Manager, new VoidSale(sold.SaleId, "Third"), ifMatch: 2))).Kind,
            Is.EqualTo(ErrorKind.Conflict)
        );
    }

    private static AdjustStock BadAdjustment(Guid store) => new(store, [], "");

    private Task<Reply<StockAdjustment>> SendWithoutKeyAsync(Caller caller, AdjustStock adjust) =>
        Shop.UseCases.SendOnRouteAsync(caller, RouteAccess.Requires(Permissions.Inventory.Adjust), adjust);
}
