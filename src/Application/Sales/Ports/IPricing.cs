using PosCommerce.Domain.Common;

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
    /// <param name="customerGroupId">Whose prices; null for those of everybody.</param>
    /// <param name="discount">What is taken off all of it; null where nothing is.</param>
    Task<PricingResult> PriceAsync(
        SellingStore store,
        SaleTerms terms,
        Guid? customerGroupId,
        IReadOnlyList<PackToPrice> items,
        Discount? discount,
        CancellationToken ct
    );
}

/// <param name="Quantity">Null when only the label's price is known.</param>
/// <param name="LabelPrice">What all of it costs by its label; null where prices decide.</param>
/// <param name="Price">What the till decided that a quantity of one costs; null where the lists decide.</param>
/// <param name="Discount">What is taken off it alone; null where nothing is.</param>
/// <param name="IsDiscountable">Whether it takes part in what is taken off the basket.</param>
public sealed record PackToPrice(Guid VariantId, decimal? Quantity, long? LabelPrice, long? Price, Discount? Discount, bool IsDiscountable);

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

/// <param name="ListPrice">What a quantity of one costs by the lists.</param>
/// <param name="ListAmount">What all of it comes to by the lists, or by its label, before anything is taken off it.</param>
/// <param name="TaxRate">Percent.</param>
/// <param name="OwnDiscount">What its own discount took off it.</param>
/// <param name="BasketDiscount">Its share of what was taken off the basket.</param>
public sealed record PricedLine(
    decimal Quantity,
    long UnitPrice,
    long ListPrice,
    long ListAmount,
    decimal TaxRate,
    long Net,
    long Tax,
    long Gross,
    long OwnDiscount,
    long BasketDiscount
);

/// <param name="Lines">Which, from zero; none where only all of them together are too much.</param>
public sealed record NotPriced(PricingProblem Why, IReadOnlyList<int> Lines) : PricingResult;

public enum PricingProblem
{
    NoPrice,
    OtherCurrency,
    NoTaxRate,
    NoQuantity,
    DiscountTooLarge,
    TooLarge,
}
