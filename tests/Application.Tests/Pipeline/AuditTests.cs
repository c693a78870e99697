using System.Diagnostics;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

public sealed class AuditTests : ShopTests
{
    [Test]
    public async Task An_act_and_all_its_traces_are_one_transaction()
    {
        var key = Shop.NewKey();
        var sold = await Shop.SendAsync(Shop.Cashier, await Shop.BasketAsync(Shop.Cashier, "demo", [(10, 1)]), key);

        var transactions = await Shop.ListAsync<string>(
            """
            select xmin::text from sales.sale where sale_id = $1
             union all
            select xmin::text from sales.sale_line where sale_id = $1
             union all
            select xmin::text from sales.tender where sale_id = $1
             union all
            select xmin::text from inventory.stock_movement where document_id = $1
             union all
            select xmin::text from app.outbox_event where payload ->> 'saleId' = $1::text
             union all
            select xmin::text from app.audit_entry where subject ->> 'saleId' = $1::text
             union all
            select xmin::text from app.idempotency_key where idempotency_key = $2
            """,
            sold.Result.SaleId,
            key
        );

        Assert.That(transactions, Has.Count.EqualTo(7));
        Assert.That(transactions.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_entry_says_who_did_what_to_what_from_where()
    {
        using var activity = new Activity("till").SetIdFormat(ActivityIdFormat.W3C).Start();
        var sold = await Shop.SellAsync((11, 1));

        var entry = await Shop.ScalarAsync<string>(
            """
            select concat_ws(' ', act, outcome, user_id, session_id, host(client_address), trace_id, approved_by, octet_length(request_hash)) || ' ' || subject
              from app.audit_entry
             where subject ->> 'saleId' = $1
            """,
            sold.SaleId.ToString()
        );

        Assert.That(
            entry,
            Is.EqualTo(
                $"CompleteSale done {Shop.Cashier.UserId} {Shop.Cashier.SessionId} {UseCases.ClientAddress} {activity.TraceId} 32 "
                    + $$"""{"saleId": "{{sold.SaleId}}", "storeId": "{{sold.StoreId}}", "terminalId": "{{sold.TerminalId}}"}"""
            )
        );
    }

    [Test]
    public async Task An_entry_declares_the_ids_of_request_and_result()
    {
        var adjustment = await Shop.AskAsync(
            Shop.Manager,
            new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 12), 1)], "Count")
        );

        Assert.That(
            await Shop.ScalarAsync<string>(
                "select act || ' ' || subject from app.audit_entry where subject ->> 'stockAdjustmentId' = $1",
                adjustment.StockAdjustmentId.ToString()
            ),
            Is.EqualTo(
                $$"""AdjustStock {"storeId": "{{adjustment.StoreId}}", "stockLocationId": "{{adjustment.StoreId}}", "stockAdjustmentId": "{{adjustment.StockAdjustmentId}}"}"""
            )
        );
    }

    [Test]
    public async Task An_entry_never_holds_the_request_itself()
    {
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(13, 1)]);
        await Shop.AskAsync(Shop.Cashier, basket with { Tenders = [new SaleTender("cash", basket.Tenders[0].Amount, "Secret reference")] });

        Assert.That(await Shop.ListAsync<string>("select e::text from app.audit_entry as e"), Has.None.Contains("Secret"));
    }

    [Test]
    public async Task Every_command_leaves_one_entry_and_a_question_none()
    {
        var sold = await Shop.SellAsync((14, 1));
        var before = await CountAsync();

        await Shop.AskAsync(Shop.Cashier, new GetSale(sold.SaleId));
        await Shop.AskAsync(Shop.Cashier, new QuoteBasket(DemoData.Store("demo"), Shop.Lines("demo", (14, 1))));
        Assert.That(await CountAsync(), Is.EqualTo(before));

        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Count me"));
        Assert.That(await CountAsync(), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task What_is_refused_by_a_rule_or_answered_again_leaves_no_entry()
    {
        var key = Shop.NewKey();
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(15, 1)]);
        await Shop.SendAsync(Shop.Cashier, basket, key);
        var before = await CountAsync();

        await Shop.SendAsync(Shop.Cashier, basket, key);
        await RefusalOf(Shop.SendAsync(Shop.Cashier, basket with { Tenders = [] }));
        await RefusalOf(
            Shop.SendAsync(Shop.Cashier, basket with { Lines = Shop.Lines("demo", (15, 1_000)), Tenders = Shop.Cash(10_000_000) })
        );

        Assert.That(await CountAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_denial_is_on_record_though_the_act_would_only_have_written()
    {
        await RefusalOf(Shop.UseCases.SendOnRouteAsync(Shop.Cashier, RouteAccess.Requires(Permissions.Sales.Void), new SignOut()));

        Assert.That(
            await Shop.ListAsync<string>("select outcome from app.audit_entry where act = 'SignOut' and user_id = $1", Shop.Cashier.UserId),
            Is.EqualTo(new[] { "refused" })
        );
    }

    private Task<long> CountAsync() => Shop.ScalarAsync<long>("select count(*) from app.audit_entry");
}
