using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Notes for tills what a transaction changes of articles: whoever writes them notes it, or no till hears of it. A test of all operations
/// finds who does not.
/// </summary>
internal sealed class TillNotes(IDb db) : ITidy
{
    // What a transaction has noted already it need not note again; another one's note of the same article is another row.
    private const string ArticlesSql = """
        insert into catalog.till_change (kind, subject_id)
        select 'article', variant_id
          from unnest(@VariantIds) as variant_id
            on conflict do nothing
        """;

    private const string ProductsSql = """
        insert into catalog.till_change (kind, subject_id)
        select 'article', v.variant_id
          from catalog.variant as v
         where v.tenant_id = @tenant
           and v.product_id = any (@ProductIds)
            on conflict do nothing
        """;

    private const string CategoriesSql = """
        insert into catalog.till_change (kind, subject_id)
        values ('categories', '00000000-0000-0000-0000-000000000000')
            on conflict do nothing
        """;

    private const string ForgetSql = "select coalesce(catalog.forget_till_changes(@tenant, @AtMost), 0)";

    /// <summary>Queues a note that some variants, or their codes, are others now.</summary>
    public void Articles(IEnumerable<Guid> variantIds) => db.Enqueue(ArticlesSql, new { VariantIds = variantIds.ToArray() });

    /// <summary>Queues, behind what is written of them, a note that all variants of some products are others now.</summary>
    public void Products(IEnumerable<Guid> productIds) => db.Enqueue(ProductsSql, new { ProductIds = productIds.ToArray() });

    /// <summary>Queues a note that the tree of categories is another now.</summary>
    public void Categories() => db.Enqueue(CategoriesSql);

    public Task<int> TidyAsync(int atMost, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<int>(ForgetSql, new { AtMost = atMost }, ct);
}
