using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>What comes of pricing a basket: a <see cref="PricedBasket"/>, <see cref="PricingOverflow"/> or <see cref="DiscountTooLarge"/>.</summary>
public abstract record PricingOutcome
{
    private protected PricingOutcome() { }
}

/// <summary>A basket with every amount decided; these figures are stored and printed as they are, never computed again.</summary>
/// <param name="Lines">In the order of the basket's lines; their sums are the totals.</param>
/// <param name="Taxes">One entry per rate of the basket, 0 % included, by ascending rate; their sums are the totals too.</param>
/// <param name="Discounts">What was taken off, by line, and off each in this order; what took nothing is left out.</param>
public sealed record PricedBasket(
    IReadOnlyList<PricedLine> Lines,
    long Net,
    long Tax,
    long Total,
    IReadOnlyList<TaxTotal> Taxes,
    IReadOnlyList<AppliedDiscount> Discounts
) : PricingOutcome;

/// <summary>What a discount took off a line.</summary>
/// <param name="Line">Its index.</param>
/// <param name="Scope">Whose discounts it is of.</param>
/// <param name="Number">Which of them, from zero.</param>
/// <param name="Amount">Minor units, with or without tax as the prices are.</param>
public sealed record AppliedDiscount(int Line, DiscountScope Scope, int Number, long Amount);

/// <summary>The amounts of one line, in minor units: net + tax = gross.</summary>
public sealed record PricedLine(long Net, long Tax, long Gross);

/// <summary>What a basket owes under one tax rate, as a receipt must show it: net + tax = gross.</summary>
public sealed record TaxTotal(decimal Rate, long Net, long Tax, long Gross);

/// <summary>An amount leaves the bounds of <see cref="Money.MaxAmount"/>, or a quantity those of its column.</summary>
/// <param name="Line">Index of the line that is too large by itself; null when only a sum of lines is.</param>
public sealed record PricingOverflow(int? Line) : PricingOutcome;

/// <summary>A discount takes more than there is to take it off.</summary>
/// <param name="Line">Index of the line whose it is; null where it is on the whole basket.</param>
public sealed record DiscountTooLarge(int? Line) : PricingOutcome;
