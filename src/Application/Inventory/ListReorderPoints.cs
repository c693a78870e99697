using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists when stores want more of what.</summary>
public sealed record ListReorderPoints(
    Guid? StoreId = null,
    Guid? VariantId = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ReorderPoint>>, IPaged, IStoreRequest;

/// <param name="Point">At so much, with what is on its way, or less the store wants more.</param>
/// <param name="TargetLevel">How much it wants to have then.</param>
public sealed record ReorderPoint(
    Guid StoreId,
    Guid VariantId,
    decimal Point,
    decimal TargetLevel,
    DateTimeOffset ChangedAt,
    Guid ChangedBy
);

internal sealed class ListReorderPointsValidator : AbstractValidator<ListReorderPoints>
{
    public ListReorderPointsValidator() => this.PageOf<ListReorderPoints, StockLevelKey>();
}

internal sealed class ListReorderPointsHandler(IDb db) : IQueryHandler<ListReorderPoints, Page<ReorderPoint>>
{
    private const string Stores = """
        select r.store_id, r.variant_id, coalesce(r.reorder_point, 0) as point, coalesce(r.target_level, 0) as target_level, r.changed_at,
               r.changed_by
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select l.store_id, l.variant_id, l.reorder_point, l.target_level, l.changed_at, l.changed_by
                 from inventory.reorder_point as l
                where l.tenant_id = @tenant
                  and l.store_id = mine.store_id
                  and (l.store_id, l.variant_id) > (@AfterStore::uuid, @AfterVariant::uuid)
                  and l.reorder_point is not null
        """;

    private const string Rest = """

                order by l.variant_id
                limit @Limit
               ) as r
         order by r.store_id, r.variant_id
         limit @Limit
        """;

    private const string ListSql = Stores + Rest;

    private const string OfVariantSql = Stores + StockLevelWalk.OfVariant + Rest;

    public async Task<Page<ReorderPoint>> Handle(ListReorderPoints query, CancellationToken ct)
    {
        var (store, variant) = StockLevelKey.After(query.Cursor);
        var limit = query.Limit + 1;
        var rows = query.VariantId is { } only
            ? await db.QueryAsync<ReorderPoint>(
                OfVariantSql,
                new
                {
                    VariantId = only,
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<ReorderPoint>(
                ListSql,
                new
                {
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            );
        return Page<ReorderPoint>.Of(rows, query.Limit, r => new StockLevelKey(r.StoreId, r.VariantId));
    }
}
