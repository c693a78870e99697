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

    /// <summary>The tax of the sum, spread back over its parts by largest remainder.</summary>
    public Int128[] Spread(IReadOnlyList<long> amounts)
    {
        var sum = amounts.Aggregate(Int128.Zero, (total, amount) => total + amount);
        // A basket that comes back is spread as the one that went out, so that each line returns what it took.
        var sign = Int128.IsNegative(sum) ? -1 : 1;
        var taxes = LargestRemainder.Spread(
            sign * Rounded(sum),
            [.. amounts.Select(amount => (Int128)sign * amount * _tenThousandths)],
            Denominator
        );
        return [.. taxes.Select(tax => sign * tax)];
    }
}
