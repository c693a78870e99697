using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the stock ledger of the caller's stores, newest first.</summary>
public sealed record ListStockMovements(
    Guid? StoreId = null,
    Guid? VariantId = null,
    Guid? DocumentId = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null) : IQuery<Page<StockMovement>>, IPaged, IStoreRequest;

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
    Guid? MovedBy);

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
    // The ids are made in time order (UUIDv7), so their order is the ledger's.
    private const string ListSql =
        """
        select stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at, moved_by
          from inventory.stock_movement
         where tenant_id = @tenant
           and (@StoreId::uuid is null or store_id = @StoreId)
           and (@VariantId::uuid is null or variant_id = @VariantId)
           and (@DocumentId::uuid is null or document_id = @DocumentId)
           and (@Before::uuid is null or stock_movement_id < @Before)
         order by stock_movement_id desc
         limit @Limit
        """;

    public async Task<Page<StockMovement>> Handle(ListStockMovements query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<StockMovement>(
            ListSql,
            new { query.StoreId, query.VariantId, query.DocumentId, Before = Cursor.Read<Guid?>(query.Cursor), Limit = query.Limit + 1 },
            ct);
        return Page<StockMovement>.Of(rows, query.Limit, m => (Guid?)m.StockMovementId);
    }
}
