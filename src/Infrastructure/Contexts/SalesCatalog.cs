using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales know what is for sale from the Catalogue.</summary>
internal sealed class SalesCatalog(Assortment assortment) : ICatalog
{
    public Deferred<Article> Find(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> barcodes) =>
        assortment.Find(variantIds, barcodes).Select(v => new Article(v.VariantId, v.Barcode, v.Sku, v.Name));
}
