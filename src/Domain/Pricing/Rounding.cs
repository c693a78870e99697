namespace PosCommerce.Domain.Pricing;

/// <summary>Rounding of exact fractions to whole minor units.</summary>
internal static class Rounding
{
    /// <summary>Commercial rounding: to the nearest whole, a tie away from zero. The denominator is positive.</summary>
    public static Int128 HalfAwayFromZero(Int128 numerator, Int128 denominator)
    {
        var nearest = (Int128.Abs(numerator) * 2 + denominator) / (denominator * 2);
        return Int128.IsNegative(numerator) ? -nearest : nearest;
    }
}
