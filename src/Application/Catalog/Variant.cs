using System.ComponentModel.DataAnnotations;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Something that can be sold, with what a terminal needs to know of it.</summary>
/// <param name="Prices">What it costs now for everybody and in any store, by currency; GET /v1/variants/{variantId}/price tells that of a
/// store. Empty when no such price holds.</param>
/// <param name="TaxClassId">How it is taxed.</param>
/// <param name="TaxRate">Percent, where no area has a rate of its own; absent when only some areas have one.</param>
/// <param name="IsForSale">Its product is active, and neither of them is archived.</param>
/// <param name="Version">Send it as If-Match to change the variant.</param>
/// <param name="Available">What can be sold, by store; a store that never stocked it is absent.</param>
public sealed record Variant(
    Guid VariantId,
    Guid ProductId,
    string Sku,
    string Name,
    IReadOnlyList<string> Barcodes,
    IReadOnlyList<VariantPrice> Prices,
    Guid TaxClassId,
    [property: Step("0.0001")] decimal? TaxRate,
    bool IsArchived,
    bool IsForSale,
    [property: Range(1, int.MaxValue)] int Version,
    IReadOnlyList<Availability> Available
);

/// <param name="Price">Minor units of <paramref name="Currency"/> for a quantity of one.</param>
public sealed record VariantPrice([property: Form(Forms.Currency, 3)] string Currency, long Price)
{
    // A price and its currency come together.
    internal static IReadOnlyList<VariantPrice> Of(IReadOnlyList<ListPrice> prices) =>
        [.. prices.Where(p => p.Price is not null).Select(p => new VariantPrice(p.Currency!, p.Price!.Value))];

    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed record VariantRow(
    Guid VariantId,
    Guid ProductId,
    string Sku,
    string Name,
    string[] Barcodes,
    bool IsArchived,
    bool IsForSale,
    int Version,
    string NameOrder,
    DateTimeOffset CreatedAt
)
{
    public const string Columns = """
        select v.variant_id, v.product_id, v.sku, v.name,
               array(select c.barcode from catalog.barcode as c where c.tenant_id = @tenant and c.variant_id = v.variant_id
                   order by c.barcode) as barcodes,
               v.archived_at is not null as is_archived,
               v.archived_at is null and v.product_is_active as is_for_sale, v.version, v.name_order, v.created_at
        """;

    public Variant With(IEnumerable<ListPrice> prices, IEnumerable<Availability> available)
    {
        var known = prices.ToList();
        return new Variant(
            VariantId,
            ProductId,
            Sku,
            Name,
            Barcodes,
            VariantPrice.Of(known),
            known[0].TaxClassId, // Every variant is taxed somehow.
            known[0].TaxRate,
            IsArchived,
            IsForSale,
            Version,
            [.. available]
        );
    }
}
