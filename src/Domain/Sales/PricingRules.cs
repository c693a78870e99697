namespace PosCommerce.Domain.Sales;

/// <summary>How a merchant's prices are meant and where the cent of tax is rounded; fixed per merchant, not per sale.</summary>
public sealed record PricingRules(TaxMode TaxMode, TaxRounding Rounding);

/// <summary>Whether the price on the shelf already contains the tax.</summary>
public enum TaxMode
{
    /// <summary>Shelf prices contain the tax; the customer pays exactly what the labels say.</summary>
    Inclusive,

    /// <summary>Tax comes on top of the shelf price.</summary>
    Exclusive,
}

/// <summary>Where the tax is rounded to whole minor units; both are lawful practice, and a merchant keeps to one.</summary>
public enum TaxRounding
{
    /// <summary>Every line's tax is rounded on its own, and the totals are sums of what the lines print.</summary>
    Line,

    /// <summary>The tax of each rate is rounded once, on the sum of that rate's lines, then spread back over them.</summary>
    Total,
}
