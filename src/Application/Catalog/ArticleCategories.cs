using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Published by the catalogue: in which categories articles are now.</summary>
public sealed class ArticleCategories(IDb db)
{
    // The limit limits nothing: it tells the planner how few there are.
    private const string FindSql = """
        select v.variant_id, c.category_id, c.name
          from (
                select tenant_id, variant_id, product_id
                  from catalog.variant
                 where tenant_id = @tenant
                   and variant_id = any (@VariantIds)
                 limit cardinality(@VariantIds)
               ) as v
          join catalog.product_category as p using (tenant_id, product_id)
          join catalog.category as c using (tenant_id, category_id)
         where p.tenant_id = @tenant
           and c.tenant_id = @tenant
           and p.removed_at is null
        """;

    /// <summary>One entry for each category that one of some variants is in.</summary>
    public Deferred<ArticleCategory> Find(IReadOnlyList<Guid> variantIds) =>
        db.Defer<ArticleCategory>(FindSql, new { VariantIds = variantIds.ToArray() });
}

public sealed record ArticleCategory(Guid VariantId, Guid CategoryId, string Name);
