using System.ComponentModel.DataAnnotations;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Something that can be sold, with what a terminal needs to know of it.</summary>
/// <param name="Price">Minor units of <paramref name="Currency"/> for a quantity of one.</param>
/// <param name="TaxRate">Percent.</param>
/// <param name="IsForSale">Its product is active, and neither of them is archived.</param>
/// <param name="Version">Send it as If-Match to change the variant.</param>
/// <param name="Available">What can be sold, by store; a store that never stocked it is absent.</param>
public sealed record Variant(
    Guid VariantId,
    Guid ProductId,
    string Sku,
    string Name,
    IReadOnlyList<string> Barcodes,
    long Price,
    [property: Form(Forms.Currency, 3)] string Currency,
    decimal TaxRate,
    bool IsArchived,
    bool IsForSale,
    [property: Range(1, int.MaxValue)] int Version,
    IReadOnlyList<Availability> Available
)
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed record VariantRow(
    Guid VariantId,
    Guid ProductId,
    string Sku,
    string Name,
    string[] Barcodes,
    long Price,
    string Currency,
    decimal TaxRate,
    bool IsArchived,
    bool IsForSale,
    int Version,
    string NameOrder
)
{
    public const string Columns = """
        select v.variant_id, v.product_id, v.sku, v.name,
               array(select c.barcode from catalog.barcode as c where c.tenant_id = @tenant and c.variant_id = v.variant_id
                   order by c.barcode) as barcodes,
               v.price, v.currency, t.rate as tax_rate, v.archived_at is not null as is_archived,
               v.archived_at is null and v.product_is_active as is_for_sale, v.version, v.name_order
        """;

    public Variant With(IEnumerable<Availability> available) =>
        new(VariantId, ProductId, Sku, Name, Barcodes, Price, Currency, TaxRate, IsArchived, IsForSale, Version, [.. available]);
}
