namespace PosCommerce.Domain.Common;

/// <summary>Whether the price on the shelf already contains the tax.</summary>
public enum TaxMode
{
    /// <summary>Shelf prices contain the tax; the customer pays exactly what the labels say.</summary>
    Inclusive,

    /// <summary>Tax comes on top of the shelf price.</summary>
    Exclusive,
}
