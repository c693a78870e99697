using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>The ways requests about the catalogue fail.</summary>
public static class CatalogErrors
{
    public static readonly Error VariantNotFound = new(
        ErrorKind.NotFound,
        "catalog.variant_not_found",
        "There is no such variant.",
        "Find variants with GET /v1/variants?search= or ?barcode=."
    );
}
