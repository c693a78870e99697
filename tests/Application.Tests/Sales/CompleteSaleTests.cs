using System.Globalization;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

public sealed class CompleteSaleTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");
    private static readonly Guid Till = DemoData.Terminal("demo");

    [Test]
    public async Task A_basket_is_paid_by_card_and_cash_and_gives_change()
    {
        // 199 + 37 * 10 and 199 + 37 * 12, tax included: 19 % of item 10, 7 % of item 12.
        var command = Sale([.. Shop.Lines("demo", (10, 2), (12, 1))], new("card", 1000, "T-4711"), new("cash", 1000));

        var sale = await Shop.AskAsync(Shop.Cashier, command);

        Assert.Multiple(() =>
        {
            Assert.That(
                sale.Lines.Select(l => (l.LineNumber, l.Sku, l.Quantity, l.UnitPrice, l.TaxRate, l.Net, l.Tax, l.Gross)),
                Is.EqualTo(new[] { (1, "SKU-0011", 2m, 569L, 19m, 956L, 182L, 1138L), (2, "SKU-0013", 1m, 643L, 7m, 601L, 42L, 643L) })
            );
            Assert.That(sale.Taxes, Is.EqualTo(new[] { new SaleTax(7m, 601, 42, 643), new SaleTax(19m, 956, 182, 1138) }));
            Assert.That((sale.Net, sale.Tax, sale.Total, sale.Change), Is.EqualTo((1557L, 224L, 1781L, 219L)));
            Assert.That(sale.Tenders, Is.EqualTo(command.Tenders));
            Assert.That(
                (sale.Status, sale.Currency, sale.StoreId, sale.TerminalId, sale.SoldBy),
                Is.EqualTo((SaleStatus.Completed, "EUR", Store, Till, Shop.Cashier.UserId))
            );
            Assert.That(sale.SoldAt, Is.EqualTo(Clock.GetUtcNow()).Within(TimeSpan.FromSeconds(10)));
            Assert.That(sale.Void, Is.Null);
        });
    }

    [Test]
    public async Task A_store_that_adds_tax_on_top_rounds_it_once_per_rate()
    {
        // Items 4 and 7 cost 347 and 458 at 8.875 %: 71.44 of tax on 805, where each line alone would round to 31 and 41.
        var lines = Shop.Lines("rival", (4, 1), (7, 1));
        var sale = await Shop.AskAsync(
            Shop.Rival,
            new CompleteSale(DemoData.Store("rival"), DemoData.Terminal("rival"), lines, Shop.Cash(900))
        );

        Assert.Multiple(() =>
        {
            Assert.That((sale.Net, sale.Tax, sale.Total, sale.Change, sale.Currency), Is.EqualTo((805L, 71L, 876L, 24L, "USD")));
            Assert.That(sale.Taxes, Is.EqualTo(new[] { new SaleTax(8.875m, 805, 71, 876) }));
            Assert.That(sale.Lines.Sum(l => l.Tax), Is.EqualTo(71));
        });
    }

    [Test]
    public async Task Cash_is_rounded_to_the_stores_coin_and_a_card_is_not()
    {
        var (store, till) = (DemoData.Store("demo", 2), DemoData.Terminal("demo", 2));
        var before = await Shop.AskAsync(Shop.Admin, new GetStore(store));
        var details = new StoreDetails(
            before.Code,
            before.Name,
            before.Currency,
            before.TimeZone,
            before.TaxMode,
            before.TaxRounding,
            new CashRounding(5)
        );
        var changed = (await Shop.SendAsync(Shop.Admin, new ChangeStore(store, details), ifMatch: before.Version)).Result;
        var lines = Shop.Lines("demo", (12, 1)); // 643

        var quote = await Shop.AskAsync(Shop.Admin, new QuoteBasket(store, lines));
        var cash = await Shop.AskAsync(Shop.Admin, new CompleteSale(store, till, lines, Shop.Cash(700)));
        var card = await Shop.AskAsync(Shop.Admin, new CompleteSale(store, till, lines, [new("card", 643)]));
        var both = await Shop.AskAsync(Shop.Admin, new CompleteSale(store, till, lines, [new("card", 601), new("cash", 40)]));
        var short2 = await RefusalOf(Shop.AskAsync(Shop.Admin, new CompleteSale(store, till, lines, Shop.Cash(643))));

        Assert.Multiple(() =>
        {
            Assert.That((quote.Total, quote.Rounding), Is.EqualTo((643L, 2L)));
            Assert.That((cash.Total, cash.Rounding, cash.Change), Is.EqualTo((643L, 2L, 55L)));
            Assert.That((card.Total, card.Rounding, card.Change), Is.EqualTo((643L, 0L, 0L)));
            Assert.That((both.Total, both.Rounding, both.Change), Is.EqualTo((643L, -2L, 0L)), "42 in cash are 40.");
            Assert.That((cash.Net, cash.Tax), Is.EqualTo((card.Net, card.Tax)), "Taxes are as they were.");
            Assert.That(short2.Code, Is.EqualTo("sales.underpaid"));
        });
        var read = await Shop.AskAsync(Shop.Admin, new GetSale(cash.SaleId));
        Assert.That((read.Rounding, read.Change), Is.EqualTo((2L, 55L)));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Holds, Is.True);
        await Shop.SendAsync(Shop.Admin, new ChangeStore(store, details with { CashRounding = null }), ifMatch: changed.Version);
    }

    [Test]
    public async Task A_barcode_sells_the_same_as_its_variant()
    {
        var byBarcode = await Shop.AskAsync(Shop.Cashier, Sale([new(1, Barcode: DemoData.Barcode(20))], Exactly(939)));
        var byVariant = await Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (20, 1)), Exactly(939)));

        Assert.Multiple(() =>
        {
            Assert.That(byBarcode.Lines[0].VariantId, Is.EqualTo(DemoData.Variant("demo", 20)));
            Assert.That(byBarcode.Lines, Is.EqualTo(byVariant.Lines));
        });
    }

    [Test]
    public async Task One_variant_may_come_as_barcode_and_as_id_in_one_basket()
    {
        var before = await Shop.OnHandAsync("demo", 21);
        var sale = await Shop.AskAsync(
            Shop.Cashier,
            Sale(
                [new(1, Barcode: DemoData.Barcode(21)), new(2, DemoData.Variant("demo", 21)), new(1, Barcode: DemoData.Barcode(21))],
                Exactly(4 * 976)
            )
        );

        Assert.That(
            sale.Lines.Select(l => (l.VariantId, l.Quantity)),
            Is.EqualTo(new[] { 1m, 2m, 1m }.Select(q => (DemoData.Variant("demo", 21), q)))
        );
        Assert.That(await Shop.OnHandAsync("demo", 21), Is.EqualTo(before - 4));
    }

    [Test]
    public async Task Stock_goes_down_where_it_was_sold_and_the_ledger_says_why()
    {
        var here = await Shop.OnHandAsync("demo", 30);
        var there = await Shop.OnHandAsync("demo", 30, store: 2);

        var sale = await Shop.SellAsync((30, 2.5m));

        Assert.That(await Shop.OnHandAsync("demo", 30), Is.EqualTo(here - 2.5m));
        Assert.That(await Shop.OnHandAsync("demo", 30, store: 2), Is.EqualTo(there));
        Assert.That(
            await Shop.ListAsync<string>(
                "select kind || ' ' || quantity || ' ' || moved_by from inventory.stock_movement where document_id = $1",
                sale.SaleId
            ),
            Is.EqualTo(new[] { $"sale -2.500 {Shop.Cashier.UserId}" })
        );
    }

    [Test]
    public async Task Receipt_numbers_have_no_gaps_even_after_refusals()
    {
        List<long> numbers = [await NumberAsync()];
        await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (31, 1)), Exactly(1)))); // Underpaid.
        numbers.Add(await NumberAsync());
        await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (31, 100_000)), Exactly(1_000_000_000)))); // Not in stock.
        numbers.Add(await NumberAsync());

        Assert.That(numbers, Is.EqualTo(new[] { numbers[0], numbers[0] + 1, numbers[0] + 2 }));

        async Task<long> NumberAsync()
        {
            var sale = await Shop.SellAsync((31, 1));
            Assert.That(sale.Number, Does.Match("^MITTE-T1-[0-9]{6}$"));
            return long.Parse(sale.Number[^6..], CultureInfo.InvariantCulture);
        }
    }

    [Test]
    public async Task Each_till_counts_its_own_sales()
    {
        var sales = new[]
        {
            await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(32, 1)], store: 2, terminal: 1)),
            await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(32, 1)], store: 2, terminal: 2)),
        };

        foreach (var (sale, till) in sales.Zip(["HAFEN-T1", "HAFEN-T2"]))
        {
            var sold = await Shop.ScalarAsync<long>("select count(*) from sales.sale where terminal_id = $1", sale.TerminalId);
            Assert.That(sale.Number, Is.EqualTo(FormattableString.Invariant($"{till}-{sold:000000}")));
        }
    }

    [Test]
    public async Task What_is_not_for_sale_is_named_by_its_line()
    {
        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Cashier,
                Sale([new(1, Barcode: DemoData.Barcode(33)), new(1, Barcode: "2999999999994"), new(1, Guid.NewGuid())], Exactly(10_000))
            )
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.NotFound, "sales.item_not_found")));
        Assert.That(error.Fields?.Keys, Is.EquivalentTo(new[] { "lines[1]", "lines[2]" }));
    }

    [Test]
    public async Task An_archived_variant_is_not_for_sale()
    {
        await Shop.ExecuteAsync("update catalog.variant set archived_at = now() where variant_id = $1", DemoData.Variant("demo", 34));

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (33, 1), (34, 1)), Exactly(10_000))));

        Assert.That(error.Fields?.Keys, Is.EquivalentTo(new[] { "lines[1]" }));
    }

    [Test]
    public async Task A_variant_priced_in_another_currency_is_refused_by_its_line()
    {
        await Shop.PriceAsync(35, 100, "GBP");

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (35, 1)), Exactly(10_000))));

        Assert.That((error.Code, error.Fields?.Keys.Single()), Is.EqualTo(("sales.other_currency", "lines[0]")));
    }

    [Test]
    public async Task Short_stock_is_told_with_variant_and_figures()
    {
        var onHand = await Shop.OnHandAsync("demo", 40);
        var numbers = await LastNumberAsync();

        var error = await RefusalOf(
            Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (40, onHand + 1.5m), (41, 1)), Exactly(1_000_000)))
        );

        Assert.Multiple(() =>
        {
            Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "inventory.not_enough_stock")));
            Assert.That(error.Fields?.Keys, Is.EqualTo(new[] { DemoData.Variant("demo", 40).ToString() }));
            Assert.That(
                error.Fields?.Values.Single(),
                Is.EqualTo(new[] { FormattableString.Invariant($"{onHand + 1.5m:0.###} wanted, {onHand:0.###} available.") })
            );
        });
        Assert.That(await Shop.OnHandAsync("demo", 40), Is.EqualTo(onHand));
        Assert.That(await LastNumberAsync(), Is.EqualTo(numbers));
    }

    [Test]
    public async Task What_is_reserved_cannot_be_sold()
    {
        var onHand = await Shop.OnHandAsync("demo", 42);
        await Shop.AskAsync(Shop.Manager, new ReserveStock(Store, [new ReservationLine(DemoData.Variant("demo", 42), 10)]));

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (42, onHand - 9)), Exactly(1_000_000))));
        var sale = await Shop.SellAsync((42, onHand - 10));

        Assert.That(error.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(sale.Lines.Single().Quantity, Is.EqualTo(onHand - 10));
    }

    [Test]
    public async Task Two_lines_of_one_variant_need_stock_for_both()
    {
        var onHand = await Shop.OnHandAsync("demo", 43);

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (43, onHand), (43, 1)), Exactly(1_000_000))));
        await Shop.SellAsync((43, onHand - 1), (43, 1));

        Assert.That(error.Fields?.Values.Single().Single(), Does.StartWith($"{onHand + 1:0.###} wanted"));
        Assert.That(await Shop.OnHandAsync("demo", 43), Is.Zero);
    }

    [Test]
    public async Task What_the_store_never_stocked_is_short_stock()
    {
        await Shop.ExecuteAsync("delete from inventory.stock_movement where variant_id = $1", DemoData.Variant("demo", 44));
        await Shop.ExecuteAsync("delete from inventory.stock_level where variant_id = $1", DemoData.Variant("demo", 44));

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (44, 1)), Exactly(1_827))));

        Assert.That(
            (error.Code, error.Fields?.Values.Single().Single()),
            Is.EqualTo(("inventory.not_enough_stock", "1 wanted, 0 available."))
        );
    }

    [Test]
    public async Task An_item_that_may_go_negative_sells_below_nothing()
    {
        await DecideAsync(NegativeStock.Allow);
        var onHand = await Shop.OnHandAsync("demo", 45);

        await Shop.SellAsync((45, onHand + 5));

        Assert.That(await Shop.OnHandAsync("demo", 45), Is.EqualTo(-5));
        await FindAsync(45, 5);
        await DecideAsync(NegativeStock.Refuse);
    }

    // Item 50 costs 2049.
    [TestCase("sales.nothing_tendered")]
    [TestCase("sales.underpaid", "cash", 2048)]
    [TestCase("sales.non_cash_exceeds_total", "card", 2050)]
    [TestCase("sales.non_cash_exceeds_total", "other", 2050)]
    [TestCase("sales.non_cash_exceeds_total", "card", 2050, "cash", 10)]
    [TestCase("sales.tendered_too_much", "cash", 1_000_000_000_000_000, "cash", 1)]
    public async Task A_basket_that_is_not_paid_right_is_refused_and_leaves_nothing(string code, params object[] tenders)
    {
        var before = await RecordedAsync();

        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Cashier,
                Sale(
                    Shop.Lines("demo", (50, 1)),
                    [.. tenders.Chunk(2).Select(t => new SaleTender((string)t[0], Convert.ToInt64(t[1], CultureInfo.InvariantCulture)))]
                )
            )
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, code)));
        Assert.That(await RecordedAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_basket_for_nothing_needs_no_tender()
    {
        await Shop.PriceAsync(51, 0);

        var sale = await Shop.AskAsync(Shop.Cashier, Sale(Shop.Lines("demo", (51, 1))));

        Assert.That((sale.Total, sale.Tenders.Count), Is.EqualTo((0L, 0)));
        Assert.That(await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId)), Is.EqualTo(sale).Using<Sale>(SameAsJson));
    }

    [Test]
    public async Task A_till_may_bring_the_id_of_its_sale()
    {
        var id = Ids.New();

        var reply = await Shop.SendAsync(Shop.Cashier, Sale(Shop.Lines("demo", (52, 1)), Exactly(2123)) with { SaleId = id });

        Assert.Multiple(() =>
        {
            Assert.That(reply.Result.SaleId, Is.EqualTo(id));
            Assert.That((reply.Answer?.Status, reply.Answer?.Location, reply.Answer?.ETag), Is.EqualTo((201, $"/v1/sales/{id}", "\"1\"")));
        });
    }

    [Test]
    public async Task One_id_is_sold_once()
    {
        var command = Sale(Shop.Lines("demo", (53, 1)), Exactly(2160)) with { SaleId = Ids.New() };
        await Shop.AskAsync(Shop.Cashier, command);
        var onHand = await Shop.OnHandAsync("demo", 53);

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, command));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Conflict, "sales.sale_exists")));
        Assert.That(await Shop.OnHandAsync("demo", 53), Is.EqualTo(onHand));
    }

    [Test]
    public async Task Another_merchants_sale_id_is_just_an_id()
    {
        var sale = await Shop.SellAsync((54, 1));
        var basket = await Shop.BasketAsync(Shop.Rival, "rival", [(54, 1)]);

        var theirs = await Shop.AskAsync(Shop.Rival, basket with { SaleId = sale.SaleId });

        Assert.That(theirs.SaleId, Is.EqualTo(sale.SaleId));
        Assert.That((await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId))).Currency, Is.EqualTo("EUR"));
    }

    [Test]
    public async Task A_till_of_another_store_is_not_found()
    {
        var command = Sale(Shop.Lines("demo", (55, 1)), Exactly(2234)) with { TerminalId = DemoData.Terminal("demo", 2, 2) };
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, command))).Code, Is.EqualTo("core.terminal_not_found"));

        // A till that has sold before has a counter already, which must not show either.
        await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(55, 1)], store: 2, terminal: 2));
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, command))).Code, Is.EqualTo("core.terminal_not_found"));
    }

    [Test]
    public async Task A_till_that_does_not_exist_any_more_is_not_found()
    {
        await Shop.ExecuteAsync("update core.terminal set archived_at = now() where terminal_id = $1", DemoData.Terminal("demo", 1, 2));

        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Cashier,
                Sale(Shop.Lines("demo", (55, 1)), Exactly(2234)) with
                {
                    TerminalId = DemoData.Terminal("demo", 1, 2),
                }
            )
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.NotFound, "core.terminal_not_found")));
    }

    [Test]
    public async Task A_cashier_sells_only_in_their_own_store()
    {
        var command = Sale(Shop.Lines("demo", (56, 1)), Exactly(2271)) with
        {
            StoreId = DemoData.Store("demo", 2),
            TerminalId = DemoData.Terminal("demo", 2),
        };

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, command));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.NotFound, "core.store_not_found")));
        Assert.That((await Shop.AskAsync(Shop.Admin, command)).Number, Does.StartWith("HAFEN-"));
    }

    [Test]
    public async Task Another_merchants_store_is_like_one_that_does_not_exist()
    {
        var command = Sale(Shop.Lines("demo", (56, 1)), Exactly(2271));

        var theirs = await RefusalOf(Shop.AskAsync(Shop.Admin, command with { StoreId = DemoData.Store("rival") }));
        var nobodys = await RefusalOf(Shop.AskAsync(Shop.Admin, command with { StoreId = Guid.NewGuid() }));

        Assert.That(theirs, Is.EqualTo(nobodys));
    }

    [Test]
    public async Task A_store_that_has_closed_does_not_sell()
    {
        await Shop.ExecuteAsync("update core.store set archived_at = now() where store_id = $1", DemoData.Store("rival", 2));

        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Rival,
                new CompleteSale(DemoData.Store("rival", 2), DemoData.Terminal("rival", 2), Shop.Lines("rival", (1, 1)), Shop.Cash(10_000))
            )
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "core.store_archived")));
    }

    [Test]
    public async Task Two_hundred_lines_are_one_sale()
    {
        var items = Enumerable.Range(100, 200).Select(n => (n, 1m)).ToArray();
        var sale = await Shop.SellAsync(items);

        Assert.That(sale.Lines.Select(l => l.VariantId), Is.EqualTo(items.Select(i => DemoData.Variant("demo", i.n))));
        Assert.That(sale.Total, Is.EqualTo(items.Sum(i => 199 + (i.n * 37 % 2800))));
    }

    [TestCase(201)]
    [TestCase(0)]
    public async Task More_lines_than_a_basket_holds_or_none_are_refused(int lines)
    {
        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Cashier,
                Sale([.. Enumerable.Range(0, lines).Select(n => new BasketItem(1, DemoData.Variant("demo", n)))], Exactly(1_000_000))
            )
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "lines")));
    }

    [TestCase("999999999999999.999", "sales.amount_too_large")]
    [TestCase("400000000000", "sales.amount_too_large")]
    [TestCase("300000000", "inventory.not_enough_stock")]
    public async Task A_huge_quantity_is_refused_with_a_reason(string quantity, string code)
    {
        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Cashier,
                Sale(
                    [new(decimal.Parse(quantity, CultureInfo.InvariantCulture), DemoData.Variant("demo", 75))],
                    Exactly(Rules.MaximumAmount)
                )
            )
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, code)));
    }

    [Test]
    public async Task Stock_that_would_leave_its_column_is_refused_with_a_reason()
    {
        await DecideAsync(NegativeStock.Allow);
        await Shop.PriceAsync(76, 0);
        await Shop.AskAsync(Shop.Cashier, Sale([new(999_999_999_999_999.999m, DemoData.Variant("demo", 76))]));

        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale([new(999_999_999_999_999.999m, DemoData.Variant("demo", 76))])));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "request.out_of_range")));
        await FindAsync(76, 999_999_999_999_999.999m);
        await DecideAsync(NegativeStock.Refuse);
    }

    [TestCase("lines[0].quantity", 0)]
    [TestCase("lines[0].quantity", -1)]
    [TestCase("lines[0].quantity", 0.0001)]
    [TestCase("lines[0].quantity", 1e15)]
    public async Task A_quantity_that_cannot_be_counted_out_is_refused_by_its_name(string field, double quantity)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale([new((decimal)quantity, DemoData.Variant("demo", 1))], Exactly(1))));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, field)));
    }

    [Test]
    public async Task A_line_names_a_variant_or_a_barcode_and_not_both()
    {
        var both = await RefusalOf(
            Shop.AskAsync(Shop.Cashier, Sale([new(1, DemoData.Variant("demo", 1), DemoData.Barcode(1))], Exactly(1)))
        );
        var neither = await RefusalOf(Shop.AskAsync(Shop.Cashier, Sale([new(1)], Exactly(1))));

        Assert.That(
            new[] { both, neither }.Select(e => (e.Kind, e.Fields?.Keys.Single())),
            Is.All.EqualTo((ErrorKind.Invalid, "lines[0].variantId"))
        );
    }

    [Test]
    public async Task A_sale_reads_back_digit_for_digit()
    {
        var sold = await Shop.AskAsync(
            Shop.Cashier,
            Sale(Shop.Lines("demo", (60, 0.333m), (61, 12), (63, 7.5m), (60, 1)), new("other", 100, "Voucher 7"), new("cash", 100_000))
        );

        Assert.That(await Shop.AskAsync(Shop.Cashier, new GetSale(sold.SaleId)), Is.EqualTo(sold).Using<Sale>(SameAsJson));
    }

    [Test]
    public async Task A_quote_and_its_sale_have_the_same_figures()
    {
        var lines = Shop.Lines("demo", (70, 3), (71, 0.125m), (72, 2), (70, 1));
        var quote = await Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, lines));

        var sale = await Shop.AskAsync(Shop.Cashier, Sale(lines, Exactly(quote.Total)));

        Assert.Multiple(() =>
        {
            Assert.That(sale.Lines, Is.EqualTo(quote.Lines));
            Assert.That(sale.Taxes, Is.EqualTo(quote.Taxes));
            Assert.That((sale.Net, sale.Tax, sale.Total, sale.Currency), Is.EqualTo((quote.Net, quote.Tax, quote.Total, quote.Currency)));
        });
    }

    [Test]
    public async Task The_business_day_is_the_stores_own()
    {
        var sale = await Shop.SellAsync((73, 1));

        Assert.That(sale.BusinessDate, Is.EqualTo(new BusinessCalendar("Europe/Berlin", TimeOnly.MinValue).DayAt(sale.SoldAt)));
        Assert.That((sale.TimeZone, sale.DayEndsAt, sale.TaxMode), Is.EqualTo(("Europe/Berlin", "00:00", TaxMode.Inclusive)));
    }

    private static CompleteSale Sale(IReadOnlyList<BasketItem> lines, params SaleTender[] tenders) => new(Store, Till, lines, tenders);

    private static SaleTender Exactly(long amount) => new("cash", amount);

    // Records compare their lists by reference; what callers see is the JSON.
    private static bool SameAsJson(Sale one, Sale other) =>
        System.Text.Json.JsonSerializer.Serialize(one, Json.Options) == System.Text.Json.JsonSerializer.Serialize(other, Json.Options);

    private async Task DecideAsync(NegativeStock decision)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(before.Settings with { NegativeStock = decision }), ifMatch: before.Version);
    }

    private Task<StockAdjustment> FindAsync(int item, decimal quantity) =>
        Shop.AskAsync(Shop.Admin, new AdjustStock(Store, [new AdjustStockLine(DemoData.Variant("demo", item), quantity)], "Found"));

    private Task<long> LastNumberAsync() =>
        Shop.ScalarAsync<long>("select coalesce(max(last_number), 0) from core.document_number where terminal_id = $1", Till);

    private Task<string> RecordedAsync() =>
        Shop.ScalarAsync<string>(
            """
            select format('%s sales, %s movements, %s audited, %s keys, %s events, number %s',
                   (select count(*) from sales.sale), (select count(*) from inventory.stock_movement), (select count(*) from app.audit_entry),
                   (select count(*) from app.idempotency_key), (select count(*) from app.outbox_event), (select sum(last_number) from core.document_number))
            """
        );
}
