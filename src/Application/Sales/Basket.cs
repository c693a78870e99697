using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>A basket that is priced: the same lines and totals for a quote and for the sale that follows it.</summary>
internal sealed record Basket(
    SellingStore Store,
    SaleTerms Terms,
    IReadOnlyList<SaleLine> Lines,
    long Net,
    long Tax,
    long Total,
    IReadOnlyList<SaleTax> Taxes
);

/// <summary>Finds out what was scanned, and what it costs.</summary>
internal sealed class Baskets(ICatalog catalog, IPricing pricing)
{
    /// <summary>Asks about what was scanned; the questions travel with the next round trip.</summary>
    public AskedBasket Ask(IReadOnlyList<BasketItem> items)
    {
        var ids = items.Where(i => i.VariantId is not null).Select(i => i.VariantId!.Value).Distinct().ToList();
        var codes = items.Where(i => i.Scanned is not null).Select(i => i.Scanned!).Distinct(StringComparer.Ordinal).ToList();
        // What was scanned by its code has to be found before its price can be: that is one round trip more.
        return new AskedBasket(items, catalog.Ask(ids, codes), codes.Count == 0 ? pricing.Ask(ids) : null, pricing);
    }
}

/// <summary>A basket that was asked about.</summary>
internal sealed record AskedBasket(IReadOnlyList<BasketItem> Items, IAskedArticles Articles, IAskedPrices? Prices, IPricing Pricing)
{
    /// <summary>Prices what was scanned in a store, under the terms of a sale.</summary>
    /// <exception cref="Refused">Something is not for sale, or not in this store, or the store is archived or a warehouse.</exception>
    public async Task<Basket> PriceAsync(SellingStore store, SaleTerms terms, CancellationToken ct)
    {
        var packs = Packs.Of(Items, await Articles.FindAsync(store, terms.BusinessDate, ct));
        // Only now: what is not there is told before what a rule forbids.
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        if (!store.Sells)
            throw new Refused(SalesErrors.StoreDoesNotSell);
        var prices = Prices ?? Pricing.Ask([.. packs.Select(p => p.Article.VariantId).Distinct()]);
        var toPrice = packs.Select(p => new PackToPrice(p.Article.VariantId, p.Quantity, p.LabelPrice)).ToList();
        var priced = await prices.PriceAsync(store, terms, toPrice, ct) switch
        {
            PricedBasket basket => basket,
            NotPriced problem => throw new Refused(Of(problem)),
            var unknown => throw new InvalidOperationException($"A price that nobody knows: {unknown}."),
        };
        return new Basket(
            store,
            terms,
            [.. priced.Lines.Select((line, i) => Line(i + 1, packs[i], line, terms.BusinessDate))],
            priced.Net,
            priced.Tax,
            priced.Total,
            priced.Taxes
        );
    }

    private static SaleLine Line(int number, Pack pack, PricedLine priced, DateOnly day) =>
        new SaleLine(
            number,
            pack.Article.VariantId,
            pack.Article.Sku,
            pack.Article.Name,
            priced.Quantity,
            priced.UnitPrice,
            priced.TaxRate,
            priced.Net,
            priced.Tax,
            priced.Gross,
            pack.LabelPrice,
            pack.Lot,
            pack.Serial,
            pack.Expiry
        ).On(day);

    private static Error Of(NotPriced problem) =>
        problem.Why switch
        {
            PricingProblem.NoPrice => SalesErrors.NoPrice(problem.Lines),
            PricingProblem.OtherCurrency => SalesErrors.OtherCurrency(problem.Lines),
            PricingProblem.NoTaxRate => SalesErrors.NoTaxRate(problem.Lines),
            PricingProblem.NoQuantity => SalesErrors.QuantityMissing(problem.Lines),
            _ => SalesErrors.TooLarge,
        };
}
