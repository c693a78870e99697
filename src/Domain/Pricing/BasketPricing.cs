using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>
/// Prices a basket: the one place where prices and taxes become amounts. A terminal that prices offline must give the same
/// figures; <c>pricing-vectors.json</c> beside the domain tests is what it has to reproduce.
/// </summary>
/// <remarks>
/// Every rounding is half away from zero (commercial rounding: 0.5 becomes 1 and -0.5 becomes -1), so that a return
/// gives back exactly what the purchase took. All steps are exact integer arithmetic: binary floating point, or a
/// division cut off after some digits, decides ties wrongly.
/// </remarks>
public static class BasketPricing
{
    internal const decimal QuantityLimit = 1_000_000_000_000_000m;

    /// <summary>
    /// Prices the lines under a merchant's rules. A line's amount is its unit price times its quantity, rounded once;
    /// with inclusive prices that is the gross, otherwise the net. Where its label prices it, the label's price is the amount and
    /// the quantity moves nothing but stock. Discounts are taken off that amount, so that tax is of what is paid: first the line's
    /// own, then those on the basket, spread by largest remainder over the lines that may be discounted. The total is the gross sum,
    /// and net + tax = gross holds for every line, every rate and the basket.
    /// </summary>
    /// <param name="discounts">Those on the whole basket, in their order.</param>
    /// <exception cref="ArgumentException">
    /// A quantity, rate or discount has more decimals than its column, a rate or discount is out of range, or a line has a discount
    /// that may have none.
    /// </exception>
    public static PricingOutcome Price(PricingRules rules, IReadOnlyList<BasketLine> lines, IReadOnlyList<Discount>? discounts = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(lines);

        var amounts = new long[lines.Count];
        var linesByTax = new SortedDictionary<decimal, List<int>>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (AmountOf(lines[i]) is not { } amount)
                return new PricingOverflow(i);
            amounts[i] = amount;
            if (!linesByTax.TryGetValue(lines[i].TaxRate, out var sameTax))
                linesByTax.Add(lines[i].TaxRate, sameTax = []);
            sameTax.Add(i);
        }

        var spread = new DiscountSpread(lines, amounts);
        if (spread.Take(discounts ?? []) is { } tooLarge)
            return tooLarge;

        var priced = new PricedLine[lines.Count];
        var totals = new List<TaxTotal>(linesByTax.Count);
        foreach (var (rate, indexes) in linesByTax)
        {
            var share = TaxShare.Of(rate, rules.TaxMode);
            var taxes =
                rules.Rounding == TaxRounding.Line
                    ? indexes.Select(i => share.Rounded(amounts[i])).ToArray()
                    : share.Spread([.. indexes.Select(i => amounts[i])]);

            Int128 net = 0,
                tax = 0;
            for (var k = 0; k < indexes.Count; k++)
            {
                if (Split(amounts[indexes[k]], taxes[k], rules.TaxMode) is not { } line)
                    return new PricingOverflow(indexes[k]);
                priced[indexes[k]] = line;
                net += line.Net;
                tax += line.Tax;
            }

            if (!Money.Allows(net) || !Money.Allows(tax) || !Money.Allows(net + tax))
                return new PricingOverflow(null);
            totals.Add(new TaxTotal(share.Rate, (long)net, (long)tax, (long)(net + tax)));
        }

        return Totalled(priced, totals, spread.Applied);
    }

    /// <summary>
    /// What a line comes to before anything is taken off it, with or without tax as its price is; null where that, or its quantity, leaves
    /// its bounds.
    /// </summary>
    /// <exception cref="ArgumentException">The quantity has more decimals than its column.</exception>
    public static long? AmountOf(BasketLine line)
    {
        ArgumentNullException.ThrowIfNull(line);

        if (decimal.Abs(line.Quantity) >= QuantityLimit)
            return null;
        var thousandths = line.Quantity * 1000;
        if (decimal.Truncate(thousandths) != thousandths)
            throw new ArgumentException($"Quantity {line.Quantity} has more than three decimals.", nameof(line));
        var amount = line.LabelPrice ?? Rounding.HalfAwayFromZero((Int128)line.UnitPrice * (Int128)thousandths, 1000);
        return Money.Allows(amount) ? (long)amount : null;
    }

    private static PricedLine? Split(long amount, Int128 tax, TaxMode mode)
    {
        var (net, gross) = mode == TaxMode.Inclusive ? (amount - tax, (Int128)amount) : (amount, amount + tax);
        return Money.Allows(net) && Money.Allows(tax) && Money.Allows(gross) ? new PricedLine((long)net, (long)tax, (long)gross) : null;
    }

    private static PricingOutcome Totalled(PricedLine[] lines, List<TaxTotal> taxes, IReadOnlyList<AppliedDiscount> discounts)
    {
        // Wider than a line's amounts: the bound is checked on the sum, so the order of the lines cannot matter.
        Int128 net = 0,
            tax = 0;
        foreach (var line in lines)
        {
            net += line.Net;
            tax += line.Tax;
        }

        return Money.Allows(net) && Money.Allows(tax) && Money.Allows(net + tax)
            ? new PricedBasket(lines, (long)net, (long)tax, (long)(net + tax), taxes, discounts)
            : new PricingOverflow(null);
    }
}
