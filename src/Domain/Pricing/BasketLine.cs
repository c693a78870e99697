namespace PosCommerce.Domain.Pricing;

/// <summary>One line of a basket as it goes into pricing.</summary>
/// <param name="Quantity">At most three decimals; negative for goods that come back.</param>
/// <param name="UnitPrice">Minor units for a quantity of one, with or without tax as the merchant's rules say.</param>
/// <param name="TaxRate">Percent, 0 to 99,999.9999, at most four decimals.</param>
public sealed record BasketLine(decimal Quantity, long UnitPrice, decimal TaxRate);
