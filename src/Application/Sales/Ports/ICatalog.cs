using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>What is for sale.</summary>
public interface ICatalog
{
    Deferred<Article> Find(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> barcodes);
}

/// <param name="Barcode">The barcode by which it was asked for; null when asked for by id.</param>
public sealed record Article(Guid VariantId, string? Barcode, string Sku, string Name);
