using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

public sealed class CashRoundingTests : ShopTests
{
    private const int Item = 60;

    [TestCase("LT", 2, 0)]
    [TestCase("FI", 2, 2)]
    [TestCase("SK", 2, 5)]
    [TestCase("BE", 8, 10)]
    [TestCase("EE", 503, 505)]
    [TestCase("IT", 503, 505)]
    [TestCase("DE", 503, 503)]
    [TestCase("NL", 503, 503)]
    public async Task A_store_rounds_as_its_country_does_and_quote_and_sale_agree(string country, long total, long due)
    {
        var (store, till) = await OpenAsync(country);
        var (quote, sale) = await SellAsync(store, till, total, Shop.Cash(1_000));

        Assert.Multiple(() =>
        {
            Assert.That((quote.Total, quote.Rounding), Is.EqualTo((total, due - total)));
            Assert.That((sale.Total, sale.Rounding, sale.Change), Is.EqualTo((total, due - total, 1_000 - due)));
            Assert.That(sale.CashRounding, Is.EqualTo(quote.CashRounding));
            Assert.That(store.CashRounding, Is.Null, "It says nothing of its own.");
        });
    }

    [Test]
    public async Task A_total_that_rounds_to_nothing_closes_and_one_that_does_not_wants_its_coin()
    {
        var (lithuania, vilnius) = await OpenAsync("LT");
        var (slovakia, bratislava) = await OpenAsync("SK");
        var (quote, sale) = await SellAsync(lithuania, vilnius, 2, []);
        var error = await RefusalOf(SellAsync(slovakia, bratislava, 2, []));

        Assert.Multiple(async () =>
        {
            Assert.That((quote.Total + quote.Rounding, sale.Total, sale.Rounding, sale.Change), Is.EqualTo((0L, 2L, -2L, 0L)));
            Assert.That(error.Code, Is.EqualTo("sales.nothing_tendered"));
            Assert.That(await Shop.ScalarAsync<long>("select paid from sales.sale where sale_id = $1", sale.SaleId), Is.Zero);
        });
    }

    [Test]
    public async Task In_Italy_a_part_paid_by_card_makes_the_whole_exact()
    {
        var (store, till) = await OpenAsync("IT");
        var (_, both) = await SellAsync(store, till, 1_003, [new("card", 500), new("cash", 503)]);
        var (_, cash) = await SellAsync(store, till, 1_003, Shop.Cash(1_005));

        Assert.That((both.Rounding, both.Change, cash.Rounding, cash.Change), Is.EqualTo((0L, 0L, 2L, 0L)));
    }

    [Test]
    public async Task A_store_may_round_otherwise_than_its_country_and_all_tenders()
    {
        var (store, till) = await OpenAsync("FI", new CashRounding(5, AppliesTo: RoundedPart.AllTenders));
        var (_, card) = await SellAsync(store, till, 503, [new("card", 505)]);
        var short2 = await RefusalOf(SellAsync(store, till, 503, [new("card", 503)]));

        Assert.That((card.Rounding, card.Change, short2.Code), Is.EqualTo((2L, 0L, "sales.underpaid")));
    }

    [Test]
    public async Task At_a_distance_Belgium_rounds_nothing_and_Lithuania_all_the_same()
    {
        var (belgium, brussels) = await OpenAsync("BE");
        var (lithuania, vilnius) = await OpenAsync("LT");
        var (quote, sale) = await SellAsync(belgium, brussels, 503, Shop.Cash(503), isDistanceSale: true);
        var (_, other) = await SellAsync(lithuania, vilnius, 503, Shop.Cash(505), isDistanceSale: true);

        Assert.Multiple(() =>
        {
            Assert.That(
                (quote.Rounding, quote.CashRounding, sale.Rounding, sale.IsDistanceSale),
                Is.EqualTo((0L, (CashRounding?)null, 0L, true))
            );
            Assert.That((other.Rounding, other.IsDistanceSale), Is.EqualTo((2L, true)));
        });
    }

    [TestCase("IQD", 250_000)]
    [TestCase("LBP", 500_000)]
    [TestCase("IRR", 1_000_000)]
    [TestCase("VND", 1_000)]
    [TestCase("UZS", 10_000)]
    public async Task The_smallest_coin_may_be_as_large_as_it_is_anywhere(string currency, long step)
    {
        var (store, till) = await OpenAsync(null, new CashRounding(step), currency);
        var (quote, sale) = await SellAsync(store, till, 3 * step + 1, Shop.Cash(4 * step));

        Assert.That((store.CashRounding?.Step, quote.Rounding, sale.Rounding, sale.Change), Is.EqualTo((step, -1L, -1L, step)));
    }

