using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>What a till decides of prices: what it does to a sale, who may, and what comes back of it.</summary>
public sealed class DiscountsTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");
    private static int made;
    private Guid cheese; // 5.00
    private Guid tobacco; // 8.00, never sold for less.

    protected override bool Crowded => true;

    [OneTimeSetUp]
    public async Task Let_cashiers_give_ten_percent()
    {
        cheese = await StockAsync("Cheese", 500);
        tobacco = await StockAsync("Tobacco", 800, noDiscount: true);
        await SetAsync(s => s with { DiscountLimits = [new DiscountLimit("cashier", 10)] });
    }

    [Test]
    public async Task A_discount_on_a_line_is_kept_with_it_and_tells_why()
    {
        BasketItem[] lines = [Of(cheese, 3) with { Discount = Percent(10) }, Of(cheese, 1)];
        var quote = await Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, lines));
        var sale = await SellAsync(Shop.Cashier, lines, null, 1850);
        var read = await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That((sale.Total, sale.Discount, sale.Change), Is.EqualTo((1850L, 150L, 0L)));
            Assert.That(
                (sale.Lines[0].UnitPrice, sale.Lines[0].Gross, sale.Lines[0].Discount, sale.Lines[0].ListPrice),
                Is.EqualTo((500L, 1350L, 150L, (long?)null))
            );
            Assert.That(
                sale.Lines[0].Discounts,
                Is.EqualTo(new[] { new LineDiscount(DiscountScope.Line, DiscountKind.Percent, 10, "damaged", 150) })
            );
            Assert.That(AsJson(sale.Lines[1]), Does.Not.Contain("iscount"));
            Assert.That(AsJson(quote.Lines), Is.EqualTo(AsJson(sale.Lines)));
            Assert.That((quote.Total, quote.Discount), Is.EqualTo((sale.Total, sale.Discount)));
            Assert.That(AsJson(read), Is.EqualTo(AsJson(sale)));
        });
        await Shop.LawsHoldAsync();
    }

    [Test]
    public async Task A_discount_on_the_basket_is_spread_over_what_may_be_discounted()
    {
        var sale = await SellAsync(
            Shop.Manager,
            [Of(cheese, 1) with { Discount = Amount(100) }, Of(tobacco, 1), Of(cheese, 1)],
            Amount(100, "goodwill"),
            1600
        );

        Assert.Multiple(() =>
        {
            Assert.That(sale.Lines.Select(l => (l.Gross, l.Discount)), Is.EqualTo(new[] { (356L, 144L), (800L, 0L), (444L, 56L) }));
            Assert.That(
                sale.Lines[0].Discounts,
                Is.EqualTo(
                    new[]
                    {
                        new LineDiscount(DiscountScope.Line, DiscountKind.Amount, 100, "damaged", 100),
                        new LineDiscount(DiscountScope.Basket, DiscountKind.Amount, 100, "goodwill", 44),
                    }
                )
            );
            Assert.That((sale.Total, sale.Discount), Is.EqualTo((1600L, 200L)));
            Assert.That(sale.Taxes.Sum(t => t.Gross), Is.EqualTo(1600));
        });
        await Shop.LawsHoldAsync();
    }

    [Test]
    public async Task A_price_of_the_tills_own_stands_beside_the_lists()
    {
        var sale = await SellAsync(
            Shop.Manager,
            [
                Of(cheese, 2) with
                {
                    Price = 450,
                    PriceReason = "price-match",
                },
                Of(cheese, 1) with
                {
                    Price = 500,
                    PriceReason = "other",
                },
                Of(tobacco, 1) with
                {
                    Price = 900,
                },
            ],
            null,
            2300
        );
        var read = await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That(
                sale.Lines.Select(l => (l.UnitPrice, l.ListPrice, l.PriceReason, l.Gross, l.Discount)),
                Is.EqualTo(
                    new (long, long?, string?, long, long)[]
                    {
                        (450, 500, "price-match", 900, 0),
                        (500, null, null, 500, 0),
                        (900, 800, null, 900, 0),
                    }
                )
            );
            Assert.That(AsJson(read), Is.EqualTo(AsJson(sale)));
        });
        await Shop.LawsHoldAsync();
    }

    [Test]
    public async Task What_comes_back_is_worth_what_was_paid_for_it()
    {
        var sale = await SellAsync(Shop.Cashier, [Of(cheese, 3) with { Discount = Percent(7.33m) }], null, 1390);
        var back = new List<long>();
        for (var part = 0; part < 3; part++)
        {
            var due = sale.Total * (part + 1) / 3 - sale.Total * part / 3;
            foreach (var amount in new[] { due, due + 1, due - 1 })
            {
                var command = new ReturnGoods(sale.SaleId, Store, DemoData.Terminal("demo"), [new(1, 1)], Shop.Cash(amount));
                try
                {
                    back.Add((await Shop.AskAsync(Shop.Manager, command)).Total);
                    break;
                }
                catch (Refused)
                {
                    // The share is rounded: one of the three it is.
                }
            }
        }

        Assert.That((sale.Total, back.Count, back.Sum()), Is.EqualTo((1390L, 3, 1390L)));
        await Shop.LawsHoldAsync();
    }

    [Test]
    public async Task Above_the_limit_of_their_role_somebody_has_to_approve_it()
    {
        var basket = Basket([Of(cheese, 1) with { Discount = Percent(10.01m) }], null, 450);
        var refused = await RefusalOf(Shop.AskAsync(Shop.Cashier, basket));
        await Shop.AskAsync(Shop.Manager, new ApproveChallenge(refused.Challenge!.ChallengeId));
        var approved = Shop.Cashier with { ApprovalId = refused.Challenge.ChallengeId };
        var other = await RefusalOf(Shop.AskAsync(approved, Basket([Of(cheese, 1) with { Discount = Percent(20) }], null, 400)));
        var sale = await Shop.AskAsync(approved, basket);

        Assert.Multiple(() =>
        {
            Assert.That(
                (refused.Code, refused.Challenge!.Permission, refused.Challenge.Amount, refused.Challenge.Currency),
                Is.EqualTo(("request.approval_missing", Permissions.Sales.Discount, (long?)50, "EUR"))
            );
            Assert.That(other.Code, Is.EqualTo("request.approval_missing"), "It was approved for another amount.");
            Assert.That(sale.Total, Is.EqualTo(450));
        });
        Assert.That((await RefusalOf(Shop.AskAsync(approved, basket))).Code, Is.EqualTo("request.approval_missing"), "It was used up.");
    }

    [TestCase(10, 0, 500L, true)]
    [TestCase(0, 10, 500L, true)]
    [TestCase(5, 5, 500L, true, Description = "9.75 percent")]
    [TestCase(6, 5, 500L, false, Description = "10.7 percent")]
    [TestCase(0, 0, 450L, true)]
    [TestCase(0, 0, 449L, false)]
    [TestCase(0, 0, 550L, true)]
    [TestCase(0, 0, 551L, false)]
    [TestCase(1, 0, 450L, false)]
    public async Task Discounts_and_prices_are_judged_together(decimal own, decimal onAll, long price, bool isFree)
    {
        BasketItem[] lines = [Of(cheese, 1) with { Price = price, Discount = own > 0 ? Percent(own) : null }];
        var discount = onAll > 0 ? Percent(onAll) : null;
        var total = (await Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, lines, Discount: discount))).Total;
        var selling = Shop.AskAsync(Shop.Cashier, Basket(lines, discount, total));

        if (isFree)
            Assert.That((await selling).Total, Is.EqualTo(total));
        else
            Assert.That((await RefusalOf(selling)).Code, Is.EqualTo("request.approval_missing"));
    }

    [Test]
    public async Task A_machine_discounts_when_its_key_says_so()
    {
        var plain = await KeyAsync(Permissions.Sales.Create);
        var generous = await KeyAsync(Permissions.Sales.Create, Permissions.Sales.Discount);
        BasketItem[] lines = [Of(cheese, 1) with { Discount = Percent(1) }];

        Assert.That((await RefusalOf(Shop.AskAsync(plain, Basket(lines, null, 495)))).Code, Is.EqualTo("request.approval_missing"));
        Assert.That((await Shop.AskAsync(generous, Basket(lines, null, 495))).Total, Is.EqualTo(495));
    }

    [Test]
    public async Task A_total_that_is_another_than_the_customer_was_told_sells_nothing()
    {
        var basket = Basket([Of(cheese, 2)], null, 1000);
        var moved = await RefusalOf(Shop.AskAsync(Shop.Cashier, basket with { ExpectedTotal = 999 }));

        Assert.That((moved.Kind, moved.Code), Is.EqualTo((ErrorKind.Conflict, "sales.total_moved")));
        Assert.That(moved.Message, Does.Contain("1000").And.Contain("999"));
        Assert.That((await Shop.AskAsync(Shop.Cashier, basket with { ExpectedTotal = 1000 })).Total, Is.EqualTo(1000));
    }

    [Test]
    public async Task Reasons_are_the_merchants_own()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await SetAsync(s => s with { DiscountReasons = [new("loyal", "Loyal customer"), new("damaged", "Damaged", IsActive: false)] });
        try
        {
            var loyal = await SellAsync(Shop.Cashier, [Of(cheese, 1) with { Discount = Percent(10, "loyal") }], null, 450);
            var refused = await RefusalOf(
                SellAsync(
                    Shop.Cashier,
                    [
                        Of(cheese, 1) with
                        {
                            Discount = Percent(10, "loyal"),
                        },
                        Of(cheese, 1) with
                        {
                            Price = 450,
                            PriceReason = "damaged",
                            Discount = Percent(1, "x"),
                        },
                    ],
                    Percent(1, "goodwill"),
                    900
                )
            );

            Assert.That(loyal.Lines[0].Discounts![0].Reason, Is.EqualTo("loyal"));
            Assert.That(refused.Code, Is.EqualTo("sales.discount_reason_unknown"));
            Assert.That(
                refused.Fields!.Keys,
                Is.EquivalentTo(new[] { "lines[1].priceReason", "lines[1].discount.reason", "discount.reason" })
            );
            Assert.That(
                (await RefusalOf(SetAsync(s => s with { DiscountReasons = [new("a", "A"), new("a", "B")] }))).Fields!.Keys,
                Is.EqualTo(new[] { "discountReasons" })
            );
            Assert.That(
                (await RefusalOf(SetAsync(s => s with { DiscountReasons = [new("A b", "")] }))).Fields!.Keys,
                Is.EquivalentTo(new[] { "discountReasons[0].code", "discountReasons[0].name" })
            );
        }
        finally
        {
            await SetAsync(s => s with { DiscountReasons = before.Settings.DiscountReasons });
        }

        await SetAsync(s => s with { DiscountReasons = null });
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetSettings())).Settings.DiscountReasons, Is.EqualTo(DiscountReason.Predefined));
    }

    [Test]
    public async Task What_is_never_sold_for_less_is_named()
    {
        var refused = await RefusalOf(
            SellAsync(
                Shop.Manager,
                [
                    Of(cheese, 1),
                    Of(tobacco, 1) with
                    {
                        Discount = Percent(1),
                    },
                    Of(tobacco, 1) with
                    {
                        Price = 799,
                    },
                    Of(tobacco, 1) with
                    {
                        Price = 800,
                    },
                ],
                null,
                10_000
            )
        );

        Assert.That(refused.Code, Is.EqualTo("sales.not_discountable"));
        Assert.That(refused.Fields!.Keys, Is.EqualTo(new[] { "lines[1]", "lines[2]" }));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task What_would_be_no_amount_by_the_lists_is_not_sold_for_less_either(long price)
    {
        var dear = await StockAsync("Ring", 1_000_000);
        var lines = new[] { Of(dear, 999_999_999_999_999) with { Price = price } };

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, lines)))).Code,
            Is.EqualTo("sales.amount_too_large")
        );
        Assert.That((await RefusalOf(SellAsync(Shop.Manager, lines, null, 1))).Code, Is.EqualTo("sales.amount_too_large"));
    }

    [Test]
    public async Task By_its_code_it_is_the_same_article()
    {
        var quote = await Shop.AskAsync(
            Shop.Cashier,
            new QuoteBasket(Store, [new BasketItem(2, Barcode: DemoData.Barcode(10))], Discount: Percent(50))
        );
        var whole = await Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, [new BasketItem(2, DemoData.Variant("demo", 10))]));

        Assert.That(quote.Discount, Is.EqualTo((whole.Total + 1) / 2));
        Assert.That(quote.Total + quote.Discount, Is.EqualTo(whole.Total));
    }

    [Test]
    public async Task More_than_there_is_cannot_be_taken_off()
    {
        var line = await RefusalOf(SellAsync(Shop.Manager, [Of(cheese, 1), Of(cheese, 1) with { Discount = Amount(501) }], null, 1000));
        var basket = await RefusalOf(SellAsync(Shop.Manager, [Of(cheese, 1), Of(tobacco, 1)], Amount(501), 1000));
        var all = await SellAsync(Shop.Manager, [Of(cheese, 1)], Percent(100), 0);

        Assert.Multiple(() =>
        {
            Assert.That((line.Code, line.Fields!.Keys.Single()), Is.EqualTo(("sales.discount_too_large", "lines[1].discount.value")));
            Assert.That((basket.Code, basket.Fields!.Keys.Single()), Is.EqualTo(("sales.discount_too_large", "discount.value")));
            Assert.That((all.Total, all.Discount, all.Tenders.Count), Is.EqualTo((0L, 500L, 0)));
        });
    }

    private static IEnumerable<TestCaseData> Malformed()
    {
        yield return Case("Nothing off", "lines[0].discount.value", i => i with { Discount = Percent(0) });
        yield return Case("Less than nothing", "lines[0].discount.value", i => i with { Discount = Amount(-1) });
        yield return Case("More than all", "lines[0].discount.value", i => i with { Discount = Percent(100.01m) });
        yield return Case("Three decimals", "lines[0].discount.value", i => i with { Discount = Percent(1.001m) });
        yield return Case("Half a minor unit", "lines[0].discount.value", i => i with { Discount = Amount(0.5m) });
        yield return Case("More than money", "lines[0].discount.value", i => i with { Discount = Amount(1e20m) });
        yield return Case("No reason", "lines[0].discount.reason", i => i with { Discount = Percent(1, "") });
        yield return Case("A sentence for a reason", "lines[0].discount.reason", i => i with { Discount = Percent(1, "he is nice") });
        yield return Case("A price below nothing", "lines[0].price", i => i with { Price = -1 });
        yield return Case("A price above money", "lines[0].price", i => i with { Price = long.MaxValue });
        yield return Case("A reason for no price", "lines[0].priceReason", i => i with { PriceReason = "damaged" });

        static TestCaseData Case(string name, string member, Func<BasketItem, BasketItem> change) =>
            new TestCaseData(member, change).SetName($"Malformed: {name}");
    }

    [TestCaseSource(nameof(Malformed))]
    public async Task Malformed_discounts_are_named(string member, Func<BasketItem, BasketItem> change) =>
        Assert.That(
            (await RefusalOf(SellAsync(Shop.Manager, [change(Of(cheese, 1))], null, 500))).Fields?.Keys,
            Is.EqualTo(new[] { member })
        );

    [Test]
    public async Task The_books_tell_a_discount_that_was_made_up_later()
    {
        await using var cooked = await Shop.OpenAsync();
        var sale = await cooked.SellAsync((10, 1));
        await cooked.ExecuteAsync(
            "update sales.sale_line set discount = 5, discounts = '[{\"scope\":\"line\",\"kind\":\"amount\",\"value\":5,\"reason\":\"other\",\"amount\":5}]' where sale_id = $1",
            sale.SaleId
        );

        var integrity = await cooked.AskAsync(cooked.Admin, new GetIntegrity());
        Assert.That(
            integrity.Laws.Where(l => l.Violations.Count > 0).Select(l => l.Law),
            Is.EqualTo(new[] { "sales.lines_follow_their_prices" })
        );
    }

    private static BasketItem Of(Guid variant, decimal quantity) => new(quantity, variant);

    private static GivenDiscount Percent(decimal value, string reason = "damaged") => new(DiscountKind.Percent, value, reason);

    private static GivenDiscount Amount(decimal value, string reason = "damaged") => new(DiscountKind.Amount, value, reason);

    private static CompleteSale Basket(BasketItem[] lines, GivenDiscount? discount, long cash) =>
        new(Store, DemoData.Terminal("demo"), lines, Shop.Cash(cash), Discount: discount);

    private Task<Sale> SellAsync(Caller caller, BasketItem[] lines, GivenDiscount? discount, long cash) =>
        Shop.AskAsync(caller, Basket(lines, discount, cash));

    private static string AsJson(object value) => System.Text.Json.JsonSerializer.Serialize(value, Json.Options);

    private async Task<Caller> KeyAsync(params string[] permissions) =>
        Shop.MachineOf((await Shop.AskAsync(Shop.Admin, new CreateApiKey($"Till {++made}", permissions, [Store]))).Secret);

    private async Task SetAsync(Func<Settings, Settings> change)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(change(before.Settings)), ifMatch: before.Version);
    }

    private async Task<Guid> StockAsync(string name, long price, bool noDiscount = false)
    {
        var product = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                name,
                ProductKind.Simple,
                [new NewVariant($"DISC-{++made}", price, "EUR", DemoData.TaxClass("demo"))],
                NoDiscount: noDiscount
            )
        );
        var variant = product.Variants[0].VariantId;
        await Shop.AskAsync(Shop.Admin, new AdjustStock(Store, [new(variant, 1_000)], "Opening"));
        return variant;
    }
}
