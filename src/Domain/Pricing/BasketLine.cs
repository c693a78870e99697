using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>One line of a basket as it goes into pricing.</summary>
/// <param name="Quantity">At most three decimals; negative for goods that come back.</param>
/// <param name="UnitPrice">Minor units for a quantity of one, with or without tax as the merchant's rules say.</param>
/// <param name="TaxRate">Percent, 0 to 99,999.9999, at most four decimals.</param>
/// <param name="LabelPrice">What all of it costs because its label says so, in minor units, whatever the unit price makes of the quantity;
/// null where the unit price decides.</param>
public sealed record BasketLine(decimal Quantity, long UnitPrice, decimal TaxRate, long? LabelPrice = null)
{
    /// <summary>What is taken off this line, each off what the ones before left.</summary>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>Whether anything may be taken off it.</summary>
    public bool IsDiscountable { get; init; } = true;

    /// <summary>
    /// How much a pack holds of which only the price is known, by the price for a quantity of one: to three decimals, and never nothing.
    /// Null when the unit price is none, so that it cannot tell; or when it is more than a quantity can be.
    /// </summary>
    public static decimal? QuantityOf(long labelPrice, long unitPrice)
    {
        if (unitPrice <= 0)
            return null;
        var thousandths = Rounding.HalfAwayFromZero((Int128)labelPrice * 1000, unitPrice);
        return Int128.Max(thousandths, 1) < (Int128)BasketPricing.QuantityLimit * 1000 ? (decimal)Int128.Max(thousandths, 1) / 1000 : null;
    }
}
