using System.Numerics;

namespace PosCommerce.Domain.Inventory;

/// <summary>
/// The moving weighted average of what goods cost: minor units for one, to the sixth decimal, a tie away from zero. What goes out leaves it
/// as it is.
/// </summary>
public static class MovingAverage
{
    /// <summary>How many decimals of a minor unit a cost has.</summary>
    public const int Decimals = 6;

    private const int QuantityDecimals = 3;

    /// <summary>The average once goods have come in at a cost of their own.</summary>
    /// <param name="onHand">What there was, at most three decimals; below zero, what was issued without being there.</param>
    /// <param name="average">What one of it cost; null where nobody knew.</param>
    /// <param name="quantity">What comes in, more than nothing, at most three decimals.</param>
    /// <param name="unitCost">What one of that costs, at most six decimals.</param>
    /// <remarks>
    /// Where nothing was left, or less, the goods cost what the newest did. What was there at a cost that nobody knew is taken to have cost
    /// the same. Whole numbers all the way: no digit is lost before the last step.
    /// </remarks>
    public static decimal AfterReceipt(decimal onHand, decimal? average, decimal quantity, decimal unitCost)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfNegative(unitCost);
        if (average is not { } before || onHand <= 0)
            return unitCost;
        var (there, come) = (Scaled(onHand, QuantityDecimals), Scaled(quantity, QuantityDecimals));
        var worth = there * Scaled(before, Decimals) + come * Scaled(unitCost, Decimals);
        var all = there + come;
        // Nothing here is below zero: half up is half away from zero.
        return (decimal)((2 * worth + all) / (2 * all)) / Power(Decimals);
    }

    /// <summary>The average once goods have come back that went out at a cost which is known, and may be an old one.</summary>
    /// <inheritdoc cref="AfterReceipt" path="/param"/>
    /// <remarks>As a receipt, but as long as more is owed than there is, what is owed goes on costing what it did last.</remarks>
    public static decimal AfterReturn(decimal onHand, decimal? average, decimal quantity, decimal unitCost) =>
        average is { } before && onHand + quantity <= 0 ? before : AfterReceipt(onHand, average, quantity, unitCost);

    private static BigInteger Scaled(decimal value, int decimals)
    {
        var scaled = value * Power(decimals);
        return decimal.IsInteger(scaled)
            ? new BigInteger(scaled)
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Has more than {decimals} decimals.");
    }

    private static decimal Power(int decimals) => decimals == Decimals ? 1_000_000m : 1_000m;
}
