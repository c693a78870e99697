using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Lists products by name or the newest first; archived ones only when asked for.</summary>
/// <param name="Search">Part of a name or a brand.</param>
/// <param name="Brand">All of the brand's name; capitals and accents make no difference, here and for tags.</param>
/// <param name="CategoryId">Only what is in this category, or below it.</param>
/// <param name="InStockAt">Only what this store has some of to sell. A page may then have few items, or none, and still go on.</param>
/// <param name="Currency">Only what has a price in it, for everybody and in any store; with bounds of the price. The same holds for pages.</param>
/// <param name="MinPrice">Minor units of <paramref name="Currency"/>.</param>
/// <param name="MaxPrice">Minor units of <paramref name="Currency"/>.</param>
public sealed record ListProducts(
    string? Search = null,
    ProductStatus? Status = null,
    ProductKind? Kind = null,
    string? Brand = null,
    string? Tag = null,
    Guid? CategoryId = null,
    Guid? InStockAt = null,
    string? Currency = null,
    long? MinPrice = null,
    long? MaxPrice = null,
    ProductSort Sort = ProductSort.Name,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ListedProduct>>, IPaged, IArticleFilter;

public enum ProductSort
{
    Name,
    Newest,
}

/// <summary>A product in a list.</summary>
/// <param name="Tags">In the order of their letters.</param>
/// <param name="Variants">How many it has, archived ones too.</param>
public sealed record ListedProduct(
    Guid ProductId,
    string Name,
    ProductKind Kind,
    ProductStatus Status,
    string? Brand,
    IReadOnlyList<string> Tags,
    string? ExternalId,
    int Variants,
    DateTimeOffset CreatedAt,
    int Version
);

/// <summary>A place in the list: of its two orders, the one that it is in.</summary>
internal sealed record ProductKey(ProductSort Sort, string? NameOrder, DateTimeOffset? CreatedAt, Guid ProductId);

internal sealed class ListProductsValidator : AbstractValidator<ListProducts>
{
    public ListProductsValidator()
    {
        this.FilterOf();
        RuleFor(q => q.Sort).IsInEnum();
        this.PageOf<ListProducts, ProductKey>();
        RuleFor(q => q.Cursor)
            .Must((q, cursor) => cursor is null || Common.Cursor.Read<ProductKey>(cursor) is not { } key || key.Sort == q.Sort)
            .WithMessage("The cursor is one of another order.");
    }
}

internal sealed class ListProductsHandler(IDb db, FewProducts few, ArticleSieve sieve) : IQueryHandler<ListProducts, Page<ListedProduct>>
{
    private const string OfAll = """
        select p.product_id, p.name, p.kind,
               case when p.archived_at is not null then 'archived' when p.is_draft then 'draft' else 'active' end as status, p.brand,
               array(select t.tag from catalog.product_tag as t
                   where t.tenant_id = @tenant and t.product_id = p.product_id and t.removed_at is null order by t.tag_key) as tags,
               p.external_id,
               (select count(*) from catalog.variant as v where v.tenant_id = @tenant and v.product_id = p.product_id)::integer as variants,
               p.created_at, p.version, p.name_order
          from catalog.product as p
         where p.tenant_id = @tenant
           and (@Status::text is not null or p.archived_at is null)
           and (@Status::text is null or
                case when p.archived_at is not null then 'archived' when p.is_draft then 'draft' else 'active' end = @Status)
           and (@Pattern::text is null or p.search_key like @Pattern)
        """;

    private const string OfSome =
        OfAll
        + """

               and p.product_id = any (@ProductIds)
            """;

    private const string ByName = """

           and (p.name_order, p.product_id) > (@AfterName, @AfterId)
         order by p.name_order, p.product_id
         limit @Limit
        """;

    private const string Newest = """

           and (p.created_at, p.product_id) < (@BeforeTime, @BeforeId)
         order by p.created_at desc, p.product_id desc
         limit @Limit
        """;

    private const string VariantsSql = """
        select product_id, variant_id
          from catalog.variant
         where tenant_id = @tenant
           and product_id = any (@ProductIds)
           and archived_at is null
        """;

    public async Task<Page<ListedProduct>> Handle(ListProducts query, CancellationToken ct)
    {
        var some = await few.FindAsync(query, ct);
        var page = query.IsSifted()
            ? await ArticleSieve.PageAsync<Row, ProductKey>(
                query,
                (after, limit) => ReadAsync(query, some, after, limit, ct),
                rows => SiftAsync(query, rows, ct),
                row => row.KeyIn(query.Sort)
            )
            : Page<Row>.Of(
                await ReadAsync(query, some, Cursor.Read<ProductKey>(query.Cursor), query.Limit + 1, ct),
                query.Limit,
                row => row.KeyIn(query.Sort)
            );
        return new Page<ListedProduct>([.. page.Items.Select(row => row.Product)], page.NextCursor);
    }

    private Task<IReadOnlyList<Row>> ReadAsync(ListProducts query, Guid[]? some, ProductKey? after, int limit, CancellationToken ct) =>
        db.QueryAsync<Row>(
            (some, query.Sort) switch
            {
                (null, ProductSort.Newest) => OfAll + ProductWalk.Filters + Newest,
                (null, _) => OfAll + ProductWalk.Filters + ByName,
                (_, ProductSort.Newest) => OfSome + ProductWalk.Filters + Newest,
                _ => OfSome + ProductWalk.Filters + ByName,
            },
            new
            {
                ProductIds = some ?? [],
                query.Status,
                query.Kind,
                Brand = ArticleFilterRules.KeyOf(query.Brand),
                Tag = ArticleFilterRules.KeyOf(query.Tag),
                query.CategoryId,
                Pattern = LikePattern.Within(query.Search),
                AfterName = after?.NameOrder ?? "",
                AfterId = after?.ProductId ?? Guid.Empty,
                BeforeTime = after?.CreatedAt ?? DateTimeOffset.MaxValue,
                BeforeId = after?.ProductId ?? Guid.AllBitsSet,
                Limit = limit,
            },
            ct
        );

    // A product fits when one of its variants does.
    private async Task<IReadOnlyList<Row>> SiftAsync(ListProducts query, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        var variants = await db.QueryAsync<VariantOf>(VariantsSql, new { ProductIds = rows.Select(r => r.ProductId).ToArray() }, ct);
        var fitting = await sieve.FittingAsync(query, [.. variants.Select(v => v.VariantId)], ct);
        var products = variants.Where(v => fitting.Contains(v.VariantId)).Select(v => v.ProductId).ToHashSet();
        return [.. rows.Where(r => products.Contains(r.ProductId))];
    }

    private sealed record VariantOf(Guid ProductId, Guid VariantId);

    private sealed record Row(
        Guid ProductId,
        string Name,
        ProductKind Kind,
        ProductStatus Status,
        string? Brand,
        string[] Tags,
        string? ExternalId,
        int Variants,
        DateTimeOffset CreatedAt,
        int Version,
        string NameOrder
    )
    {
        public ListedProduct Product => new(ProductId, Name, Kind, Status, Brand, Tags, ExternalId, Variants, CreatedAt, Version);

        public ProductKey KeyIn(ProductSort sort) =>
            sort is ProductSort.Newest
                ? new ProductKey(sort, null, CreatedAt, ProductId)
                : new ProductKey(sort, NameOrder, null, ProductId);
    }
}
