using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the stock ledger of the caller's stores, newest first.</summary>
/// <param name="StockLocationId">Where something moved; the location that a store sells from has the store's id.</param>
/// <param name="DocumentId">The sale, return, adjustment, move, transfer or stocktake that moved it.</param>
public sealed record ListStockMovements(
    Guid? StoreId = null,
    Guid? VariantId = null,
    Guid? DocumentId = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null,
    Guid? StockLocationId = null
) : IQuery<Page<StockMovement>>, IPaged, IStoreRequest;

/// <param name="StockLocationId">Where; the store's own id for the location that it sells from.</param>
/// <param name="Quantity">What came (positive) or went (negative).</param>
/// <param name="Balance">What lay there afterwards; absent for movements from before it was kept.</param>
/// <param name="DocumentId">The sale, return, adjustment, move, transfer or stocktake that moved it.</param>
/// <param name="MovedBy">The user; absent for what the system brought in itself.</param>
/// <param name="Reason">Why it was corrected.</param>
/// <param name="Note">What was noted of the adjustment or move.</param>
/// <param name="UnitCost">
/// What one of it cost as it moved: minor units of the store's currency, six decimals. Absent where nobody had said, and for those who
/// may not see what goods cost there.
/// </param>
public sealed record StockMovement(
    Guid StockMovementId,
    Guid StoreId,
    Guid StockLocationId,
    Guid VariantId,
    StockMovementKind Kind,
    decimal Quantity,
    decimal? Balance,
    Guid DocumentId,
    DateTimeOffset MovedAt,
    Guid? MovedBy,
    string? Reason,
    string? Note,
    decimal? UnitCost
);

public enum StockMovementKind
{
    Opening,
    Sale,
    Void,
    Adjustment,

    /// <summary>From one location of a store to another.</summary>
    Move,

    /// <summary>From one store to another; in between it is on the way.</summary>
    Transfer,

    /// <summary>A customer brought it back.</summary>
    Return,

    /// <summary>A stocktake found more or less than the books said.</summary>
    Count,
}

internal sealed class ListStockMovementsValidator : AbstractValidator<ListStockMovements>
{
    public ListStockMovementsValidator() => this.PageOf<ListStockMovements, Guid?>();
}

internal sealed class ListStockMovementsHandler(IDb db, IRights rights) : IQueryHandler<ListStockMovements, Page<StockMovement>>
{
    // Two walks a store, one in each ledger, both in the order of an index: a single one over the merchant would pass by every
    // movement of the stores that the caller may not see. The ids are made in time order (UUIDv7), so their order is the ledger's.
    private const string Selling = """
        select m.stock_movement_id, m.store_id, m.stock_location_id, m.variant_id, m.kind, m.quantity, m.balance, m.document_id, m.moved_at,
               m.moved_by, a.reason, coalesce(a.note, d.note) as note, m.unit_cost
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               (select stock_movement_id, store_id, store_id as stock_location_id, variant_id, coalesce(act, kind) as kind, quantity,
                       balance, document_id, moved_at, moved_by, unit_cost
                  from inventory.stock_movement
                 where tenant_id = @tenant
                   and store_id = mine.store_id
        """;

    private const string Elsewhere = """

                union all
               (select stock_movement_id, store_id, stock_location_id, variant_id, kind, quantity, balance, document_id, moved_at,
                       moved_by, unit_cost
                  from inventory.location_movement
                 where tenant_id = @tenant
                   and store_id = mine.store_id
        """;

    // Always bound, and as it is, so that any plan begins there: below the wall a plan for all values takes a coalesce for leaky.
    private const string Newest = """

                   and stock_movement_id < @Before
                 order by stock_movement_id desc
                 limit @Limit)
        """;

    private const string Rest = """

               ) as m
          left join inventory.stock_adjustment as a
            on a.tenant_id = @tenant
           and a.stock_adjustment_id = m.document_id
          left join inventory.stock_move as d
            on d.tenant_id = @tenant
           and d.stock_move_id = m.document_id
         order by m.stock_movement_id desc
         limit @Limit
        """;

    private const string OfVariant = """

                   and variant_id = @VariantId
        """;

    private const string OfDocument = """

                   and document_id = @DocumentId
        """;

    private const string IfOfVariant = """

                   and (@VariantId::uuid is null or variant_id = @VariantId)
        """;

    private const string ListSql = Selling + Newest + Elsewhere + Newest + Rest;

    private const string OfVariantSql = Selling + OfVariant + Newest + Elsewhere + OfVariant + Newest + Rest;

    // A location that sells has the id of its store.
    private const string OfDocumentSql =
        Selling
        + OfDocument
        + IfOfVariant
        + """

                       and (@StockLocationId::uuid is null or store_id = @StockLocationId)
            """
        + Newest
        + Elsewhere
        + OfDocument
        + IfOfVariant
        + """

                       and (@StockLocationId::uuid is null or stock_location_id = @StockLocationId)
            """
        + Newest
        + Rest;

    private const string OfLocationSql =
        Selling
        + """

                       and store_id = @StockLocationId
            """
        + IfOfVariant
        + Newest
        + Elsewhere
        + """

                       and stock_location_id = @StockLocationId
            """
        + IfOfVariant
        + Newest
        + Rest;

    public async Task<Page<StockMovement>> Handle(ListStockMovements query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var withCosts = rights.StoresWith(Permissions.Inventory.ReadCosts);
        var rows = query switch
        {
            { DocumentId: { } document } => await db.QueryAsync<StockMovement>(
                OfDocumentSql,
                new
                {
                    DocumentId = document,
                    query.VariantId,
                    query.StockLocationId,
                    Before = before,
                    Limit = limit,
                },
                ct
            ),
            { StockLocationId: { } location } => await db.QueryAsync<StockMovement>(
                OfLocationSql,
                new
                {
                    StockLocationId = location,
                    query.VariantId,
                    Before = before,
                    Limit = limit,
                },
                ct
            ),
            { VariantId: { } variant } => await db.QueryAsync<StockMovement>(
                OfVariantSql,
                new
                {
                    VariantId = variant,
                    Before = before,
                    Limit = limit,
                },
                ct
            ),
            _ => await db.QueryAsync<StockMovement>(ListSql, new { Before = before, Limit = limit }, ct),
        };
        var page = Page<StockMovement>.Of(rows, query.Limit, m => (Guid?)m.StockMovementId);
        var seen = await withCosts.ToListAsync(ct);
        return page with { Items = [.. page.Items.Select(m => seen.Contains(m.StoreId) ? m : m with { UnitCost = null })] };
    }
}
