using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Finds where a list begins: with few products that a filter names it reads these and sorts them; with many it walks its order, where
/// enough of those that it passes will fit. Either way it reads no more than some thousand rows for a page.
/// </summary>
internal sealed class FewProducts(IDb db)
{
    private const int Most = 1_000;

    private const string OfBrandSql = """
        select product_id
          from catalog.product
         where tenant_id = @tenant
           and brand_key = @Brand
         limit @Limit
        """;

    private const string OfTagSql = """
        select product_id
          from catalog.product_tag
         where tenant_id = @tenant
           and tag_key = @Tag
           and removed_at is null
         limit @Limit
        """;

    private const string OfCategorySql = """
        select m.product_id
          from catalog.category as top
          join catalog.category as c on c.place >= top.place and c.place < top.place_end
          join catalog.product_category as m on m.category_id = c.category_id
         where top.tenant_id = @tenant
           and c.tenant_id = @tenant
           and m.tenant_id = @tenant
           and top.category_id = @CategoryId
           and m.removed_at is null
         limit @Limit
        """;

    /// <summary>All products of the narrowest of these filters; null when each has many, or none is given.</summary>
    public async Task<Guid[]?> FindAsync(IArticleFilter filter, CancellationToken ct)
    {
        var limit = Most + 1;
        List<Deferred<Guid>> asked = [];
        if (filter.Brand is not null)
            asked.Add(db.Defer<Guid>(OfBrandSql, new { Brand = ArticleFilterRules.KeyOf(filter.Brand), Limit = limit }));
        if (filter.Tag is not null)
            asked.Add(db.Defer<Guid>(OfTagSql, new { Tag = ArticleFilterRules.KeyOf(filter.Tag), Limit = limit }));
        if (filter.CategoryId is { } categoryId)
            asked.Add(db.Defer<Guid>(OfCategorySql, new { CategoryId = categoryId, Limit = limit }));

        IReadOnlyList<Guid>? fewest = null;
        foreach (var found in asked)
        {
            var ids = await found.ToListAsync(ct);
            if (ids.Count <= Most && (fewest is null || ids.Count < fewest.Count))
                fewest = ids;
        }

        return fewest is null ? null : [.. fewest.Distinct()];
    }
}

/// <summary>What products must fit that are walked in the order of a list.</summary>
internal static class ProductWalk
{
    public const string Filters = """

           and (@Kind::text is null or p.kind = @Kind)
           and (@Brand::text is null or p.brand_key = @Brand)
           and (@Tag::text is null
                or exists (select from catalog.product_tag as g where g.tenant_id = @tenant and g.product_id = p.product_id
                              and g.tag_key = @Tag and g.removed_at is null))
           and (@CategoryId::uuid is null
                or exists (select from catalog.product_category as m
                             join catalog.category as c using (tenant_id, category_id)
                            where m.tenant_id = @tenant and c.tenant_id = @tenant and m.product_id = p.product_id
                              and m.removed_at is null and @CategoryId = any (c.path)))
        """;
}
