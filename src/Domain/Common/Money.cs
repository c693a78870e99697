namespace PosCommerce.Domain.Common;

/// <summary>The bounds of an amount of money, which is always a whole number of the currency's minor units.</summary>
public static class Money
{
    /// <summary>
    /// The largest amount a line, a tax or a document may reach, in either direction: 10^15 minor units.
    /// It lies below 2^53, so terminals and browsers whose only number is a double read every amount exactly, and far
    /// enough below 2^63 that a report may add nine thousand documents of this size before a bigint overflows.
    /// </summary>
    public const long MaxAmount = 1_000_000_000_000_000;

    public static bool Allows(Int128 amount) => amount >= -MaxAmount && amount <= MaxAmount;
}
