using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales know what is for sale from the Catalogue.</summary>
internal sealed class SalesCatalog(Assortment assortment) : ICatalog
{
    public IAskedArticles Ask(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> codes) => new Asked(assortment.Ask(variantIds, codes));

    public Deferred<Guid> NotTakenBack(IReadOnlyList<Guid> variantIds) => assortment.NotTakenBack(variantIds);

    public Deferred<Guid> NotDiscounted(IReadOnlyList<Guid> variantIds) => assortment.NotDiscounted(variantIds);

    private sealed class Asked(AskedAssortment asked) : IAskedArticles
    {
        public async Task<FoundArticles> FindAsync(SellingStore store, DateOnly day, CancellationToken ct)
        {
            var found = await asked.FindAsync(day, ct);
            return new FoundArticles(
                found.ById.ToDictionary(a => a.Key, a => Of(a.Value)),
                found
                    .ByCode.Select(c => (Code: c.Key, Scan: Of(c.Value, store.Currency)))
                    .Where(c => c.Scan is not null)
                    .ToDictionary(c => c.Code, c => c.Scan!, StringComparer.Ordinal)
            );
        }

        private static Article Of(SoldVariant article) => new(article.VariantId, article.Sku, article.Name);

        private static Scan? Of(CodeFound code, string currency) =>
            code switch
            {
                CodeNamesArticle named => Of(named, currency),
                CodeIsUnreadable { Problem: var problem } => new UnreadableScan(problem.Text),
                _ => null,
            };

        private static Scan Of(CodeNamesArticle code, string currency)
        {
            var told = code.Meant.Content;
            long? price = null;
            if (told.Price is { } label)
            {
                if ((label.Currency ?? currency) != currency)
                    return new UnreadableScan($"The label's price is in {label.Currency}, and the store sells in {currency}.");
                price = label.MinorUnits(Currencies.DigitsOf(currency));
                if (price is not { } amount || !Money.Allows(amount))
                    return new UnreadableScan($"The label's price is no amount in {currency}.");
            }

            return new ScannedPack(
                Of(code.Article),
                code.PackQuantity,
                code.IsMeasured,
                code.Quantity,
                price,
                told.Lot,
                told.Serial,
                told.Expiry
            );
        }
    }
}
