using FluentValidation;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Tells a till what it needs to sell by itself: everything at first, and what has changed since from then on. Ask again with the cursor
/// of the answer as long as there is more, and whenever the till is online.
/// </summary>
/// <param name="Since">The cursor of the answer before; everything is told when it is left out.</param>
/// <param name="Limit">How many articles an answer tells of at most.</param>
public sealed record GetTillCatalog(Guid StoreId, string? Since = null, int Limit = GetTillCatalogValidator.DefaultLimit)
    : IQuery<TillCatalog>,
        IStoreRequest,
        IOneMoment
{
    Guid? IStoreRequest.StoreId => StoreId;
}

internal sealed class GetTillCatalogValidator : AbstractValidator<GetTillCatalog>
{
    public const int DefaultLimit = 2_000;

    private const int MaximumLimit = 5_000;

    public GetTillCatalogValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, MaximumLimit);
        RuleFor(q => q.Since)
            .Opaque()
            .OfForm(Forms.Cursor, PageRules.MaximumCursorLength)
            .Must(since => since is null || (since.Length <= PageRules.MaximumCursorLength && Cursor.TryRead<TillPlace>(since, out _)))
            .WithMessage("The cursor is not one that was given out here.");
    }
}

internal sealed class GetTillCatalogHandler(IDb db, CodePatterns patterns, ITillPrices prices, ITillStores stores, TillCursors cursors)
    : IQueryHandler<GetTillCatalog, TillCatalog>
{
    // All transactions that are older than the oldest one still open are done, and whatever they changed can be seen; a later one may show
    // itself behind others that were begun after it. A database's history is its own, and another one from each moment on to which it was
    // set back: there transactions are counted anew.
    private const string StateSql = """
        select coalesce(pg_snapshot_xmin(pg_current_snapshot())::text::bigint, 0) as oldest_open,
               coalesce((
                   select c.changed_in
                     from catalog.till_change as c
                    where c.tenant_id = @tenant
                      and c.changed_in >= @From
                    order by c.changed_in desc
                    limit 1
               ), @From - 1, 0) as newest,
               exists (
                   select
                     from catalog.till_change as c
                    where c.tenant_id = @tenant
                      and c.changed_in >= @From
                      and c.kind = 'categories'
               ) as are_categories_changed,
               coalesce((select system_identifier from pg_control_system())::text, '')
               || coalesce(left(pg_walfile_name(pg_current_wal_lsn()), 8), '') as history
        """;

    private const string ForSaleSql = """
        select v.variant_id
          from catalog.variant as v
         where v.tenant_id = @tenant
           and v.variant_id > @After
           and v.archived_at is null
           and v.product_is_active
         order by v.variant_id
         limit @Limit
        """;

    private const string ChangedSql = """
        select distinct c.subject_id
          from catalog.till_change as c
         where c.tenant_id = @tenant
           and c.changed_in >= @From
           and c.kind = 'article'
           and c.subject_id > @After
         order by c.subject_id
         limit @Limit
        """;

    // Behind nothing, by which an index leads to all of them in their order.
    private const string CategoriesSql = """
        select c.category_id, c.parent_id, c.name
          from catalog.category as c
         where c.tenant_id = @tenant
           and c.place > @After
           and c.archived_at is null
         order by c.place
        """;

    // The limit limits nothing: it tells the planner how few there are.
    private const string Those = """
          from (
                select v.tenant_id, v.variant_id, v.product_id, v.sku, v.name, v.brand
                  from catalog.variant as v
                 where v.tenant_id = @tenant
                   and v.variant_id = any(@VariantIds)
                   and v.archived_at is null
                   and v.product_is_active
                 limit cardinality(@VariantIds)
               ) as f
        """;

    private const string ArticlesSql =
        """
            select f.variant_id, f.product_id, f.sku, f.name, f.brand, p.kind, p.unit, p.minimum_age, p.no_discount, p.no_return,
                   array(select c.category_id from catalog.product_category as c where c.tenant_id = @tenant
                       and c.product_id = f.product_id and c.removed_at is null order by c.category_id) as category_ids

            """
        + Those
        + """

              join catalog.product as p using (tenant_id, product_id)
             where p.tenant_id = @tenant
             order by f.variant_id
            """;

    private const string CodesSql = """
        select b.variant_id, b.code_key, b.kind, b.pack_quantity
          from catalog.barcode as b
         where b.tenant_id = @tenant
           and b.variant_id = any(@VariantIds)
         order by b.variant_id, b.code_key
        """;

    private const string ComponentsSql =
        """
            select f.variant_id as bundle_id, c.variant_id, c.quantity

            """
        + Those
        + """

              join catalog.bundle_component as c using (tenant_id, product_id)
             where c.tenant_id = @tenant
               and c.removed_at is null
             order by f.variant_id, c.position, c.variant_id
            """;

    // Two round trips, each as of one moment. Up to where this tells is decided by the first, so that whatever changes before the second
    // is told again the next time.
    public async Task<TillCatalog> Handle(GetTillCatalog query, CancellationToken ct)
    {
        var place = Cursor.Read<TillPlace>(query.Since) ?? TillPlace.Beginning;
        var asked = AskWhatChanged(place, query.Limit);
        var asking = stores.Find(query.StoreId);
        var askedTerms = place.IsFirstPage ? new AskedTillTerms(patterns.InForce(), prices.Terms(query.StoreId)) : null;
        var changed = await asked.FindAsync(ct);
        var store = await asking.SingleOrDefaultAsync(ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        if (query.Since is not null && (place.From > changed.UpTo || !cursors.IsOurs(query.Since, store.Told, changed.History)))
            throw new Refused(CatalogErrors.TillCatalogOutdated);

        var terms = askedTerms is null ? TillTerms.Nothing(place.Known) : await askedTerms.TellAsync(store.Told, place.Known, ct);
        var categories =
            place.IsFirstPage && (place.From is null || changed.AreCategoriesChanged)
                ? db.Defer<TillCategory>(CategoriesSql, new { After = "" })
                : null;
        var found = await ArticlesAsync(changed.VariantIds, store.Told, ct);
        var next = place.Then(changed, terms.Known);
        return new TillCatalog(
            query.StoreId,
            next.Version,
            cursors.Sealed(next, store.Told, changed.History),
            HasMore: !next.IsFirstPage || (!place.IsFirstPage && changed.UpTo > next.From),
            terms.Store,
            terms.CodePatterns,
            categories is null ? null : await categories.ToListAsync(ct),
            terms.PriceLists,
            terms.TaxClasses,
            terms.CustomerGroups,
            found,
            place.From is null ? [] : [.. changed.VariantIds.Except(found.Select(a => a.VariantId))]
        );
    }

    // A page of what changed in transactions from one on, or of all that is for sale.
    private AskedTillChanges AskWhatChanged(TillPlace place, int limit)
    {
        var (from, page) = (place.From ?? 0, new { place.After, Limit = limit + 1 });
        // First of all: what is seen after it is no older.
        var state = db.Defer<AskedTillChanges.State>(StateSql, new { From = from });
        var newestPrice = prices.NewestChange(from);
        return new AskedTillChanges(
            state,
            newestPrice,
            place.From is null
                ? [db.Defer<Guid>(ForSaleSql, page)]
                :
                [
                    db.Defer<Guid>(
                        ChangedSql,
                        new
                        {
                            From = from,
                            page.After,
                            page.Limit,
                        }
                    ),
                    prices.ChangedArticles(from, page.After, page.Limit),
                ],
            limit
        );
    }

    private async Task<IReadOnlyList<TillArticle>> ArticlesAsync(IReadOnlyList<Guid> variantIds, TillStore store, CancellationToken ct)
    {
        if (variantIds.Count == 0)
            return [];
        var args = new { VariantIds = variantIds.ToArray() };
        var finding = db.Defer<TillArticleRow>(ArticlesSql, args);
        var findingCodes = db.Defer<TillCodeRow>(CodesSql, args);
        var findingComponents = db.Defer<TillComponentRow>(ComponentsSql, args);
        var priced = await prices.Find(new TillPriceScope(store.StoreId, store.Currency), variantIds).ToListAsync(ct);

        var pricesOf = priced.ToLookup(p => p.VariantId);
        var codesOf = (await findingCodes.ToListAsync(ct)).ToLookup(c => c.VariantId, c => c.Told);
        var componentsOf = (await findingComponents.ToListAsync(ct)).ToLookup(c => c.BundleId, c => c.Told);
        return
        [
            .. (await finding.ToListAsync(ct))
                // Whose tax is not known is not sold.
                .Where(row => pricesOf.Contains(row.VariantId))
                .Select(row => row.With([.. codesOf[row.VariantId]], [.. componentsOf[row.VariantId]], [.. pricesOf[row.VariantId]])),
        ];
    }
}
