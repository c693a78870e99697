using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Sales;

/// <summary>A line as it was sold, and what parts of it are worth.</summary>
/// <param name="Quantity">Above zero, at most three decimals.</param>
/// <param name="Net">Minor units, as all amounts here; net + tax is what it came to.</param>
/// <param name="Mode">Whether its price contained the tax.</param>
public sealed record SoldLine(decimal Quantity, long Net, long Tax, TaxMode Mode)
{
    /// <summary>
    /// What the first so much of it was worth, half a minor unit away from zero: the share of what the customer saw as its price, and of
    /// the tax. A part that comes back is worth what this has grown by, so that all parts together are worth the line, however it comes
    /// back.
    /// </summary>
    /// <param name="quantity">From none of it to all of it.</param>
    public (long Net, long Tax) WorthOf(decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantity, Quantity);
        var tax = Share(Tax, quantity);
        return Mode is TaxMode.Exclusive ? (Share(Net, quantity), tax) : (Share(Net + Tax, quantity) - tax, tax);
    }

    // In thousandths, so that no fraction is cut off before it is rounded.
    private long Share(long amount, decimal quantity)
    {
        var (of, from) = ((Int128)(quantity * 1000), (Int128)(Quantity * 1000));
        var twice = 2 * (Int128)amount * of;
        return (long)((twice + Int128.Sign(twice) * from) / (2 * from));
    }
}
