using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>Published by Pricing: prices whole baskets, the same for till and web shop.</summary>
public sealed class BasketPrices(KnownPrices known, TimeProvider clock)
{
    /// <summary>Queues the question what some articles cost from now on; it travels with the next round trip.</summary>
    public AskedPrices Ask(IReadOnlyList<Guid> variantIds) => new(known.Ask(variantIds, clock.GetUtcNow()));
}

/// <summary>A basket's prices, asked for.</summary>
public sealed record AskedPrices
{
    private readonly Deferred<KnownPrices.Row> _rows;

    internal AskedPrices(Deferred<KnownPrices.Row> rows) => _rows = rows;

    /// <summary>
    /// Prices a basket of articles that were asked for. A tier is reached by all that the basket has of an article, on however many
    /// lines it was scanned; packs of which only the price is known reach none by themselves.
    /// </summary>
    /// <param name="discounts">Those on the whole basket.</param>
    public async Task<BasketPricingResult> PriceAsync(
        BasketTerms terms,
        IReadOnlyList<ItemToPrice> items,
        IReadOnlyList<Discount> discounts,
        CancellationToken ct
    )
    {
        var rows = await _rows.ToListAsync(ct);
        var classes = new Dictionary<Guid, Guid>();
        foreach (var row in rows)
        {
            if (row.VariantId is { } variant)
                classes[variant] = row.TaxClassId;
        }

        var prices = rows.Where(r => r.PriceId is not null).ToLookup(r => r.VariantId!.Value, r => r.Price!);
        var rates = rows.Where(r => r.TaxRateId is not null).Select(r => r.TaxRate!).ToList();
        var quantities = items.GroupBy(i => i.VariantId).ToDictionary(g => g.Key, g => g.Sum(i => i.Quantity) is > 0 and var sum ? sum : 1);

        var chosen = items.Select(i => PriceChoice.Winner(prices[i.VariantId], terms.Situation(quantities[i.VariantId]))).ToList();
        if (chosen.Contains(null))
            return NotPriced(
                chosen.Index().Where(c => c.Item is null).Select(c => c.Index),
                i =>
                    prices[items[i].VariantId].Any(p => p.List.Currency != terms.Currency)
                        ? BasketProblem.OtherCurrency
                        : BasketProblem.NoPrice
            );
        var taxes = items
            .Select(i => TaxChoice.Of(rates, classes[i.VariantId], new TaxPlace(terms.StoreId, terms.Country, terms.Region), terms.Day))
            .ToList();
        if (taxes.Contains(null))
            return NotPriced(taxes.Index().Where(t => t.Item is null).Select(t => t.Index), _ => BasketProblem.NoTaxRate);

        // Neither holds a null any more, and what has no quantity has a price.
        var known = items.Select((item, i) => item.Quantity ?? BasketLine.QuantityOf(item.LabelPrice!.Value, chosen[i]!.Amount)).ToList();
        if (known.Contains(null))
            return NotPriced(known.Index().Where(q => q.Item is null).Select(q => q.Index), _ => BasketProblem.NoQuantity);
        var lines = items
            .Select(
                (item, i) =>
                    new BasketLine(known[i]!.Value, item.Price ?? chosen[i]!.Amount, taxes[i]!.Rate, item.LabelPrice)
                    {
                        Discounts = item.Discounts,
                        IsDiscountable = item.IsDiscountable,
                    }
            )
            .ToArray();
        var listed = lines.Select((line, i) => BasketPricing.AmountOf(line with { UnitPrice = chosen[i]!.Amount })).ToList();
        return BasketPricing.Price(terms.Rules, lines, discounts) switch
        {
            // What it would be by the lists is an amount as well: limits are held against it.
            PricedBasket priced when !listed.Contains(null) => new BasketIsPriced(
                [
                    .. lines.Select(
                        (line, i) =>
                            new PricedItem(
                                line.Quantity,
                                line.UnitPrice,
                                chosen[i]!.Amount,
                                listed[i]!.Value,
                                line.TaxRate,
                                priced.Lines[i]
                            )
                    ),
                ],
                priced
            ),
            DiscountTooLarge { Line: var line } => new BasketIsNotPriced(BasketProblem.DiscountTooLarge, line is { } i ? [i] : []),
            _ => new BasketIsNotPriced(BasketProblem.TooLarge, []),
        };
    }

    // Of several reasons the first line's is told, with all the lines that share it.
    private static BasketIsNotPriced NotPriced(IEnumerable<int> items, Func<int, BasketProblem> why)
    {
        var problems = items.Select(i => (Index: i, Why: why(i))).ToList();
        var first = problems[0].Why;
        return new BasketIsNotPriced(first, [.. problems.Where(p => p.Why == first).Select(p => p.Index)]);
    }
}

/// <summary>Under what a basket is priced.</summary>
/// <param name="Country">Of the store's address.</param>
/// <param name="Region">Of the store's address.</param>
/// <param name="Day">The store's business day: that of the tax rates.</param>
public sealed record BasketTerms(
    Guid StoreId,
    string Currency,
    string? Country,
    string? Region,
    SalesChannel Channel,
    Guid? CustomerGroupId,
    DateTimeOffset At,
    DateOnly Day,
    PricingRules Rules
)
{
    internal PriceSituation Situation(decimal quantity) => new(StoreId, Currency, Channel, CustomerGroupId, quantity, At);
}

/// <param name="Quantity">Null when only the label's price is known: then the price for one tells how much it is.</param>
/// <param name="LabelPrice">What all of it costs by its label, in minor units; null where the price decides.</param>
/// <param name="Price">What somebody decided that a quantity of one costs here; null where the lists decide.</param>
public sealed record ItemToPrice(Guid VariantId, decimal? Quantity, long? LabelPrice = null, long? Price = null)
{
    /// <inheritdoc cref="BasketLine.Discounts"/>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <inheritdoc cref="BasketLine.IsDiscountable"/>
    public bool IsDiscountable { get; init; } = true;
}

/// <summary>What comes of pricing a basket.</summary>
public abstract record BasketPricingResult
{
    private protected BasketPricingResult() { }
}

/// <param name="Items">In the order of the basket.</param>
/// <param name="Basket">Its totals.</param>
public sealed record BasketIsPriced(IReadOnlyList<PricedItem> Items, PricedBasket Basket) : BasketPricingResult;

/// <param name="UnitPrice">Minor units for a quantity of one.</param>
/// <param name="ListPrice">The same by the lists.</param>
/// <param name="ListAmount">What all of it comes to by the lists, or by its label, before anything is taken off it.</param>
/// <param name="TaxRate">Percent.</param>
public sealed record PricedItem(decimal Quantity, long UnitPrice, long ListPrice, long ListAmount, decimal TaxRate, PricedLine Amounts);

/// <param name="Items">Which, from zero; none where only all of them together are too much.</param>
public sealed record BasketIsNotPriced(BasketProblem Why, IReadOnlyList<int> Items) : BasketPricingResult;

/// <summary>Why something cannot be priced.</summary>
public enum BasketProblem
{
    /// <summary>No list has a price for it that holds here and now.</summary>
    NoPrice,

    /// <summary>It has prices, none in the store's currency.</summary>
    OtherCurrency,

    /// <summary>Its tax class has no rate for the store's area on that day.</summary>
    NoTaxRate,

    /// <summary>Its label tells a price only, and no price for a quantity of one tells how much that is.</summary>
    NoQuantity,

    /// <summary>A discount takes more than there is to take it off; none of the items where it is on all of them.</summary>
    DiscountTooLarge,

    /// <summary>It comes to more than an amount can be.</summary>
    TooLarge,
}
