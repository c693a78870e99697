namespace PosCommerce.Domain.Pricing;

/// <summary>What an invoice says of a tax (EN 16931, UNTDID 5305).</summary>
public enum TaxCategory
{
    /// <summary>Taxed, at whatever rate (S).</summary>
    Standard,

    /// <summary>Taxed at nothing (Z).</summary>
    Zero,

    /// <summary>Not taxed, by a rule of exemption (E).</summary>
    Exempt,

    /// <summary>The buyer pays the tax (AE).</summary>
    ReverseCharge,

    /// <summary>Supplied to another member state of the EU (K).</summary>
    IntraCommunity,

    /// <summary>Exported (G).</summary>
    Export,

    /// <summary>Outside of the scope of the tax (O).</summary>
    OutOfScope,
}
