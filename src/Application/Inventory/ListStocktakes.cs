using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the stocktakes of the caller's stores, newest first.</summary>
public sealed record ListStocktakes(
    Guid? StoreId = null,
    StocktakeStatus? Status = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<StocktakeSummary>>, IPaged, IStoreRequest;

/// <summary>A stocktake as a list shows it.</summary>
public sealed record StocktakeSummary(
    Guid StocktakeId,
    Guid StoreId,
    Guid StockLocationId,
    string Name,
    StocktakeScope Scope,
    bool IsBlind,
    StocktakeStatus Status,
    DateTimeOffset OpenedAt,
    Guid OpenedBy,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset? EndedAt,
    string? Cancellation,
    int Version
);

internal sealed class ListStocktakesValidator : AbstractValidator<ListStocktakes>
{
    public ListStocktakesValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageOf<ListStocktakes, Guid?>();
    }
}

internal sealed class ListStocktakesHandler(IDb db) : IQueryHandler<ListStocktakes, Page<StocktakeSummary>>
{
    private const string From = """
        select t.stocktake_id, t.store_id, coalesce(t.stock_location_id, t.store_id) as stock_location_id, t.name, t.scope, t.is_blind,
               t.status, t.opened_at, t.opened_by, t.submitted_at, t.ended_at, t.cancellation, t.version
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select stocktake_id, store_id, stock_location_id, name, scope, is_blind, status, opened_at, opened_by, submitted_at,
                      ended_at, cancellation, version
                 from inventory.stocktake
                where tenant_id = @tenant
                  and store_id = mine.store_id
        """;

    private const string OfStatus = """

                  and status = @Status
        """;

    private const string Newest = """

                  and stocktake_id < @Before
                order by stocktake_id desc
                limit @Limit
               ) as t
         order by t.stocktake_id desc
         limit @Limit
        """;

    private const string ListSql = From + Newest;

    private const string OfStatusSql = From + OfStatus + Newest;

    public async Task<Page<StocktakeSummary>> Handle(ListStocktakes query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var rows = query.Status is { } status
            ? await db.QueryAsync<StocktakeSummary>(
                OfStatusSql,
                new
                {
                    Status = status,
                    Before = before,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<StocktakeSummary>(ListSql, new { Before = before, Limit = limit }, ct);
        return Page<StocktakeSummary>.Of(rows, query.Limit, t => (Guid?)t.StocktakeId);
    }
}
