using PosCommerce.Application.Catalog;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Catalogue tells tills what Pricing knows of their articles.</summary>
internal sealed class CatalogTillPrices(TillPrices prices) : ITillPrices
{
    public Deferred<long> NewestChange(long from) => prices.NewestChange(from);

    public Deferred<Guid> ChangedArticles(long from, Guid after, int limit) => prices.ChangedArticles(from, after, limit);

    public Deferred<TillArticlePrice> Find(TillPriceScope scope, IReadOnlyList<Guid> variantIds) =>
        prices
            .Find(scope.StoreId, scope.Currency, variantIds)
            .Select(p => new TillArticlePrice(
                p.VariantId,
                p.TaxClassId,
                p.PriceListId,
                p.MinimumQuantity,
                p.Amount,
                p.ValidFrom,
                p.ValidUntil
            ));

    public IAskedTillTerms Terms(Guid storeId) =>
        new Asked(storeId, prices.Lists(storeId), prices.Classes(), prices.Rates(), prices.Groups());

    private sealed class Asked(
        Guid storeId,
        Deferred<TillList> lists,
        Deferred<TaxClass> classes,
        Deferred<ListedRate> rates,
        Deferred<TillGroup> groups
    ) : IAskedTillTerms
    {
        public async Task<IReadOnlyList<TillPriceList>> PriceListsAsync(string currency, CancellationToken ct) =>
            [
                .. (await lists.ToListAsync(ct))
                    .Where(l => l.Currency == currency)
                    .Select(l => new TillPriceList(l.PriceListId, l.Code, l.Name, l.Priority, l.StoreId, l.Channel, l.CustomerGroupId)),
            ];

        public async Task<IReadOnlyList<TillTaxClass>> TaxClassesAsync(string? country, string? region, CancellationToken ct)
        {
            var there = TaxChoice.InOrder(await rates.ToListAsync(ct), new TaxPlace(storeId, country, region)).ToLookup(r => r.TaxClassId);
            return
            [
                .. (await classes.ToListAsync(ct)).Select(c => new TillTaxClass(
                    c.TaxClassId,
                    c.Code,
                    c.Name,
                    c.CategoryCode,
                    [.. there[c.TaxClassId].Select(r => new TillTaxRate(r.TaxRateId, r.Rate, r.ValidFrom, r.ValidUntil))]
                )),
            ];
        }

        public async Task<IReadOnlyList<TillCustomerGroup>> CustomerGroupsAsync(CancellationToken ct) =>
            [.. (await groups.ToListAsync(ct)).Select(g => new TillCustomerGroup(g.CustomerGroupId, g.Code, g.Name))];
    }
}
