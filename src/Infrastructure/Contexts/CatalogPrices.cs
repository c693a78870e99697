using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Catalogue shows what Pricing says of an article, and tells it of new ones.</summary>
internal sealed class CatalogPrices(ArticlePrices prices) : IPrices
{
    public Deferred<ListPrice> Find(IReadOnlyList<Guid> variantIds) =>
        prices.Find(variantIds).Select(p => new ListPrice(p.VariantId, p.TaxClassId, p.Currency, p.Amount, p.TaxRate));

    public Deferred<Guid> TaxClasses(IReadOnlyList<Guid> taxClassIds) => prices.TaxClasses(taxClassIds);

    public Deferred<TaxClassCode> TaxClassCodes() => prices.TaxClassCodes().Select(c => new TaxClassCode(c.TaxClassId, c.Code));

    public Task ChangeAsync(IReadOnlyList<NewPrice> articles, CancellationToken ct) =>
        prices.ChangeAsync([.. articles.Select(a => (a.VariantId, a.Currency, a.Price))], ct);

    public void Add(IReadOnlyList<PricedArticle> articles) =>
        prices.Add([.. articles.Select(a => new NewArticle(a.VariantId, a.TaxClassId, a.Currency, a.Price))]);

    public void ChangeTax(Guid variantId, Guid taxClassId) => prices.ChangeTax(variantId, taxClassId);
}