    [Test]
    public async Task A_rule_is_kept_with_the_sale_whatever_the_store_does_later()
    {
        var (store, till) = await OpenAsync("FI");
        var (_, sold) = await SellAsync(store, till, 503, Shop.Cash(505));
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeStore(store.StoreId, Told(store) with { CashRounding = new CashRounding(10, RoundingTie.Down) }),
            ifMatch: store.Version
        );
        var (_, next) = await SellAsync(store, till, 505, Shop.Cash(500));
        var read = await Shop.AskAsync(Shop.Admin, new GetSale(sold.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That(
                (read.Rounding, read.CashRounding),
                Is.EqualTo((2L, new CashRounding(5, Below: new SmallAmounts(3, SmallAmountRule.Exact))))
            );
            Assert.That((next.Rounding, next.CashRounding), Is.EqualTo((-5L, new CashRounding(10, RoundingTie.Down))));
        });
    }

    [Test]
    public async Task What_the_release_before_writes_is_read_as_it_meant_it()
    {
        var (store, till) = await OpenAsync("FI");
        await Shop.ExecuteAsync("update core.store set cash_rounding_step = 10 where store_id = $1", store.StoreId);
        var changed = await Shop.AskAsync(Shop.Admin, new GetStore(store.StoreId));
        var (_, sale) = await SellAsync(changed, till, 504, Shop.Cash(500));
        // A sale of that release: rounded, without a rule beside it.
        await Shop.ExecuteAsync(
            "update sales.sale set cash_rounding = null, tax_mode = null, time_zone = null, day_ends_at = null where sale_id = $1",
            sale.SaleId
        );
        var read = await Shop.AskAsync(Shop.Admin, new GetSale(sale.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That(changed.CashRounding, Is.EqualTo(new CashRounding(10)));
            Assert.That(
                (read.Total, read.Rounding, read.CashRounding, read.TaxMode, read.TimeZone),
                Is.EqualTo((504L, -4L, (CashRounding?)null, TaxMode.Inclusive, (string?)null))
            );
        });
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new VoidSale(sale.SaleId, "By the store's own day"))).Status,
            Is.EqualTo(SaleStatus.Voided)
        );
    }

    [Test]
    public async Task The_books_show_a_sale_that_does_not_follow_its_rule()
    {
        var (store, till) = await OpenAsync("SK");
        var (_, sale) = await SellAsync(store, till, 8, Shop.Cash(10));
        await Shop.ExecuteAsync(
            "update sales.sale set cash_rounding = jsonb_set(cash_rounding, '{below,amount}', '9') where sale_id = $1",
            sale.SaleId
        );
        try
        {
            var broken = (await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Laws.Where(l => l.Violations.Count > 0).Select(l => l.Law);
            Assert.That(broken, Is.EqualTo(new[] { "sales.rounding_follows_its_rule" }));
        }
        finally
        {
            await Shop.ExecuteAsync(
                "update sales.sale set cash_rounding = jsonb_set(cash_rounding, '{below,amount}', '3') where sale_id = $1",
                sale.SaleId
            );
        }
    }

    [TestCase("step", 0)]
    [TestCase("step", 100_000_001)]
    [TestCase("below.amount", 0)]
    [TestCase("below.amount", 6)]
    public async Task A_rule_that_cannot_be_is_refused_by_name(string member, long value)
    {
        var rule =
            member == "step" ? new CashRounding(value) : new CashRounding(5, Below: new SmallAmounts(value, SmallAmountRule.OneStep));
        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Admin,
                new CreateStore(new StoreDetails("NEVER", "Never", "EUR", "Europe/Berlin", TaxMode.Inclusive, CashRounding: rule))
            )
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, $"cashRounding.{member}")));
    }

    [Test]
    public async Task The_rules_of_countries_are_listed_with_the_day_from_which_they_hold()
    {
        var first = await Shop.AskAsync(Shop.Cashier, new ListCashRoundings(Limit: 5));
        var all = await Shop.AskAsync(Shop.Cashier, new ListCashRoundings(Cursor: first.NextCursor));

        Assert.That(first.Items.Concat(all.Items), Is.EqualTo(CashRoundings.All));
    }

    private static StoreDetails Told(Store store) =>
        new(store.Code, store.Name, store.Currency, store.TimeZone, store.TaxMode, store.TaxRounding, store.CashRounding, store.Address);

    private async Task<(Store Store, Guid Till)> OpenAsync(string? country, CashRounding? rule = null, string currency = "EUR")
    {
        var code = "R" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(
                new StoreDetails(
                    code,
                    code,
                    currency,
                    "Europe/Berlin",
                    TaxMode.Inclusive,
                    CashRounding: rule,
                    Address: new StoreAddress(Country: country)
                )
            )
        );
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", Item), 100)], "Opening")
        );
        return (store, (await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "One"))).TerminalId);
    }

    private async Task<(Quote Quote, Sale Sale)> SellAsync(
        Store store,
        Guid till,
        long total,
        SaleTender[] tenders,
        bool isDistanceSale = false
    )
    {
        await Shop.PriceAsync(Item, total, store.Currency);
        var lines = Shop.Lines("demo", (Item, 1));
        var quote = await Shop.AskAsync(Shop.Admin, new QuoteBasket(store.StoreId, lines, isDistanceSale));
        return (
            quote,
            await Shop.AskAsync(Shop.Admin, new CompleteSale(store.StoreId, till, lines, tenders, IsDistanceSale: isDistanceSale))
        );
    }
}
