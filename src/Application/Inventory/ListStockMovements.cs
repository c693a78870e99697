using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the stock ledger of the caller's stores, newest first.</summary>
public sealed record ListStockMovements(
    Guid? StoreId = null,
    Guid? VariantId = null,
    Guid? DocumentId = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<StockMovement>>, IPaged, IStoreRequest;

/// <param name="Quantity">What came (positive) or went (negative).</param>
/// <param name="DocumentId">The sale or adjustment that moved it.</param>
/// <param name="MovedBy">The user; absent for what the system brought in itself.</param>
public sealed record StockMovement(
    Guid StockMovementId,
    Guid StoreId,
    Guid VariantId,
    StockMovementKind Kind,
    decimal Quantity,
    Guid DocumentId,
    DateTimeOffset MovedAt,
    Guid? MovedBy
);

public enum StockMovementKind
{
    Opening,
    Sale,
    Void,
    Adjustment,
}

internal sealed class ListStockMovementsValidator : AbstractValidator<ListStockMovements>
{
    public ListStockMovementsValidator() => this.PageOf<ListStockMovements, Guid?>();
}

internal sealed class ListStockMovementsHandler(IDb db) : IQueryHandler<ListStockMovements, Page<StockMovement>>
{
    // One walk a store, each in the order of its index: a single one over the merchant would pass by every movement of the
    // stores that the caller may not see. The ids are made in time order (UUIDv7), so their order is the ledger's.
    private const string Head = """
        select m.stock_movement_id, m.store_id, m.variant_id, m.kind, m.quantity, m.document_id, m.moved_at, m.moved_by
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at, moved_by
                 from inventory.stock_movement
                where tenant_id = @tenant
                  and store_id = mine.store_id
        """;

    // Always bound, and as it is, so that any plan begins there: below the wall a plan for all values takes a coalesce for leaky.
    private const string Rest = """

                  and stock_movement_id < @Before
                order by stock_movement_id desc
                limit @Limit
               ) as m
         order by m.stock_movement_id desc
         limit @Limit
        """;

    private const string ListSql = Head + Rest;

    private const string OfVariantSql =
        Head
        + """

                      and variant_id = @VariantId
            """
        + Rest;

    private const string OfDocumentSql =
        Head
        + """

                      and document_id = @DocumentId
                      and (@VariantId::uuid is null or variant_id = @VariantId)
            """
        + Rest;

    public async Task<Page<StockMovement>> Handle(ListStockMovements query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var rows = query switch
        {
            { DocumentId: { } document } => await db.QueryAsync<StockMovement>(
                OfDocumentSql,
                new
                {
                    DocumentId = document,
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
        return Page<StockMovement>.Of(rows, query.Limit, m => (Guid?)m.StockMovementId);
    }
}
