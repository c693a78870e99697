using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

public sealed class ReturnGoodsTests : ShopTests
{
    private const int Third = 333;
    private static readonly Guid First = DemoData.Store("demo");
    private static readonly Guid Till = DemoData.Terminal("demo");

    protected override bool Crowded => true;

    [Test]
    public async Task A_part_comes_back_is_paid_for_and_lies_on_the_shelf_again()
    {
        var sold = await Shop.SellAsync((20, 3), (21, 1));
        var before = await Shop.OnHandAsync("demo", 20);
        var due = sold.Lines[0].Gross / 3;

        var reply = await Shop.SendAsync(Shop.Manager, Of(sold, [new(1, 1)], Shop.Cash(due), "Too small"));
        var back = reply.Result;
        var read = await Shop.AskAsync(Shop.Manager, new GetReturn(back.ReturnId));
        var sale = await Shop.AskAsync(Shop.Manager, new GetSale(sold.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That(reply.Answer?.Location, Is.EqualTo($"/v1/returns/{back.ReturnId}"));
            Assert.That(back.Number, Does.Match("-R[0-9]{5}$"));
            Assert.That((back.Total, back.Rounding, back.Refunded, back.Reason), Is.EqualTo((due, 0L, due, "Too small")));
            Assert.That((back.SaleStoreId, back.StoreId, back.ReturnedBy), Is.EqualTo((First, First, Shop.Manager.UserId)));
            Assert.That(back.Taxes.Single().Gross, Is.EqualTo(due));
            Assert.That(read with { Lines = [], Taxes = [], Refunds = [] }, Is.EqualTo(back with { Lines = [], Taxes = [], Refunds = [] }));
            Assert.That((read.Lines, read.Taxes, read.Refunds), Is.EqualTo((back.Lines, back.Taxes, back.Refunds)).AsCollection);
            Assert.That((sale.Returned, sale.Refunded, sale.Version, sale.Status), Is.EqualTo((due, due, 2, SaleStatus.Completed)));
            Assert.That(sale.Lines.Select(l => l.Returned), Is.EqualTo(new[] { 1m, 0m }));
        });
        Assert.That(await Shop.OnHandAsync("demo", 20), Is.EqualTo(before + 1));
        Assert.That(
            (await Shop.AskAsync(Shop.Manager, new ListStockMovements(DocumentId: back.ReturnId))).Items.Select(m => (m.Kind, m.Quantity)),
            Is.EqualTo(new[] { (StockMovementKind.Return, 1m) })
        );
    }

    [Test]
    public async Task All_returns_together_pay_what_the_customer_paid_whatever_the_smallest_coin_is()
    {
        // Three for 10.00 with the coin of five cents, each third worth 3.33.
        var (store, till) = await RoundingStoreAsync("COIN");
        var sold = await Shop.AskAsync(
            Shop.Admin,
            new CompleteSale(till.StoreId, till.TerminalId, Shop.Lines("demo", (60, 3)), Shop.Cash(1_000))
        );
        List<SaleReturn> back = [];
        foreach (var paid in new long[] { 335, 330, 335 })
            back.Add(await Shop.AskAsync(Shop.Admin, Of(sold, [new(1, 1)], Shop.Cash(paid), at: till)));

        var sale = await Shop.AskAsync(Shop.Admin, new GetSale(sold.SaleId));
        Assert.Multiple(() =>
        {
            Assert.That((sold.Total, sold.Rounding), Is.EqualTo((999L, 1L)));
            Assert.That(back.Select(b => (b.Total, b.Rounding)), Is.EqualTo(new[] { (333L, 2L), (333L, -3L), (333L, 2L) }));
            Assert.That((sale.Returned, sale.Refunded), Is.EqualTo((999L, 1_000L)));
            Assert.That((back.Sum(b => b.Net), back.Sum(b => b.Tax)), Is.EqualTo((sold.Net, sold.Tax)));
        });
        Assert.That(store.Currency, Is.EqualTo("EUR"));
    }

