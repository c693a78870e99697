using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>
/// The part of an amount that is, or adds, tax at one rate, kept as an exact fraction: rate/(100+rate) of a gross
/// amount, rate/100 of a net one.
/// </summary>
internal sealed class TaxShare
{
    private const long Whole = 1_000_000;
    private const decimal RateLimit = 100_000m;

    private readonly long _tenThousandths;
    private readonly TaxMode _mode;

    private TaxShare(long tenThousandths, TaxMode mode)
    {
        _tenThousandths = tenThousandths;
        _mode = mode;
    }

    /// <summary>Percent, without trailing zeros, however the line wrote it.</summary>
    public decimal Rate => _tenThousandths / 10_000m;

    private long Denominator => _mode == TaxMode.Inclusive ? Whole + _tenThousandths : Whole;

    public static TaxShare Of(decimal rate, TaxMode mode)
    {
        if (rate is < 0 or >= RateLimit)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A tax rate lies between 0 and 99,999.9999 percent.");
        var tenThousandths = rate * 10_000;
        return decimal.Truncate(tenThousandths) == tenThousandths
            ? new TaxShare((long)tenThousandths, mode)
            : throw new ArgumentException($"Tax rate {rate} has more than four decimals.", nameof(rate));
    }

    /// <summary>The tax of one amount. Of a gross amount it is the net that is rounded, and the tax is what remains.</summary>
    public Int128 Rounded(Int128 amount) =>
        _mode == TaxMode.Inclusive
            ? amount - Rounding.HalfAwayFromZero(amount * Whole, Denominator)
            : Rounding.HalfAwayFromZero(amount * _tenThousandths, Denominator);

    /// <summary>
    /// The tax of the sum, spread back over its parts by largest remainder: each part gets its share rounded down, and
    /// the units left over go one by one to the parts that lost most, the earlier line first when they lost the same.
    /// No part is then a whole unit away from its exact share, and the parts add up to the tax of the sum.
    /// </summary>
    public Int128[] Spread(IReadOnlyList<long> amounts)
    {
        var sum = amounts.Aggregate(Int128.Zero, (total, amount) => total + amount);
        // A basket that comes back is spread as the one that went out, so that each line returns what it took.
        var sign = Int128.IsNegative(sum) ? -1 : 1;
        var taxes = new Int128[amounts.Count];
        var lost = new Int128[amounts.Count];
        var left = sign * Rounded(sum);
        for (var i = 0; i < amounts.Count; i++)
        {
            var exact = (Int128)sign * amounts[i] * _tenThousandths;
            // Down means towards minus infinity: a basket may mix goods sold with goods that come back.
            lost[i] = (exact % Denominator + Denominator) % Denominator;
            taxes[i] = (exact - lost[i]) / Denominator;
            left -= taxes[i];
        }

        foreach (var i in Enumerable.Range(0, amounts.Count).OrderByDescending(i => lost[i]).Take((int)left))
            taxes[i]++;
        return [.. taxes.Select(tax => sign * tax)];
    }
}
