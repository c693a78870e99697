using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Published by the catalogue: what something costs now, found by id or by barcode.</summary>
public sealed class PriceList(IDb db)
{
    // Two index lookups instead of one OR: ids and barcodes are different keys.
    private const string FindSql = """
        select v.variant_id, null::text as barcode, v.sku, v.name, v.price, v.currency, t.rate as tax_rate
          from catalog.variant as v
          join catalog.tax_rate as t using (tenant_id, tax_rate_id)
         where v.tenant_id = @tenant
           and t.tenant_id = @tenant
           and v.variant_id = any(@VariantIds)
           and v.archived_at is null
         union all
        select v.variant_id, b.barcode, v.sku, v.name, v.price, v.currency, t.rate as tax_rate
          from catalog.barcode as b
          join catalog.variant as v using (tenant_id, variant_id)
          join catalog.tax_rate as t using (tenant_id, tax_rate_id)
         where b.tenant_id = @tenant
           and v.tenant_id = @tenant
           and t.tenant_id = @tenant
           and b.barcode = any(@Barcodes)
           and v.archived_at is null
        """;

    /// <summary>What of these is for sale; a barcode that found something comes back with it.</summary>
    public Deferred<PricedVariant> Find(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> barcodes) =>
        db.Defer<PricedVariant>(FindSql, new { VariantIds = variantIds, Barcodes = barcodes });
}

/// <param name="Barcode">The barcode by which it was asked for; null when asked for by id.</param>
/// <param name="Price">Minor units for a quantity of one.</param>
/// <param name="TaxRate">Percent.</param>
public sealed record PricedVariant(Guid VariantId, string? Barcode, string Sku, string Name, long Price, string Currency, decimal TaxRate);
