namespace PosCommerce.Domain.Common;

/// <summary>Where the tax is rounded to whole minor units; both are lawful practice, and a merchant keeps to one.</summary>
public enum TaxRounding
{
    /// <summary>Every line's tax is rounded on its own, and the totals are sums of what the lines print.</summary>
    Line,

    /// <summary>The tax of each rate is rounded once, on the sum of that rate's lines, then spread back over them.</summary>
    Total,
}
