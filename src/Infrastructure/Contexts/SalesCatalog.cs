using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales price baskets from the Catalogue's price list.</summary>
internal sealed class SalesCatalog(PriceList prices) : ICatalog
{
    public Deferred<Article> Find(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> barcodes) =>
        prices.Find(variantIds, barcodes).Select(v => new Article(v.VariantId, v.Barcode, v.Sku, v.Name, v.Price, v.Currency, v.TaxRate));
}
