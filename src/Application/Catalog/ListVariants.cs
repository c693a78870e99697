using FluentValidation;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Lists what is for sale, by name or the newest first; a barcode finds exactly one.
/// </summary>
/// <param name="Search">Words of name, brand and SKU in any order, or their beginnings from two letters on; capitals and accents make no
/// difference, and a letter that is wrong is passed over. What has exactly this SKU or code comes first.</param>
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
internal sealed record VariantKey(ProductSort Sort, string? NameOrder, DateTimeOffset? CreatedAt, Guid VariantId, bool IsExact);

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

    private const string Found =
        OfProducts
        + """

               and v.variant_id = any (@VariantIds)
               and v.variant_id <> all (@ExactIds)
            """;

    private const string FoundForSale =
        ForSale
        + """

               and v.variant_id = any (@VariantIds)
               and v.variant_id <> all (@ExactIds)
            """;

    private const string Exact =
        OfProducts
        + """

               and v.variant_id = any (@ExactIds)
            """;

    // So many have these words that the page is soon full.
    private const string WithWords = """

           and v.search_document @@ (select catalog.search_query(@tenant, @Words))
           and v.variant_id <> all (@ExactIds)
        """;

    private const string FindSql = """
        select catalog.find_variants(@tenant, catalog.search_query(@tenant, @Words), 300) as variant_ids
        """;

    private const string ExactSql = """
        select variant_id
          from catalog.variant
         where tenant_id = @tenant
           and sku_key = app.small_letters(@Search)
         union
        select variant_id
          from catalog.barcode
         where tenant_id = @tenant
           and code_key = any (@Keys)
           and variant_id is not null
        """;

    private const string NearSql = """
        select coalesce(asked.word, '') as word, s.word as near
          from unnest(@Words, @Near) as asked (word, near)
          join catalog.search_word as s using (near)
         where s.tenant_id = @tenant
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
               and (@Words = '' or v.search_document @@ (select catalog.search_query(@tenant, @Words)))
            """
        + OfStatus
        + ProductWalk.Filters;

    private const string OfStatus = """

           and case when v.archived_at is not null or p.archived_at is not null then 'archived' when p.is_draft then 'draft' else 'active' end
                = coalesce(@Status, 'active')
        """;

    private const string ByName = """

           and (v.name_order, v.variant_id) > (@AfterName, @AfterId)
         order by v.name_order, v.variant_id
         limit @Limit
        """;

    private const string Newest = """

           and (v.created_at, v.variant_id) < (@BeforeTime, @BeforeId)
         order by v.created_at desc, v.variant_id desc
         limit @Limit
        """;

    public async Task<Page<Variant>> Handle(ListVariants query, CancellationToken ct)
    {
        var start = query.Search is null ? new Start(await few.FindAsync(query, ct)) : await SearchAsync(query.Search, ct);
        var page = query.IsSifted()
            ? await ArticleSieve.PageAsync<Row, VariantKey>(
                query,
                (after, limit) => ReadAsync(query, start, after, limit, ct),
                async rows =>
                {
                    var fitting = await sieve.FittingAsync(query, [.. rows.Select(r => r.Variant.VariantId)], ct);
                    return [.. rows.Where(r => fitting.Contains(r.Variant.VariantId))];
                },
                row => row.KeyIn(query.Sort)
            )
            : Page<Row>.Of(
                await ReadAsync(query, start, Cursor.Read<VariantKey>(query.Cursor), query.Limit + 1, ct),
                query.Limit,
                row => row.KeyIn(query.Sort)
            );
        if (page.Items.Count == 0)
            return new Page<Variant>([], page.NextCursor);

        Guid[] ids = [.. page.Items.Select(r => r.Variant.VariantId)];
        var asked = prices.Find(ids);
        var available = await availability.OfAsync(ids, ct);
        var priced = (await asked.ToListAsync(ct)).ToLookup(p => p.VariantId);
        return new Page<Variant>(
            [.. page.Items.Select(r => r.Variant.With(priced[r.Variant.VariantId], available[r.Variant.VariantId]))],
            page.NextCursor
        );
    }

    // What has the words; where nothing has, what has words that one letter is wrong of.
    private async Task<Start> SearchAsync(string search, CancellationToken ct)
    {
        var words = SearchWords.Of(search);
        var near = words.Correctable.SelectMany(word => SearchWords.Near(word).Select(n => (Word: word, Near: n))).ToList();
        var exact = db.Defer<Guid>(ExactSql, new { Search = search, Keys = Codes.KeysOf(search) });
        var known = db.Defer<NearWord>(
            NearSql,
            new { Words = near.Select(n => n.Word).ToArray(), Near = near.Select(n => n.Near).ToArray() }
        );
        var asked = words.ToQuery();
        var found = await db.QuerySingleOrDefaultAsync<Guid[]?>(FindSql, new { Words = asked }, ct);
        var corrections = (await known.ToListAsync(ct)).Distinct().ToLookup(n => n.Word, n => n.Near);
        if (found is [] && corrections.Count > 0)
        {
            asked = words.ToQuery(corrections);
            found = await db.QuerySingleOrDefaultAsync<Guid[]?>(FindSql, new { Words = asked }, ct);
        }

        return new Start(null, asked, found, [.. await exact.ToListAsync(ct)]);
    }

    private async Task<IReadOnlyList<Row>> ReadAsync(ListVariants query, Start start, VariantKey? after, int limit, CancellationToken ct)
    {
        var exact =
            query.Barcode is null && start.ExactIds.Length > 0 && after is not { IsExact: false }
                ? Defer(query, start, ListStart.Exact, after, limit)
                : null;
        var others = Defer(query, start, StartOf(query, start), after is { IsExact: true } ? null : after, limit);
        return
        [
            .. (exact is null ? [] : await exact.ToListAsync(ct))
                .Select(v => new Row(v, IsExact: true))
                .Concat((await others.ToListAsync(ct)).Select(v => new Row(v, IsExact: false)))
                .Take(limit),
        ];
    }

    private Deferred<VariantRow> Defer(ListVariants query, Start start, ListStart from, VariantKey? after, int limit) =>
        db.Defer<VariantRow>(
            (from, query.Sort) switch
            {
                (ListStart.Barcode, ProductSort.Newest) => OfBarcode + Newest,
                (ListStart.Barcode, _) => OfBarcode + ByName,
                (ListStart.Some, ProductSort.Newest) => OfSome + Newest,
                (ListStart.Some, _) => OfSome + ByName,
                (ListStart.Found, ProductSort.Newest) => Found + Newest,
                (ListStart.Found, _) => Found + ByName,
                (ListStart.FoundForSale, ProductSort.Newest) => FoundForSale + Newest,
                (ListStart.FoundForSale, _) => FoundForSale + ByName,
                (ListStart.Exact, ProductSort.Newest) => Exact + Newest,
                (ListStart.Exact, _) => Exact + ByName,
                (ListStart.WithWords, ProductSort.Newest) => OfProducts + WithWords + Newest,
                (ListStart.WithWords, _) => OfProducts + WithWords + ByName,
                (ListStart.ForSaleWithWords, ProductSort.Newest) => ForSale + WithWords + Newest,
                (ListStart.ForSaleWithWords, _) => ForSale + WithWords + ByName,
                (ListStart.Products, ProductSort.Newest) => OfProducts + Newest,
                (ListStart.Products, _) => OfProducts + ByName,
                (_, ProductSort.Newest) => ForSale + Newest,
                _ => ForSale + ByName,
            },
            new
            {
                Keys = query.Barcode is null ? [] : Codes.KeysOf(query.Barcode),
                ProductIds = start.ProductIds ?? [],
                VariantIds = start.VariantIds ?? [],
                start.ExactIds,
                start.Words,
                query.Status,
                query.Kind,
                Brand = ArticleFilterRules.KeyOf(query.Brand),
                Tag = ArticleFilterRules.KeyOf(query.Tag),
                query.CategoryId,
                AfterName = after?.NameOrder ?? "",
                AfterId = after?.VariantId ?? Guid.Empty,
                BeforeTime = after?.CreatedAt ?? DateTimeOffset.MaxValue,
                BeforeId = after?.VariantId ?? Guid.AllBitsSet,
                Limit = limit,
            }
        );

    private static ListStart StartOf(ListVariants query, Start start)
    {
        var isForSale = query is { Status: null or ProductStatus.Active, Kind: null, Brand: null, Tag: null, CategoryId: null };
        return query.Barcode is not null ? ListStart.Barcode
            : query.Search is not null
                ? start.VariantIds is not null ? (isForSale ? ListStart.FoundForSale : ListStart.Found)
                    : isForSale ? ListStart.ForSaleWithWords
                    : ListStart.WithWords
            : start.ProductIds is not null ? ListStart.Some
            : isForSale ? ListStart.ForSale
            : ListStart.Products;
    }

    /// <param name="ProductIds">All that can be, by the filters; null when they are many.</param>
    /// <param name="Words">What is searched for.</param>
    /// <param name="VariantIds">All that have the words; null when they are many.</param>
    /// <param name="ExactIds">What has exactly the SKU or code that was typed.</param>
    private sealed record Start(Guid[]? ProductIds, string Words, Guid[]? VariantIds, Guid[] ExactIds)
    {
        public Start(Guid[]? productIds)
            : this(productIds, "", null, []) { }
    }

    private sealed record NearWord(string Word, string Near);

    private sealed record Row(VariantRow Variant, bool IsExact)
    {
        public VariantKey KeyIn(ProductSort sort) =>
            sort is ProductSort.Newest
                ? new VariantKey(sort, null, Variant.CreatedAt, Variant.VariantId, IsExact)
                : new VariantKey(sort, Variant.NameOrder, null, Variant.VariantId, IsExact);
    }

    private enum ListStart
    {
        ForSale,
        ForSaleWithWords,
        Products,
        WithWords,
        Some,
        Found,
        FoundForSale,
        Exact,
        Barcode,
    }
}
