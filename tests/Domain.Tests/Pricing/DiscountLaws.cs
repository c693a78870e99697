using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

/// <summary>What holds of any basket with discounts that are not too large.</summary>
public sealed class DiscountLaws
{
    [Test]
    public void No_line_becomes_negative() =>
        Laws.Hold(
            Drawn,
            basket => basket.Priced is not PricedBasket priced || priced.Lines.All(line => line is { Net: >= 0, Tax: >= 0, Gross: >= 0 })
        );

    [Test]
    public void A_line_comes_to_its_amount_less_what_was_taken_off_it() =>
        Laws.Hold(
            Drawn,
            basket =>
                basket.Priced is not PricedBasket priced
                || basket
                    .Lines.Select((line, i) => Basket.Extended(line) - priced.Discounts.Where(d => d.Line == i).Sum(d => d.Amount))
                    .SequenceEqual(priced.Lines.Select(line => basket.Rules.TaxMode is TaxMode.Inclusive ? line.Gross : line.Net))
        );

    [Test]
    public void The_shares_of_an_amount_off_the_basket_add_up_to_it() =>
        Laws.Hold(
            Drawn,
            basket =>
                basket.Priced is not PricedBasket priced
                || basket
                    .OnAll.Index()
                    .Where(discount => discount.Item.Kind is DiscountKind.Amount)
                    .All(discount => Off(priced, discount.Index).Sum(d => d.Amount) == discount.Item.Value)
        );

    [Test]
    public void A_share_is_less_than_a_unit_from_its_exact_part() =>
        Laws.Hold(
            Drawn,
            drawn =>
            {
                var basket = drawn with { OnAll = [.. drawn.OnAll.Take(1)] };
                if (basket.Priced is not PricedBasket priced)
                    return true;
                var before = (basket with { OnAll = [] }).Left;
                var open = basket.Lines.Index().Where(l => l.Item.IsDiscountable && before[l.Index] > 0).Select(l => l.Index).ToList();
                var shares = Off(priced, 0).ToDictionary(d => d.Line, d => d.Amount);
                var (off, sum) = ((Int128)shares.Values.Sum(), open.Aggregate(Int128.Zero, (total, i) => total + before[i]));
                return shares.Keys.All(open.Contains)
                    && open.All(i => Int128.Abs(shares.GetValueOrDefault(i) * sum - off * before[i]) < Int128.Max(sum, 1));
            }
        );

    [Test]
    public void What_is_not_discounted_costs_what_it_would_without() =>
        Laws.Hold(
            Drawn,
            basket => basket.Priced is not PricedBasket priced || priced.Discounts.All(d => basket.Lines[d.Line].IsDiscountable)
        );

    [Test]
    public void A_discount_more_never_makes_the_basket_dearer() =>
        Laws.Hold(
            Drawn,
            basket =>
                basket.Priced is not PricedBasket priced
                || (basket with { OnAll = [.. basket.OnAll, new Discount(DiscountKind.Percent, 10)] }).Priced is not PricedBasket cheaper
                || cheaper.Total <= priced.Total
        );

    [Test]
    public void Nothing_off_is_nothing_taken() =>
        Laws.Hold(
            Drawn,
            drawn =>
            {
                var none = new Discount(DiscountKind.Percent, 0);
                var basket = drawn with { Lines = [.. drawn.Lines.Select(line => line with { Discounts = [] })], OnAll = [] };
                var zero = basket with
                {
                    Lines = [.. basket.Lines.Select(line => line.IsDiscountable ? line with { Discounts = [none] } : line)],
                    OnAll = [none],
                };
                return zero.Priced is PricedBasket { Discounts: [] } free && free.Lines.SequenceEqual(((PricedBasket)basket.Priced).Lines);
            }
        );

    [TestCase("Percent", "100.01")]
    [TestCase("Percent", "-1")]
    [TestCase("Percent", "1.00001")]
    [TestCase("Amount", "0.5")]
    [TestCase("Amount", "-1")]
    public void What_is_no_discount_is_none(string kind, string value)
    {
        var discount = new Discount(
            Enum.Parse<DiscountKind>(kind),
            decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)
        );
        var rules = new PricingRules(TaxMode.Inclusive, TaxRounding.Line);

        Assert.Multiple(() =>
        {
            Assert.That(() => BasketPricing.Price(rules, [new BasketLine(1, 100, 19)], [discount]), Throws.ArgumentException);
            Assert.That(
                () => BasketPricing.Price(rules, [new BasketLine(1, 100, 19) { Discounts = [discount] }]),
                Throws.ArgumentException
            );
        });
    }

    [Test]
    public void A_line_that_is_not_discounted_has_no_discount() =>
        Assert.That(
            () =>
                BasketPricing.Price(
                    new PricingRules(TaxMode.Inclusive, TaxRounding.Line),
                    [new BasketLine(1, 100, 19) { Discounts = [new Discount(DiscountKind.Percent, 10)], IsDiscountable = false }]
                ),
            Throws.ArgumentException
        );

    private static IEnumerable<AppliedDiscount> Off(PricedBasket priced, int number) =>
        priced.Discounts.Where(d => d.Scope is DiscountScope.Basket && d.Number == number);

    private static readonly Gen<Discount> Discounts = Gen.OneOf(
        Gen.Choose(0, 10_000).Select(hundredths => new Discount(DiscountKind.Percent, hundredths / 100m)),
        Gen.Choose(0, 2_000).Select(amount => new Discount(DiscountKind.Amount, amount)),
        Gen.Choose(0, 20).Select(amount => new Discount(DiscountKind.Amount, amount))
    );

    private static Arbitrary<Discounted> Drawn =>
        (
            from basket in Baskets.Sold.Generator
            from own in (
                from isDiscountable in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
                from count in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
                from discounts in Discounts.ArrayOf(count)
                select (isDiscountable, discounts)
            ).ArrayOf(basket.Lines.Count)
            from count in Gen.Choose(0, 2)
            from onAll in Discounts.ArrayOf(count)
            select new Discounted(
                basket.Rules,
                [
                    .. basket.Lines.Zip(
                        own,
                        (line, of) => line with { Discounts = of.isDiscountable ? of.discounts : [], IsDiscountable = of.isDiscountable }
                    ),
                ],
                onAll
            )
        ).ToArbitrary();

    private sealed record Discounted(PricingRules Rules, IReadOnlyList<BasketLine> Lines, IReadOnlyList<Discount> OnAll)
    {
        public PricingOutcome Priced => BasketPricing.Price(Rules, Lines, OnAll);

        /// <summary>What each line comes to as its price is, with or without tax.</summary>
        public IReadOnlyList<long> Left =>
            [.. ((PricedBasket)Priced).Lines.Select(line => Rules.TaxMode is TaxMode.Inclusive ? line.Gross : line.Net)];

        public override string ToString() =>
            $"{Rules.TaxMode}, {Rules.Rounding}: {string.Join("; ", Lines.Select(l => $"{l} [{string.Join(", ", l.Discounts)}]"))} | {string.Join(", ", OnAll)}";
    }
}
