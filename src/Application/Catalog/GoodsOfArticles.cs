using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Published by the catalogue: what lies on a shelf of what is for sale.</summary>
/// <remarks>Of a bundle that is what it is made of; of a service nothing; of anything else the article itself.</remarks>
public sealed class GoodsOfArticles(IDb db)
{
    private const string FindSql = """
        select f.variant_id, f.is_for_sale,
               (select p.kind from catalog.product as p where p.tenant_id = @tenant and p.product_id = f.product_id) as kind,
               array(select c.variant_id
                       from catalog.bundle_component as c
                      where c.tenant_id = @tenant
                        and c.product_id = f.product_id
                        and c.removed_at is null
                      order by c.position) as part_ids,
               array(select c.quantity
                       from catalog.bundle_component as c
                      where c.tenant_id = @tenant
                        and c.product_id = f.product_id
                        and c.removed_at is null
                      order by c.position) as part_quantities
          from (
                select v.variant_id, v.product_id, v.archived_at is null and v.product_is_active as is_for_sale
                  from catalog.variant as v
                 where v.tenant_id = @tenant
                   and v.variant_id = any(@VariantIds)
                 limit cardinality(@VariantIds)
               ) as f
        """;

    /// <summary>Those of some variants that there are.</summary>
    public Deferred<ArticleGoods> Find(IReadOnlyList<Guid> variantIds) =>
        db.Defer<Row>(FindSql, new { VariantIds = variantIds.ToArray() })
            .Select(row => new ArticleGoods(row.VariantId, row.IsForSale, row.Goods));

    private sealed record Row(Guid VariantId, bool IsForSale, ProductKind? Kind, Guid[] PartIds, decimal[] PartQuantities)
    {
        public IReadOnlyList<BundleComponent> Goods =>
            Kind switch
            {
                ProductKind.Bundle => [.. PartIds.Zip(PartQuantities, (id, quantity) => new BundleComponent(id, quantity))],
                ProductKind.Service => [],
                _ => [new BundleComponent(VariantId, 1)],
            };
    }
}

/// <param name="IsForSale">It is in use, and so is its product.</param>
/// <param name="Goods">What a quantity of one is, on a shelf.</param>
public sealed record ArticleGoods(Guid VariantId, bool IsForSale, IReadOnlyList<BundleComponent> Goods);
