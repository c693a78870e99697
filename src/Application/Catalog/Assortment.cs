using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Published by the catalogue: what is for sale, found by id or by barcode.</summary>
public sealed class Assortment(IDb db)
{
    // Two index lookups instead of one OR: ids and codes are different keys. A code can be read in more than one way: of those that
    // an article carries the likeliest counts.
    private const string FindSql = """
        select v.variant_id, null::text as barcode, v.sku, v.name
          from catalog.variant as v
         where v.tenant_id = @tenant
           and v.variant_id = any(@VariantIds)
           and v.archived_at is null
           and v.product_is_active
         union all
        select v.variant_id, f.barcode, v.sku, v.name
          from (
                select distinct on (asked.barcode) asked.barcode, b.tenant_id, b.variant_id
                  from unnest(@Barcodes, @Keys) with ordinality as asked (barcode, code_key, place)
                  join catalog.barcode as b using (code_key)
                 where b.tenant_id = @tenant
                   and b.variant_id is not null
                 order by asked.barcode, asked.place
               ) as f
          join catalog.variant as v using (tenant_id, variant_id)
         where v.tenant_id = @tenant
           and v.archived_at is null
           and v.product_is_active
        """;

    /// <summary>What of these is for sale; a barcode that found something comes back with it.</summary>
    public Deferred<SoldVariant> Find(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> barcodes)
    {
        var asked = barcodes.SelectMany(barcode => Codes.KeysOf(barcode).Select(key => (Barcode: barcode, Key: key))).ToList();
        return db.Defer<SoldVariant>(
            FindSql,
            new
            {
                VariantIds = variantIds,
                Barcodes = asked.Select(a => a.Barcode).ToArray(),
                Keys = asked.Select(a => a.Key).ToArray(),
            }
        );
    }
}

/// <param name="Barcode">The barcode by which it was asked for; null when asked for by id.</param>
public sealed record SoldVariant(Guid VariantId, string? Barcode, string Sku, string Name);
