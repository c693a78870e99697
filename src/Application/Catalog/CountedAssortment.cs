using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>Published by the catalogue: what can lie on a shelf, for sale or not, found by id or by what a scanner sent.</summary>
/// <remarks>Bundles are made of other articles and services of none: there is nothing of either to be counted.</remarks>
public sealed class CountedAssortment(IDb db)
{
    // As what is for sale is found, and archived articles too: they lie there until they are gone.
    private const string FindSql = """
        select f.variant_id, null::text as code_key, null::numeric as pack_quantity, f.sku, f.name, null::text as unit, null::text as patterns
          from (
                select v.variant_id, v.product_id, v.sku, v.name
                  from catalog.variant as v
                 where v.tenant_id = @tenant
                   and v.variant_id = any(@VariantIds)
                 limit cardinality(@VariantIds)
               ) as f
         where (select p.kind from catalog.product as p where p.tenant_id = @tenant and p.product_id = f.product_id)
               not in ('bundle', 'service')
         union all
        select v.variant_id, f.code_key, f.pack_quantity, v.sku, v.name,
               (select p.unit from catalog.product as p where p.tenant_id = @tenant and p.product_id = v.product_id), null
          from (
                select b.tenant_id, b.code_key, b.pack_quantity, b.variant_id
                  from catalog.barcode as b
                 where b.tenant_id = @tenant
                   and b.code_key = any(@Keys)
                   and b.variant_id is not null
                 limit cardinality(@Keys)
               ) as f
          join catalog.variant as v using (tenant_id, variant_id)
         where v.tenant_id = @tenant
           and (select p.kind from catalog.product as p where p.tenant_id = @tenant and p.product_id = v.product_id)
               not in ('bundle', 'service')
         union all
        select null, null, null, null, null, null, patterns::text
          from (
                select patterns
                  from catalog.code_patterns
                 where tenant_id = @tenant
                   and @Reads
                 order by version desc
                 limit 1
               ) as newest
        """;

    private const string NotCountedSql = """
        select f.variant_id
          from (
                select v.variant_id, v.product_id
                  from catalog.variant as v
                 where v.tenant_id = @tenant
                   and v.variant_id = any(@VariantIds)
                 limit cardinality(@VariantIds)
               ) as f
         where (select p.kind from catalog.product as p where p.tenant_id = @tenant and p.product_id = f.product_id)
               in ('bundle', 'service')
        """;

    private const string CategoriesSql = """
        select category_id
          from catalog.category
         where tenant_id = @tenant
           and category_id = any(@CategoryIds)
        """;

    private const string OfCategoriesSql = """
        select distinct v.variant_id
          from catalog.category as top
          join catalog.category as c on c.place >= top.place and c.place < top.place_end
          join catalog.product_category as m on m.category_id = c.category_id
          join catalog.variant as v on v.product_id = m.product_id
         where top.tenant_id = @tenant
           and c.tenant_id = @tenant
           and m.tenant_id = @tenant
           and v.tenant_id = @tenant
           and top.category_id = any(@CategoryIds)
           and m.removed_at is null
        """;

    /// <summary>Asks what some ids and codes are; the question travels with the next round trip.</summary>
    public AskedAssortment Ask(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> codes) =>
        new(
            db.Defer<AskedAssortment.Row>(
                FindSql,
                new
                {
                    VariantIds = variantIds,
                    Keys = codes.SelectMany(ScannedCode.PossibleValues).Distinct(StringComparer.Ordinal).ToArray(),
                    Reads = codes.Count > 0,
                }
            ),
            codes
        );

    /// <summary>Those of some variants of which nothing lies anywhere.</summary>
    public Deferred<Guid> NotCounted(IReadOnlyList<Guid> variantIds) =>
        db.Defer<Guid>(NotCountedSql, new { VariantIds = variantIds.ToArray() });

    /// <summary>Those of some categories that there are.</summary>
    public Deferred<Guid> Categories(IReadOnlyList<Guid> categoryIds) =>
        db.Defer<Guid>(CategoriesSql, new { CategoryIds = categoryIds.ToArray() });

    /// <summary>The variants in some categories or below them, for sale or not.</summary>
    public Deferred<Guid> OfCategories(IReadOnlyList<Guid> categoryIds) =>
        db.Defer<Guid>(OfCategoriesSql, new { CategoryIds = categoryIds.ToArray() });
}
