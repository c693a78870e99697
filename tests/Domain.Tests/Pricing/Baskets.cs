using FsCheck;
using FsCheck.Fluent;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

/// <summary>A basket and the rules it is priced under, as one value that FsCheck can draw and shrink.</summary>
internal sealed record Basket(PricingRules Rules, IReadOnlyList<BasketLine> Lines)
{
    public PricedBasket Priced => (PricedBasket)BasketPricing.Price(Rules, Lines);

    public Basket Under(TaxMode mode) => this with { Rules = Rules with { TaxMode = mode } };

    public Basket Under(TaxRounding rounding) => this with { Rules = Rules with { Rounding = rounding } };

    /// <summary>A line's amount before tax is split off or added, rounded by the base library instead of the code under test.</summary>
    public static long Extended(BasketLine line) =>
        line.LabelPrice ?? (long)Math.Round(line.Quantity * line.UnitPrice, MidpointRounding.AwayFromZero);

    /// <summary>The exact tax of an amount, times <see cref="TaxUnit"/>.</summary>
    public Int128 ExactTax(Int128 amount, decimal rate) => amount * (Int128)(rate * 10_000);

    public Int128 TaxUnit(decimal rate) => Rules.TaxMode == TaxMode.Inclusive ? 1_000_000 + (Int128)(rate * 10_000) : 1_000_000;

    public override string ToString() => $"{Rules.TaxMode}, {Rules.Rounding}: {string.Join("; ", Lines)}";
}

/// <summary>Draws baskets that are likely to hit ties: small prices, shared rates, fractional quantities.</summary>
internal static class Baskets
{
    private static readonly Gen<decimal> Rates = Gen.Frequency(
        (6, Gen.Elements(0m, 5m, 7m, 10m, 19m, 20m, 100m)),
        (1, Gen.Elements(8.8755m, 0.0001m, 99_999.9999m)),
        (1, Gen.Choose(0, 300_000).Select(rate => rate / 10_000m))
    );

    private static readonly Gen<long> Prices = Gen.Frequency(
        (4, Gen.Choose(0, 30).Select(price => (long)price)),
        (4, Gen.Choose(0, 100_000).Select(price => (long)price)),
        (1, Gen.Choose(0, 500_000_000).Select(price => price * 7L))
    );

    private static readonly Gen<decimal> Quantities = Gen.Frequency(
        (3, Gen.Choose(0, 20).Select(quantity => (decimal)quantity)),
        (1, Gen.Elements(0.5m, 0.25m, 1.5m, 0.001m)),
        (2, Gen.Choose(0, 9_999).Select(quantity => quantity / 1000m))
    );

    /// <summary>Baskets as tills sell them: nothing is negative.</summary>
    public static Arbitrary<Basket> Sold => Of(Gen.Constant(1));

    /// <summary>Baskets in which goods may also come back.</summary>
    public static Arbitrary<Basket> Any => Of(Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Constant(-1))));

    private static Arbitrary<Basket> Of(Gen<int> signs)
    {
        var lines =
            from rate in Rates
            from price in Prices
            from quantity in Quantities
            from sign in signs
            select new BasketLine(sign * quantity, price, rate);
        var baskets =
            from mode in Gen.Elements(TaxMode.Inclusive, TaxMode.Exclusive)
            from rounding in Gen.Elements(TaxRounding.Line, TaxRounding.Total)
            from count in Gen.Choose(0, 12)
            from drawn in lines.ArrayOf(count)
            select new Basket(new PricingRules(mode, rounding), drawn);
        return Arb.From(baskets, WithoutOneLine);
    }

    private static IEnumerable<Basket> WithoutOneLine(Basket basket) =>
        basket.Lines.Select((_, left) => basket with { Lines = [.. basket.Lines.Where((_, i) => i != left)] });
}
