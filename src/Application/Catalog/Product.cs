using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>What a merchant sells under one name, with all of its variants.</summary>
/// <param name="Description">HTML with nothing in it that a page must not show.</param>
/// <param name="Tags">In the order of their letters.</param>
/// <param name="Options">What its variants are told apart by, such as size and colour.</param>
/// <param name="Unit">What one of it is: a piece, or a measure.</param>
/// <param name="MinimumAge">In years: who buys it must be as old as that.</param>
/// <param name="NoDiscount">Its price is never lowered at the till.</param>
/// <param name="NoReturn">It is not taken back.</param>
/// <param name="ExternalId">What another system knows it by.</param>
/// <param name="Components">What a bundle is made of.</param>
/// <param name="CategoryIds">The categories that it is in, archived ones too.</param>
/// <param name="Version">Counts the changes of the product and of its variants.</param>
[Audited(
    nameof(Name),
    nameof(Status),
    nameof(Brand),
    nameof(Description),
    nameof(Tags),
    nameof(Options),
    nameof(Unit),
    nameof(MinimumAge),
    nameof(NoDiscount),
    nameof(NoReturn),
    nameof(ExternalId),
    nameof(Components),
    nameof(CategoryIds)
)]
public sealed record Product(
    Guid ProductId,
    string Name,
    ProductKind Kind,
    ProductStatus Status,
    string? Brand,
    string? Description,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Options,
    string Unit,
    int? MinimumAge,
    bool NoDiscount,
    bool NoReturn,
    string? ExternalId,
    IReadOnlyList<BundleComponent> Components,
    IReadOnlyList<Guid> CategoryIds,
    IReadOnlyList<ProductVariant> Variants,
    DateTimeOffset CreatedAt,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/products/{ProductId}";

    /// <summary>A product of which nothing was said yet.</summary>
    internal static Product Empty(Guid productId, ProductKind kind, DateTimeOffset now) =>
        new(
            productId,
            "",
            kind,
            ProductStatus.Draft,
            Brand: null,
            Description: null,
            Tags: [],
            Options: [],
            Units.Piece,
            MinimumAge: null,
            NoDiscount: false,
            NoReturn: false,
            ExternalId: null,
            Components: [],
            CategoryIds: [],
            Variants: [],
            now,
            Version: 1
        );

    /// <summary>The product as it was told to be; its variants are named by it.</summary>
    internal Product With(IProductDetails told)
    {
        var product = this with
        {
            Name = told.Name,
            Status = told.Status,
            Brand = told.Brand,
            Description = Descriptions.Sanitised(told.Description),
            Tags = [.. (told.Tags ?? []).DistinctBy(HumanText.Fold).OrderBy(HumanText.Fold, StringComparer.Ordinal)],
            Options = told.Options ?? [],
            Unit = told.Unit ?? Units.Piece,
            MinimumAge = told.MinimumAge,
            NoDiscount = told.NoDiscount,
            NoReturn = told.NoReturn,
            ExternalId = told.ExternalId,
            Components = told.Components ?? [],
            CategoryIds = [.. (told.CategoryIds ?? []).Distinct().Order()],
        };
        return product with { Variants = [.. Variants.Select(v => v with { Name = product.NameOf(v.OptionValues) })] };
    }

    /// <summary>The product with new variants behind those that it has.</summary>
    /// <param name="told">What is said of each, and where in the request.</param>
    /// <param name="patterns">How the merchant's in-store numbers are read.</param>
    /// <exception cref="Refused">Codes of one of them are wrong.</exception>
    internal Product With(IReadOnlyList<(NewVariant Variant, string Path)> told, IReadOnlyList<CodePattern> patterns) =>
        this with
        {
            Variants =
            [
                .. Variants,
                .. told.Select(t => new ProductVariant(
                    t.Variant.VariantId ?? Ids.New(),
                    ProductId,
                    t.Variant.Sku,
                    NameOf(t.Variant.OptionValues ?? []),
                    t.Variant.OptionValues ?? [],
                    Codes.Of(t.Variant.Barcodes ?? [], t.Path, patterns),
                    [new VariantPrice(t.Variant.Currency, t.Variant.Price)],
                    t.Variant.TaxClassId,
                    t.Variant.ExternalId,
                    IsArchived: false,
                    Version: 1
                )),
            ],
        };

    /// <summary>The product with one of its variants changed.</summary>
    internal Product With(ProductVariant before, ProductVariant after) =>
        this with
        {
            Variants = [.. Variants.Select(v => v.VariantId == before.VariantId ? after : v)],
        };

    /// <exception cref="Refused">It is archived.</exception>
    internal void RequireInUse()
    {
        if (Status is ProductStatus.Archived)
            throw new Refused(CatalogErrors.ProductIsArchived);
    }

    /// <summary>What receipts call a variant.</summary>
    internal string NameOf(IReadOnlyList<string> optionValues) =>
        optionValues.Count == 0 ? Name : $"{Name}, {string.Join(" / ", optionValues)}";
}

public enum ProductKind
{
    /// <summary>One variant, sold by the piece.</summary>
    Simple,

    /// <summary>Variants that are told apart by options.</summary>
    Variant,

    /// <summary>Sold as one, and takes the stock of what it is made of.</summary>
    Bundle,

    /// <summary>Has no stock.</summary>
    Service,

    /// <summary>Sold by a measure; its price is that of one unit.</summary>
    Weighed,
}

public enum ProductStatus
{
    /// <summary>Can be sold.</summary>
    Active,

    /// <summary>Is being set up.</summary>
    Draft,

    /// <summary>Can no longer be sold; history hangs on it.</summary>
    Archived,
}

/// <param name="Quantity">How much of it one bundle holds.</param>
public sealed record BundleComponent(Guid VariantId, decimal Quantity);

/// <summary>One thing of a product that is sold, as its merchant keeps it.</summary>
/// <param name="Name">That of the product, with what its options are.</param>
/// <param name="OptionValues">One for each option of the product.</param>
/// <param name="Prices">What it costs now for everybody and in any store, by currency; PUT /v1/prices changes them.</param>
/// <param name="ExternalId">What another system knows it by.</param>
[Audited(nameof(Sku), nameof(OptionValues), nameof(Barcodes), nameof(TaxClassId), nameof(ExternalId), nameof(IsArchived))]
public sealed record ProductVariant(
    Guid VariantId,
    Guid ProductId,
    string Sku,
    string Name,
    IReadOnlyList<string> OptionValues,
    IReadOnlyList<Barcode> Barcodes,
    IReadOnlyList<VariantPrice> Prices,
    Guid TaxClassId,
    string? ExternalId,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/variants/{VariantId}";

    /// <exception cref="Refused">It is archived.</exception>
    internal void RequireInUse()
    {
        if (IsArchived)
            throw new Refused(CatalogErrors.VariantIsArchived);
    }
}

/// <summary>A code by which a scanner finds a variant.</summary>
/// <param name="PackQuantity">How many are in what carries the code.</param>
/// <param name="Gtin">The 14 digits by which all symbols of one GTIN are compared; absent where the code is none.</param>
public sealed record Barcode(string Code, BarcodeKind Kind, decimal PackQuantity, string? Gtin)
{
    internal Barcode(string code, BarcodeKind kind, decimal packQuantity, string? gtin, string key)
        : this(code, kind, packQuantity, gtin) => Key = key;

    /// <summary>By what it is compared.</summary>
    internal string Key { get; } = Gtin ?? Code;
}
