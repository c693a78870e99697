namespace PosCommerce.Domain.Common;

/// <summary>What somebody lets a customer have something cheaper by.</summary>
/// <param name="Value">Percent, 0 to 100, at most four decimals; or whole minor units, with or without tax as the prices are.</param>
public sealed record Discount(DiscountKind Kind, decimal Value);

public enum DiscountKind
{
    Percent,
    Amount,
}

/// <summary>What a discount is taken off.</summary>
public enum DiscountScope
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>All lines that may be discounted, by what is left of each after its own.</summary>
    Basket,
}
