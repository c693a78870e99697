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
        var barcodes = items.Where(i => i.Barcode is not null).Select(i => i.Barcode!).Distinct(StringComparer.Ordinal).ToList();
        // What was scanned by its code has to be found before its price can be: that is one round trip more.
        return new AskedBasket(items, catalog.Find(ids, barcodes), barcodes.Count == 0 ? pricing.Ask(ids) : null, pricing);
    }
}

/// <summary>A basket that was asked about.</summary>
internal sealed record AskedBasket(IReadOnlyList<BasketItem> Items, Deferred<Article> Found, IAskedPrices? Prices, IPricing Pricing)
{
    /// <summary>Prices what was scanned in a store, under the terms of a sale.</summary>
    /// <exception cref="Refused">Something is not for sale, or not in this store, or the store is archived or a warehouse.</exception>
    public async Task<Basket> PriceAsync(SellingStore store, SaleTerms terms, CancellationToken ct)
    {
        var articles = await FindAsync(ct);
        // Only now: what is not there is told before what a rule forbids.
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        if (!store.Sells)
            throw new Refused(SalesErrors.StoreDoesNotSell);
        var prices = Prices ?? Pricing.Ask([.. articles.Select(a => a.VariantId).Distinct()]);
        var sold = articles.Zip(Items, (article, item) => new SoldQuantity(article.VariantId, item.Quantity)).ToList();
        var priced = await prices.PriceAsync(store, terms, sold, ct) switch
        {
            PricedBasket basket => basket,
            NotPriced problem => throw new Refused(Of(problem)),
            var unknown => throw new InvalidOperationException($"A price that nobody knows: {unknown}."),
        };
        return new Basket(
            store,
            terms,
            [.. priced.Lines.Select((line, i) => Line(i, articles[i], Items[i].Quantity, line))],
            priced.Net,
            priced.Tax,
            priced.Total,
            priced.Taxes
        );
    }

    private async Task<IReadOnlyList<Article>> FindAsync(CancellationToken ct)
    {
        var found = await Found.ToListAsync(ct);
        var byVariant = found.Where(a => a.Barcode is null).ToDictionary(a => a.VariantId);
        var byBarcode = found.Where(a => a.Barcode is not null).ToDictionary(a => a.Barcode!, StringComparer.Ordinal);
        var articles = Items
            // The validator wants one of the two.
            .Select(i => i.VariantId is { } id ? byVariant.GetValueOrDefault(id) : byBarcode.GetValueOrDefault(i.Barcode!))
            .ToList();
        var missing = articles.Index().Where(a => a.Item is null).Select(a => a.Index).ToArray();
        return missing.Length == 0 ? [.. articles.Select(a => a!)] : throw new Refused(SalesErrors.NotForSale(missing));
    }

    private static SaleLine Line(int index, Article article, decimal quantity, PricedLine priced) =>
        new(
            index + 1,
            article.VariantId,
            article.Sku,
            article.Name,
            quantity,
            priced.UnitPrice,
            priced.TaxRate,
            priced.Net,
            priced.Tax,
            priced.Gross
        );

    private static Error Of(NotPriced problem) =>
        problem.Why switch
        {
            PricingProblem.NoPrice => SalesErrors.NoPrice(problem.Lines),
            PricingProblem.OtherCurrency => SalesErrors.OtherCurrency(problem.Lines),
            PricingProblem.NoTaxRate => SalesErrors.NoTaxRate(problem.Lines),
            _ => SalesErrors.TooLarge,
        };
}
