using FluentValidation;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Lists what is for sale, by name or the newest first; a search looks into name and SKU, a barcode finds exactly one.
/// </summary>
/// <param name="Status">Of the product, or archived by itself; what is for sale when left out.</param>
/// <param name="Brand">All of the brand's name; capitals and accents make no difference, here and for tags.</param>
/// <param name="CategoryId">Only what is in this category, or below it.</param>
/// <param name="InStockAt">Only what this store has some of to sell. A page may then have few items, or none, and still go on.</param>
/// <param name="Currency">Only what has a price in it, for everybody and in any store; with bounds of the price. The same holds for pages.</param>
/// <param name="MinPrice">Minor units of <paramref name="Currency"/>.</param>
/// <param name="MaxPrice">Minor units of <paramref name="Currency"/>.</param>
public sealed record ListVariants(
    string? Search = null,
    string? Barcode = null,
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
) : IQuery<Page<Variant>>, IPaged, IArticleFilter;

/// <summary>A place in the list: of its two orders, the one that it is in.</summary>
internal sealed record VariantKey(ProductSort Sort, string? NameOrder, DateTimeOffset? CreatedAt, Guid VariantId);

internal sealed class ListVariantsValidator : AbstractValidator<ListVariants>
{
    public ListVariantsValidator()
    {
        this.FilterOf();
        RuleFor(q => q.Barcode).ScannedCode(64);
        RuleFor(q => q.Sort).IsInEnum();
        this.PageOf<ListVariants, VariantKey>();
        RuleFor(q => q.Cursor)
            .Must((q, cursor) => cursor is null || Common.Cursor.Read<VariantKey>(cursor) is not { } key || key.Sort == q.Sort)
            .WithMessage("The cursor is one of another order.");
    }
}

internal sealed class ListVariantsHandler(IDb db, IPrices prices, IAvailability availability, FewProducts few, ArticleSieve sieve)
    : IQueryHandler<ListVariants, Page<Variant>>
{
    private const string ForSale =
        VariantRow.Columns
        + """

              from catalog.variant as v
             where v.tenant_id = @tenant
               and v.archived_at is null
               and v.product_is_active
            """;

    private const string OfProducts =
        VariantRow.Columns
        + """

              from catalog.variant as v
              join catalog.product as p using (tenant_id, product_id)
             where v.tenant_id = @tenant
               and p.tenant_id = @tenant
            """
        + OfStatus
        + ProductWalk.Filters;

    private const string OfSome =
        OfProducts
        + """

               and v.product_id = any (@ProductIds)
            """;

    // A scan must be answered at once, whatever the size of the catalogue: it starts at the code's own key, the likeliest that is there.
    private const string OfBarcode =
        VariantRow.Columns
        + """

              from catalog.barcode as b
              join catalog.variant as v using (tenant_id, variant_id)
              join catalog.product as p using (tenant_id, product_id)
             where b.tenant_id = @tenant
               and v.tenant_id = @tenant
               and p.tenant_id = @tenant
               and b.code_key = (select c.code_key
                                   from unnest(@Keys) with ordinality as asked (code_key, place)
                                   join catalog.barcode as c using (code_key)
                                  where c.tenant_id = @tenant
                                    and c.variant_id is not null
                                  order by asked.place
                                  limit 1)
            """
        + OfStatus
        + ProductWalk.Filters;

    private const string OfStatus = """

           and case when v.archived_at is not null or p.archived_at is not null then 'archived' when p.is_draft then 'draft' else 'active' end
                = coalesce(@Status, 'active')
        """;

    private const string ByName = """

           and (@Pattern::text is null or v.search_key like @Pattern)
           and (v.name_order, v.variant_id) > (@AfterName, @AfterId)
         order by v.name_order, v.variant_id
         limit @Limit
        """;

    private const string Newest = """

           and (@Pattern::text is null or v.search_key like @Pattern)
           and (v.created_at, v.variant_id) < (@BeforeTime, @BeforeId)
         order by v.created_at desc, v.variant_id desc
         limit @Limit
        """;

    private static readonly Guid Last = Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff");

    public async Task<Page<Variant>> Handle(ListVariants query, CancellationToken ct)
    {
        var some = await few.FindAsync(query, ct);
        var page = query.IsSifted()
            ? await ArticleSieve.PageAsync<VariantRow, VariantKey>(
                query,
                (after, limit) => ReadAsync(query, some, after, limit, ct),
                async rows =>
                {
                    var fitting = await sieve.FittingAsync(query, [.. rows.Select(r => r.VariantId)], ct);
                    return [.. rows.Where(r => fitting.Contains(r.VariantId))];
                },
                row => KeyOf(row, query.Sort)
            )
            : Page<VariantRow>.Of(
                await ReadAsync(query, some, Cursor.Read<VariantKey>(query.Cursor), query.Limit + 1, ct),
                query.Limit,
                row => KeyOf(row, query.Sort)
            );
        if (page.Items.Count == 0)
            return new Page<Variant>([], page.NextCursor);

        Guid[] ids = [.. page.Items.Select(v => v.VariantId)];
        var asked = prices.Find(ids);
        var available = await availability.OfAsync(ids, ct);
        var priced = (await asked.ToListAsync(ct)).ToLookup(p => p.VariantId);
        return new Page<Variant>([.. page.Items.Select(v => v.With(priced[v.VariantId], available[v.VariantId]))], page.NextCursor);
    }

    private Task<IReadOnlyList<VariantRow>> ReadAsync(
        ListVariants query,
        Guid[]? some,
        VariantKey? after,
        int limit,
        CancellationToken ct
    ) =>
        db.QueryAsync<VariantRow>(
            (Start(query, some), query.Sort) switch
            {
                (ListStart.Barcode, ProductSort.Newest) => OfBarcode + Newest,
                (ListStart.Barcode, _) => OfBarcode + ByName,
                (ListStart.Some, ProductSort.Newest) => OfSome + Newest,
                (ListStart.Some, _) => OfSome + ByName,
                (ListStart.Products, ProductSort.Newest) => OfProducts + Newest,
                (ListStart.Products, _) => OfProducts + ByName,
                (_, ProductSort.Newest) => ForSale + Newest,
                _ => ForSale + ByName,
            },
            new
            {
                Keys = query.Barcode is null ? [] : Codes.KeysOf(query.Barcode),
                ProductIds = some ?? [],
                query.Status,
                query.Kind,
                Brand = ArticleFilterRules.KeyOf(query.Brand),
                Tag = ArticleFilterRules.KeyOf(query.Tag),
                query.CategoryId,
                Pattern = LikePattern.Within(query.Search),
                AfterName = after?.NameOrder ?? "",
                AfterId = after?.VariantId ?? Guid.Empty,
                BeforeTime = after?.CreatedAt ?? DateTimeOffset.MaxValue,
                BeforeId = after?.VariantId ?? Last,
                Limit = limit,
            },
            ct
        );

    private static ListStart Start(ListVariants query, Guid[]? some) =>
        query.Barcode is not null ? ListStart.Barcode
        : some is not null ? ListStart.Some
        : query is { Status: null or ProductStatus.Active, Kind: null, Brand: null, Tag: null, CategoryId: null } ? ListStart.ForSale
        : ListStart.Products;

    private static VariantKey KeyOf(VariantRow row, ProductSort sort) =>
        sort is ProductSort.Newest
            ? new VariantKey(sort, null, row.CreatedAt, row.VariantId)
            : new VariantKey(sort, row.NameOrder, null, row.VariantId);

    private enum ListStart
    {
        ForSale,
        Products,
        Some,
        Barcode,
    }
}