    [Test]
    public async Task What_was_rounded_for_cash_and_goes_back_on_a_card_is_exact_to_the_last_part()
    {
        var (_, till) = await RoundingStoreAsync("MIXED");
        var sold = await Shop.AskAsync(
            Shop.Admin,
            new CompleteSale(till.StoreId, till.TerminalId, Shop.Lines("demo", (60, 3)), [new("card", 999)])
        );
        var first = await Shop.AskAsync(Shop.Admin, Of(sold, [new(1, 1)], Shop.Cash(335), at: till));
        var tooMuch = await RefusalOf(Shop.AskAsync(Shop.Admin, Of(sold, [new(1, 2)], [new("card", 666)], at: till)));
        var rest = await Shop.AskAsync(Shop.Admin, Of(sold, [new(1, 2)], [new("card", 664)], at: till));

        Assert.Multiple(() =>
        {
            Assert.That((sold.Rounding, first.Rounding, rest.Rounding), Is.EqualTo((0L, 2L, -2L)));
            Assert.That(tooMuch.Code, Is.EqualTo("sales.refund_exceeds_due"));
            Assert.That(first.Refunded + rest.Refunded, Is.EqualTo(sold.Total));
        });
    }

    [Test]
    public async Task No_more_comes_back_than_was_sold()
    {
        var sold = await Shop.SellAsync((22, 2), (23, 1.5m));
        var one = sold.Lines[0].Gross / 2;
        await Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1)], Shop.Cash(one)));

        var twice = await RefusalOf(Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1), new(2, 1.501m), new(1, 0.001m)], Shop.Cash(one))));
        var unknown = await RefusalOf(Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1), new(3, 1)], Shop.Cash(one))));

        Assert.Multiple(() =>
        {
            Assert.That((twice.Kind, twice.Code), Is.EqualTo((ErrorKind.Rule, "sales.returns_more_than_sold")));
            Assert.That(
                twice.Fields!.Select(f => (f.Key, f.Value[0])),
                Is.EqualTo(new[] { ("lines[1].quantity", "1.5 is left of it."), ("lines[2].quantity", "1 is left of it.") })
            );
            Assert.That(unknown.Fields!.Keys, Is.EqualTo(new[] { "lines[1].lineNumber" }));
        });
        Assert.That((await Shop.AskAsync(Shop.Manager, new GetSale(sold.SaleId))).Lines[0].Returned, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_thirty_two_who_bring_the_last_piece_back_one_is_paid()
    {
        var sold = await Shop.SellAsync((24, 1));
        var before = await Shop.OnHandAsync("demo", 24);
        await using var shelf = await Shop.HoldShelfAsync(24);
        var returning = Enumerable.Range(0, 32).Select(_ => OutcomeAsync(Of(sold, [new(1, 1)], Shop.Cash(sold.Total)))).ToArray();
        await Shop.UntilWaitingAsync(32);
        await shelf.CloseAsync();

        Assert.That(
            (await Task.WhenAll(returning)).GroupBy(o => o).Select(g => (g.Key, g.Count())),
            Is.EquivalentTo(new[] { ("done", 1), ("sales.returns_more_than_sold", 31) })
        );
        Assert.That(await Shop.OnHandAsync("demo", 24), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task Of_a_void_and_a_return_at_once_one_wins()
    {
        var sold = await Shop.SellAsync((25, 2));
        var before = await Shop.OnHandAsync("demo", 25);
        await using var shelf = await Shop.HoldShelfAsync(25);
        Task<string>[] both =
        [
            OutcomeAsync(new VoidSale(sold.SaleId, "Wrong")),
            OutcomeAsync(Of(sold, [new(1, 2)], Shop.Cash(sold.Total))),
        ];
        await Shop.UntilWaitingAsync(2);
        await shelf.CloseAsync();

        var outcomes = await Task.WhenAll(both);
        Assert.That(
            outcomes,
            Is.EqualTo(new[] { "done", "sales.sale_already_voided" }).Or.EqualTo(new[] { "sales.sale_has_returns", "done" })
        );
        Assert.That(await Shop.OnHandAsync("demo", 25), Is.EqualTo(before + 2));
    }

    [Test]
    public async Task A_card_gives_back_what_it_paid_and_cash_the_rest()
    {
        var basket = await Shop.BasketAsync(Shop.Manager, "demo", [(26, 2)]);
        var total = basket.Tenders[0].Amount;
        var sold = await Shop.AskAsync(Shop.Manager, basket with { Tenders = [new("card", 100, "T-1"), new("cash", total)] });
        var half = sold.Lines[0].Gross / 2;

        var other = await RefusalOf(Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1)], [new("other", half)])));
        var more = await RefusalOf(
            Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1)], [new("cash", half - 101), new("card", 60), new("card", 41)]))
        );
        await Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1)], [new("cash", half - 60), new("card", 60, "T-2")]));
        var again = await RefusalOf(Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1)], [new("cash", half - 60), new("card", 60)])));
        await Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1)], [new("cash", half - 40), new("card", 40)]));

        Assert.Multiple(() =>
        {
            Assert.That((other.Kind, other.Code), Is.EqualTo((ErrorKind.Rule, "sales.refund_exceeds_payment")));
            Assert.That(more.Fields!.Keys, Is.EqualTo(new[] { "refunds[1].amount", "refunds[2].amount" }));
            Assert.That(again.Fields!.Values.Single().Single(), Is.EqualTo("It can give back 40 minor units in all."));
        });
    }

    [Test]
    public async Task Too_little_too_much_nothing_and_an_unknown_tender_are_refused_and_leave_nothing()
    {
        var sold = await Shop.SellAsync((27, 1));
        string[] codes =
        [
            await OutcomeAsync(Of(sold, [new(1, 1)], Shop.Cash(sold.Total - 1))),
            await OutcomeAsync(Of(sold, [new(1, 1)], Shop.Cash(sold.Total + 1))),
            await OutcomeAsync(Of(sold, [new(1, 1)], [])),
            await OutcomeAsync(Of(sold, [new(1, 1)], [new("shells", sold.Total)])),
            await OutcomeAsync(Of(sold, [new(1, 1, Disposition.Quarantine)], Shop.Cash(sold.Total))),
        ];

        Assert.That(
            codes,
            Is.EqualTo(
                new[]
                {
                    "sales.refund_falls_short",
                    "sales.refund_exceeds_due",
                    "sales.nothing_refunded",
                    "sales.tender_type_unknown",
                    "sales.no_quarantine",
                }
            )
        );
        var sale = await Shop.AskAsync(Shop.Manager, new GetSale(sold.SaleId));
        Assert.That((sale.Returned, sale.Version), Is.EqualTo((0L, 1)));
        Assert.That((await Shop.AskAsync(Shop.Manager, new ListReturns(SaleId: sold.SaleId))).Items, Is.Empty);
    }

    [Test]
    public async Task Goods_go_where_they_are_said_to_go()
    {
        var (store, till) = await Shop.OpenStoreAsync("PLACES");
        var aside = await Shop.AskAsync(
            Shop.Admin,
            new CreateStockLocation(store.StoreId, "aside", "To look at", StockLocationKind.Quarantine)
        );
        var lines = Shop.Lines("demo", (60, 4));
        var quote = await Shop.AskAsync(Shop.Admin, new QuoteBasket(store.StoreId, lines));
        var sold = await Shop.AskAsync(Shop.Admin, new CompleteSale(store.StoreId, till.TerminalId, lines, Shop.Cash(quote.Total)));

        var back = await Shop.AskAsync(
            Shop.Admin,
            Of(
                sold,
                [new(1, 1), new(1, 1, Disposition.Quarantine), new(1, 1, Disposition.WriteOff), new(1, 1, Disposition.Quarantine)],
                Shop.Cash(sold.Total),
                at: till
            )
        );

        var moved = await Shop.AskAsync(Shop.Admin, new ListStockMovements(DocumentId: back.ReturnId));
        Assert.Multiple(() =>
        {
            Assert.That(back.Lines.Select(l => l.Disposition), Has.Exactly(2).EqualTo(Disposition.Quarantine));
            Assert.That(
                moved.Items.Select(m => (m.StockLocationId, m.Kind, m.Quantity)),
                Is.EquivalentTo(
                    new[] { (store.StoreId, StockMovementKind.Return, 1m), (aside.StockLocationId, StockMovementKind.Return, 2m) }
                )
            );
        });
    }

    [Test]
    public async Task Another_store_takes_back_pays_and_keeps_its_own_books()
    {
        var (second, secondTill) = (DemoData.Store("demo", 2), DemoData.Terminal("demo", 2));
        var sold = await Shop.SellAsync((28, 1));
        var (here, there) = (await Shop.OnHandAsync("demo", 28), await Shop.OnHandAsync("demo", 28, store: 2));
        var wanted = new ReturnGoods(sold.SaleId, second, secondTill, [new(1, 1)], Shop.Cash(sold.Total));
        var clerk = await Shop.EmployAsync("manager", store: 2);

        var unseen = await RefusalOf(Shop.AskAsync(clerk, wanted));
        var mixedUp = await RefusalOf(Shop.AskAsync(Shop.Admin, wanted with { TerminalId = Till }));
        var back = await Shop.AskAsync(Shop.Admin, wanted);

        Assert.Multiple(() =>
        {
            Assert.That((unseen.Code, mixedUp.Code), Is.EqualTo(("sales.sale_not_found", "core.terminal_not_found")));
            Assert.That((back.SaleStoreId, back.StoreId), Is.EqualTo((First, second)));
        });
        Assert.That((await Shop.OnHandAsync("demo", 28), await Shop.OnHandAsync("demo", 28, store: 2)), Is.EqualTo((here, there + 1)));
        // Both see it: who sold the goods, and who took them back.
        foreach (var caller in new[] { Shop.Manager, clerk })
        {
            Assert.That((await Shop.AskAsync(caller, new GetReturn(back.ReturnId))).Number, Is.EqualTo(back.Number));
            Assert.That((await Shop.AskAsync(caller, new ListReturns())).Items.Count(r => r.ReturnId == back.ReturnId), Is.EqualTo(1));
        }

        Assert.That((await Shop.AskAsync(Shop.Admin, new ListReturns())).Items.Count(r => r.ReturnId == back.ReturnId), Is.EqualTo(1));
    }

    [Test]
    public async Task A_voided_sale_takes_nothing_back_and_one_with_returns_is_not_voided()
    {
        var voided = await Shop.SellAsync((29, 1));
        await Shop.AskAsync(Shop.Manager, new VoidSale(voided.SaleId, "Wrong"));
        var kept = await Shop.SellAsync((29, 2));
        await Shop.AskAsync(Shop.Manager, Of(kept, [new(1, 1)], Shop.Cash(kept.Total / 2)));

        Assert.That(
            (await OutcomeAsync(Of(voided, [new(1, 1)], Shop.Cash(voided.Total))), await OutcomeAsync(new VoidSale(kept.SaleId, "Wrong"))),
            Is.EqualTo(("sales.sale_already_voided", "sales.sale_has_returns"))
        );
    }

    [Test]
    public async Task A_sale_of_any_day_comes_back_on_the_day_it_is()
    {
        var (_, till) = await Shop.OpenStoreAsync("LATER");
        var sold = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));
        Clock.Advance(TimeSpan.FromDays(40));
        try
        {
            var back = await Shop.AskAsync(Shop.Admin, Of(sold, [new(1, 1)], Shop.Cash(sold.Total), at: till));
            Assert.That(back.BusinessDate, Is.EqualTo(sold.BusinessDate.AddDays(40)));
        }
        finally
        {
            Clock.Advance(-TimeSpan.FromDays(40));
        }
    }

    [Test]
    public async Task A_cashier_asks_above_the_limit_and_for_what_is_not_taken_back()
    {
        var sold = await Shop.SellAsync((30, 2));
        var half = sold.Total / 2;
        var final = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                "Underwear",
                ProductKind.Simple,
                [new NewVariant("UNDER-1", half, "EUR", DemoData.TaxClass("demo"))],
                NoReturn: true
            )
        );
        var variant = final.Variants[0].VariantId;
        await Shop.AskAsync(Shop.Admin, new AdjustStock(First, [new AdjustStockLine(variant, 5)], "Opening"));
        var kept = await Shop.AskAsync(Shop.Cashier, new CompleteSale(First, Till, [new BasketItem(1, variant)], Shop.Cash(half)));
        var clerk = await Shop.EmployAsync("stock-clerk");
        var never = await OutcomeAsync(Of(sold, [new(1, 1)], Shop.Cash(half)), Shop.Cashier);
        var current = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeSettings(current.Settings with { ApprovalLimits = new ApprovalLimits(0, ReturnUpTo: half) }),
            ifMatch: current.Version
        );

        var small = await OutcomeAsync(Of(sold, [new(1, 1)], Shop.Cash(half)), Shop.Cashier);
        var marked = await OutcomeAsync(Of(kept, [new(1, 1)], Shop.Cash(half)), Shop.Cashier);
        var large = await OutcomeAsync(Of(await Shop.SellAsync((30, 2)), [new(1, 2)], Shop.Cash(sold.Total)), Shop.Cashier);
        var stranger = await OutcomeAsync(Of(sold, [new(1, 1)], Shop.Cash(half)), clerk);
        var approved = await OutcomeAsync(Of(kept, [new(1, 1)], Shop.Cash(half)), Shop.Manager);

        Assert.That(
            (never, small, marked, large, stranger, approved),
            Is.EqualTo(
                (
                    "request.approval_missing",
                    "done",
                    "request.approval_missing",
                    "request.approval_missing",
                    "request.permission_missing",
                    "done"
                )
            )
        );
    }

    [Test]
    public async Task A_return_is_made_once_and_of_the_version_that_is_meant()
    {
        var sold = await Shop.SellAsync((31, 3));
        var wanted = Of(sold, [new(1, 1)], Shop.Cash(sold.Total / 3)) with { ReturnId = Ids.New() };
        var key = Shop.NewKey();

        var first = await Shop.SendAsync(Shop.Manager, wanted, key, ifMatch: 1);
        var replay = await Shop.SendAsync(Shop.Manager, wanted, key, ifMatch: 1);
        var sameId = await RefusalOf(Shop.SendAsync(Shop.Manager, wanted));
        var stale = await RefusalOf(Shop.SendAsync(Shop.Manager, wanted with { ReturnId = null }, ifMatch: 1));

        Assert.That(replay.Answer?.Body, Is.EqualTo(first.Answer?.Body));
        Assert.That((sameId.Code, stale.Code), Is.EqualTo(("sales.return_exists", "request.version_stale")));
        Assert.That((await Shop.AskAsync(Shop.Manager, new GetSale(sold.SaleId))).Lines[0].Returned, Is.EqualTo(1));
    }

    [Test]
    public async Task Another_merchants_sale_and_return_are_not_there()
    {
        var sold = await Shop.SellAsync((32, 1));
        var back = await Shop.AskAsync(Shop.Manager, Of(sold, [new(1, 1)], Shop.Cash(sold.Total)));
        var theirs = new ReturnGoods(sold.SaleId, DemoData.Store("rival"), DemoData.Terminal("rival"), [new(1, 1)], Shop.Cash(sold.Total));

        Assert.That(
            (
                (await RefusalOf(Shop.AskAsync(Shop.Rival, theirs))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Rival, new GetReturn(back.ReturnId)))).Code,
                (await Shop.AskAsync(Shop.Rival, new ListReturns(SaleId: sold.SaleId))).Items.Count
            ),
            Is.EqualTo(("sales.sale_not_found", "sales.return_not_found", 0))
        );
    }

    [Test]
    public async Task A_store_of_another_currency_does_not_pay_for_it()
    {
        var sold = await Shop.SellAsync((33, 1));
        var abroad = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails("ABROAD", "Abroad", "CHF", "Europe/Zurich", TaxMode.Inclusive))
        );
        var till = await Shop.AskAsync(Shop.Admin, new CreateTerminal(abroad.StoreId, "T1", "One"));

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, Of(sold, [new(1, 1)], Shop.Cash(sold.Total), at: till)))).Code,
            Is.EqualTo("sales.return_in_other_currency")
        );
    }

    [Test]
    public async Task A_sale_is_found_by_what_stands_on_its_receipt()
    {
        var sold = await Shop.SellAsync((34, 1));
        await Shop.SellAsync((34, 1));

        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListSales(Number: sold.Number))).Items.Select(s => s.SaleId),
            Is.EqualTo(new[] { sold.SaleId })
        );
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListSales(Number: sold.Number))).Items, Is.Empty);
    }

    private static ReturnGoods Of(Sale sold, ReturnedItem[] lines, SaleTender[] refunds, string? reason = null, Terminal? at = null) =>
        new(sold.SaleId, at?.StoreId ?? First, at?.TerminalId ?? Till, lines, refunds, reason);

    private async Task<string> OutcomeAsync<T>(ICommand<T> act, Caller? caller = null)
    {
        try
        {
            await Shop.AskAsync(caller ?? Shop.Manager, act);
            return "done";
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }

    // A store in Finland, where cash knows no cents below five.
    private async Task<(Store Store, Terminal Till)> RoundingStoreAsync(string code)
    {
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails(code, code, "EUR", "Europe/Helsinki", TaxMode.Inclusive, CashRounding: new CashRounding(5)))
        );
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 60), 100)], "Opening")
        );
        await Shop.PriceAsync(60, Third);
        return (store, await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "One")));
    }
}
