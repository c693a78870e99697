namespace PosCommerce.Application.Sales.Ports;

/// <summary>What things cost, and how they are taxed.</summary>
public interface IPricing
{
    /// <summary>Asks what some articles cost; the question travels with the next round trip.</summary>
    IAskedPrices Ask(IReadOnlyList<Guid> variantIds);
}

/// <summary>Prices that were asked for.</summary>
public interface IAskedPrices
{
    /// <summary>Prices a basket of the articles that were asked for.</summary>
    Task<PricingResult> PriceAsync(SellingStore store, SaleTerms terms, IReadOnlyList<PackToPrice> items, CancellationToken ct);
}

/// <param name="Quantity">Null when only the label's price is known.</param>
/// <param name="LabelPrice">What all of it costs by its label; null where prices decide.</param>
public sealed record PackToPrice(Guid VariantId, decimal? Quantity, long? LabelPrice);

/// <summary>What comes of pricing a basket: <see cref="PricedBasket"/> or <see cref="NotPriced"/>.</summary>
public abstract record PricingResult
{
    private protected PricingResult() { }
}

/// <summary>A basket with every amount decided, in minor units.</summary>
/// <param name="Lines">In the order of the basket; their sums are the totals.</param>
/// <param name="Taxes">One entry a rate, by ascending rate.</param>
public sealed record PricedBasket(IReadOnlyList<PricedLine> Lines, IReadOnlyList<SaleTax> Taxes, long Net, long Tax, long Total)
    : PricingResult;

/// <param name="TaxRate">Percent.</param>
public sealed record PricedLine(decimal Quantity, long UnitPrice, decimal TaxRate, long Net, long Tax, long Gross);

/// <param name="Lines">Which, from zero; none where only all of them together are too much.</param>
public sealed record NotPriced(PricingProblem Why, IReadOnlyList<int> Lines) : PricingResult;

public enum PricingProblem
{
    NoPrice,
    OtherCurrency,
    NoTaxRate,
    NoQuantity,
    TooLarge,
}
