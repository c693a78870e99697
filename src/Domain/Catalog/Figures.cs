namespace PosCommerce.Domain.Catalog;

/// <summary>Figures out of digits, exactly.</summary>
internal static class Figures
{
    /// <summary>At most 18 digits, of which so many stand behind the point.</summary>
    public static decimal Exact(ReadOnlySpan<char> digits, int decimals)
    {
        var unscaled = Whole(digits);
        return new decimal(unchecked((int)unscaled), (int)(unscaled >> 32), 0, isNegative: false, (byte)decimals);
    }

    public static long Whole(ReadOnlySpan<char> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
            value = value * 10 + (digit - '0');
        return value;
    }
}
