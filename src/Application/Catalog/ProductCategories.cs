using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>In which categories a product is.</summary>
internal sealed class ProductCategories(IDb db)
{
    private const string KnownSql = """
        select category_id, archived_at is not null as is_archived
          from catalog.category
         where tenant_id = @tenant
           and category_id = any (@CategoryIds)
        """;

    private const string TakeSql = """
        update catalog.product_category
           set removed_at = @Now
         where tenant_id = @tenant
           and product_id = @ProductId
           and category_id <> all (@CategoryIds)
           and removed_at is null
        """;

    private const string PutSql = """
        insert into catalog.product_category (product_id, category_id)
        select @ProductId, category_id
          from unnest(@CategoryIds) as category_id
            on conflict (tenant_id, product_id, category_id) do update
           set removed_at = null
        """;

    /// <summary>Makes sure that the categories of a product are there, and that those that it comes into are in use.</summary>
    /// <param name="told">As the request names them.</param>
    /// <param name="before">Those that it is in already.</param>
    public async Task RequireAsync(IReadOnlyList<Guid> told, IReadOnlyList<Guid> before, CancellationToken ct)
    {
        if (told.All(before.Contains))
            return;
        var known = (await db.QueryAsync<Known>(KnownSql, new { CategoryIds = told.ToArray() }, ct)).ToDictionary(
            c => c.CategoryId,
            c => c.IsArchived
        );
        if (Places(id => !known.ContainsKey(id)) is { Length: > 0 } unknown)
            throw new Refused(Naming.About(CatalogErrors.CategoryNotFound, "There is no such category.", unknown));
        if (Places(id => known[id] && !before.Contains(id)) is { Length: > 0 } archived)
            throw new Refused(Naming.About(CatalogErrors.CategoryIsArchived, "Is archived.", archived));

        string[] Places(Predicate<Guid> isMeant) =>
            [.. told.Index().Where(id => isMeant(id.Item)).Select(id => FormattableString.Invariant($"categoryIds[{id.Index}]"))];
    }

    /// <summary>Queues that a product is taken out of all categories but these.</summary>
    public void TakeOthers(Product product, DateTimeOffset now) =>
        db.Enqueue(
            TakeSql,
            new
            {
                product.ProductId,
                CategoryIds = product.CategoryIds.ToArray(),
                Now = now,
            }
        );

    /// <summary>Queues that a product is in its categories.</summary>
    public void Put(Product product)
    {
        if (product.CategoryIds.Count > 0)
            db.Enqueue(PutSql, new { product.ProductId, CategoryIds = product.CategoryIds.ToArray() });
    }

    private sealed record Known(Guid CategoryId, bool IsArchived);
}
