using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>What comes of pricing a basket: a <see cref="PricedBasket"/>, or <see cref="PricingOverflow"/>.</summary>
public abstract record PricingOutcome
{
    private protected PricingOutcome() { }
}

/// <summary>A basket with every amount decided; these figures are stored and printed as they are, never computed again.</summary>
/// <param name="Lines">In the order of the basket's lines; their sums are the totals.</param>
/// <param name="Taxes">One entry per rate of the basket, 0 % included, by ascending rate; their sums are the totals too.</param>
public sealed record PricedBasket(IReadOnlyList<PricedLine> Lines, long Net, long Tax, long Total, IReadOnlyList<TaxTotal> Taxes)
    : PricingOutcome;

/// <summary>The amounts of one line, in minor units: net + tax = gross.</summary>
public sealed record PricedLine(long Net, long Tax, long Gross);

/// <summary>What a basket owes under one tax rate, as a receipt must show it: net + tax = gross.</summary>
public sealed record TaxTotal(decimal Rate, long Net, long Tax, long Gross);

/// <summary>An amount leaves the bounds of <see cref="Money.MaxAmount"/>, or a quantity those of its column.</summary>
/// <param name="Line">Index of the line that is too large by itself; null when only a sum of lines is.</param>
public sealed record PricingOverflow(int? Line) : PricingOutcome;
