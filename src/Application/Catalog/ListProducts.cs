using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Lists products by name or the newest first; archived ones only when asked for.</summary>
/// <param name="Search">Part of a name or a brand.</param>
/// <param name="Brand">All of the brand's name; capitals and accents make no difference, here and for tags.</param>
public sealed record ListProducts(
    string? Search = null,
    ProductStatus? Status = null,
    ProductKind? Kind = null,
    string? Brand = null,
    string? Tag = null,
    ProductSort Sort = ProductSort.Name,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ListedProduct>>, IPaged;

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
        RuleFor(q => q.Search).SearchText(100);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.Brand).SearchText(100);
        RuleFor(q => q.Tag).SearchText(50);
        RuleFor(q => q.Sort).IsInEnum();
        this.PageOf<ListProducts, ProductKey>();
        RuleFor(q => q.Cursor)
            .Must((q, cursor) => cursor is null || Common.Cursor.Read<ProductKey>(cursor) is not { } key || key.Sort == q.Sort)
            .WithMessage("The cursor is one of another order.");
    }
}

internal sealed class ListProductsHandler(IDb db) : IQueryHandler<ListProducts, Page<ListedProduct>>
{
    private const string Columns = """
        select p.product_id, p.name, p.kind,
               case when p.archived_at is not null then 'archived' when p.is_draft then 'draft' else 'active' end as status, p.brand,
               array(select t.tag from catalog.product_tag as t
                   where t.tenant_id = @tenant and t.product_id = p.product_id and t.removed_at is null order by t.tag_key) as tags,
               p.external_id,
               (select count(*) from catalog.variant as v where v.tenant_id = @tenant and v.product_id = p.product_id)::integer as variants,
               p.created_at, p.version, p.name_order
        """;

    private const string OfAll = """

          from catalog.product as p
         where p.tenant_id = @tenant
           and @Tag::text is null
        """;

    private const string OfBrand = """

          from catalog.product as p
         where p.tenant_id = @tenant
           and p.brand_key = @Brand
           and @Tag::text is null
        """;

    // Starts at the tag's own key; the page is sorted out of what has it.
    private const string OfTag = """

          from catalog.product_tag as g
          join catalog.product as p using (tenant_id, product_id)
         where g.tenant_id = @tenant
           and p.tenant_id = @tenant
           and g.tag_key = @Tag
           and g.removed_at is null
        """;

    private const string Filters = """

           and (@Status::text is not null or p.archived_at is null)
           and (@Status::text is null or
                case when p.archived_at is not null then 'archived' when p.is_draft then 'draft' else 'active' end = @Status)
           and (@Kind::text is null or p.kind = @Kind)
           and (@Brand::text is null or p.brand_key = @Brand)
           and (@Pattern::text is null or p.search_key like @Pattern)
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

    private static readonly Guid Last = Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff");

    public async Task<Page<ListedProduct>> Handle(ListProducts query, CancellationToken ct)
    {
        var after = Cursor.Read<ProductKey>(query.Cursor);
        var rows = query.Sort is ProductSort.Newest ? await NewestAsync(query, after, ct) : await ByNameAsync(query, after, ct);
        return Page<ListedProduct>.Of(
            rows,
            query.Limit,
            p =>
                query.Sort is ProductSort.Newest
                    ? new ProductKey(query.Sort, null, p.CreatedAt, p.ProductId)
                    : new ProductKey(query.Sort, p.NameOrder, null, p.ProductId),
            p => p.Product
        );
    }

    private Task<IReadOnlyList<Row>> ByNameAsync(ListProducts query, ProductKey? after, CancellationToken ct) =>
        db.QueryAsync<Row>(
            query.Tag is not null ? Columns + OfTag + Filters + ByName
                : query.Brand is not null ? Columns + OfBrand + Filters + ByName
                : Columns + OfAll + Filters + ByName,
            new
            {
                query.Status,
                query.Kind,
                Brand = KeyOf(query.Brand),
                Tag = KeyOf(query.Tag),
                Pattern = LikePattern.Within(query.Search),
                AfterName = after?.NameOrder ?? "",
                AfterId = after?.ProductId ?? Guid.Empty,
                Limit = query.Limit + 1,
            },
            ct
        );

    private Task<IReadOnlyList<Row>> NewestAsync(ListProducts query, ProductKey? after, CancellationToken ct) =>
        db.QueryAsync<Row>(
            query.Tag is not null ? Columns + OfTag + Filters + Newest
                : query.Brand is not null ? Columns + OfBrand + Filters + Newest
                : Columns + OfAll + Filters + Newest,
            new
            {
                query.Status,
                query.Kind,
                Brand = KeyOf(query.Brand),
                Tag = KeyOf(query.Tag),
                Pattern = LikePattern.Within(query.Search),
                BeforeTime = after?.CreatedAt ?? DateTimeOffset.MaxValue,
                BeforeId = after?.ProductId ?? Last,
                Limit = query.Limit + 1,
            },
            ct
        );

    private static string? KeyOf(string? name) => name is null ? null : HumanText.Fold(name);

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
    }
}
