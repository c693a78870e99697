using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>A basket priced from the catalogue: the same lines and totals for a quote and for the sale that follows it.</summary>
internal sealed record Basket(
    SellingStore Store,
    SaleTerms Terms,
    IReadOnlyList<SaleLine> Lines,
    long Net,
    long Tax,
    long Total,
    IReadOnlyList<SaleTax> Taxes
)
{
    /// <summary>Prices what was scanned with what the catalogue said about it.</summary>
    /// <exception cref="Refused">Something is not for sale, or not in this store, or the store is archived.</exception>
    public static Basket Price(SellingStore store, SaleTerms terms, IReadOnlyList<BasketItem> items, IReadOnlyList<Article> found)
    {
        var byVariant = found.Where(a => a.Barcode is null).ToDictionary(a => a.VariantId);
        var byBarcode = found.Where(a => a.Barcode is not null).ToDictionary(a => a.Barcode!, StringComparer.Ordinal);
        var articles = items
            // The validator wants one of the two.
            .Select(i => i.VariantId is { } id ? byVariant.GetValueOrDefault(id) : byBarcode.GetValueOrDefault(i.Barcode!))
            .ToArray();
        Refuse(articles, a => a is null, SalesErrors.NotForSale);
        // Only now: what is not there is told before what a rule forbids.
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        Refuse(articles, a => a!.Currency != store.Currency, SalesErrors.OtherCurrency); // None is null any more.

        var lines = articles.Select((a, i) => new BasketLine(items[i].Quantity, a!.UnitPrice, a.TaxRate)).ToArray();
        var priced = Pricing.Price(terms.Rules, lines) as PricedBasket ?? throw new Refused(SalesErrors.TooLarge);
        return new Basket(
            store,
            terms,
            [
                .. priced.Lines.Select(
                    (line, i) =>
                        new SaleLine(
                            i + 1,
                            articles[i]!.VariantId,
                            articles[i]!.Sku,
                            articles[i]!.Name,
                            items[i].Quantity,
                            articles[i]!.UnitPrice,
                            articles[i]!.TaxRate,
                            line.Net,
                            line.Tax,
                            line.Gross
                        )
                ),
            ],
            priced.Net,
            priced.Tax,
            priced.Total,
            [.. priced.Taxes.Select(t => new SaleTax(t.Rate, t.Net, t.Tax, t.Gross))]
        );
    }

    public static Deferred<Article> Find(ICatalog catalog, IReadOnlyList<BasketItem> items) =>
        catalog.Find(
            [.. items.Where(i => i.VariantId is not null).Select(i => i.VariantId!.Value).Distinct()],
            [.. items.Where(i => i.Barcode is not null).Select(i => i.Barcode!).Distinct(StringComparer.Ordinal)]
        );

    private static void Refuse(Article?[] articles, Predicate<Article?> isRefused, Func<IEnumerable<int>, Error> error)
    {
        var lines = articles.Index().Where(a => isRefused(a.Item)).Select(a => a.Index).ToArray();
        if (lines.Length > 0)
            throw new Refused(error(lines));
    }
}
