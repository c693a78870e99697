using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the corrections of stock in the caller's stores, newest first.</summary>
/// <param name="Status">What they are now; submitted ones wait for somebody.</param>
public sealed record ListStockAdjustments(
    Guid? StoreId = null,
    AdjustmentStatus? Status = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<StockAdjustmentSummary>>, IPaged, IStoreRequest;

/// <summary>A correction of stock as a list shows it, without its lines.</summary>
/// <param name="StockLocationId">Where; the store's own id for the location that it sells from.</param>
/// <param name="ReasonCode">Of the listed reason; absent where it was given in words.</param>
/// <param name="TransferId">Of the transfer that was short or over, where that is why.</param>
public sealed record StockAdjustmentSummary(
    Guid StockAdjustmentId,
    Guid StoreId,
    Guid StockLocationId,
    string Reason,
    string? ReasonCode,
    string? Note,
    AdjustmentStatus Status,
    DateTimeOffset AdjustedAt,
    Guid AdjustedBy,
    DateTimeOffset? SubmittedAt,
    Guid? SubmittedBy,
    DateTimeOffset? DecidedAt,
    Guid? DecidedBy,
    string? Rejection,
    Guid? TransferId,
    int Version
)
{
    /// <summary>The correction itself.</summary>
    internal StockAdjustment With(IReadOnlyList<AdjustStockLine> lines) =>
        new(
            StockAdjustmentId,
            StoreId,
            StockLocationId,
            Reason,
            ReasonCode,
            Note,
            Status,
            AdjustedAt,
            AdjustedBy,
            SubmittedAt,
            SubmittedBy,
            DecidedAt,
            DecidedBy,
            Rejection,
            TransferId,
            StockAdjustmentLine.Of(lines),
            Version
        )
        {
            UnitCosts = StockAdjustmentLine.UnitCostsOf(lines),
        };
}

internal sealed class ListStockAdjustmentsValidator : AbstractValidator<ListStockAdjustments>
{
    public ListStockAdjustmentsValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageOf<ListStockAdjustments, Guid?>();
    }
}

internal sealed class ListStockAdjustmentsHandler(IDb db) : IQueryHandler<ListStockAdjustments, Page<StockAdjustmentSummary>>
{
    private const string Head =
        Adjustments.Columns
        + """

              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select stock_adjustment_id, store_id, stock_location_id, reason, stock_reason_id, note, status, adjusted_at, adjusted_by,
                          submitted_at, submitted_by, decided_at, decided_by, rejection, transfer_id, version
                     from inventory.stock_adjustment
                    where tenant_id = @tenant
                      and store_id = mine.store_id
            """;

    private const string Rest = """

                  and stock_adjustment_id < @Before
                order by stock_adjustment_id desc
                limit @Limit
               ) as a
         order by a.stock_adjustment_id desc
         limit @Limit
        """;

    private const string ListSql = Head + Rest;

    private const string OfStatusSql =
        Head
        + """

                      and status = @Status
            """
        + Rest;

    public async Task<Page<StockAdjustmentSummary>> Handle(ListStockAdjustments query, CancellationToken ct)
    {
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var rows = query.Status is { } status
            ? await db.QueryAsync<StockAdjustmentSummary>(
                OfStatusSql,
                new
                {
                    Status = status,
                    Before = before,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<StockAdjustmentSummary>(ListSql, new { Before = before, Limit = limit }, ct);
        return Page<StockAdjustmentSummary>.Of(rows, query.Limit, r => (Guid?)r.StockAdjustmentId);
    }
}
