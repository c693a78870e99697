using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Published by Inventory: the only way stock moves. The balance is changed and its movements are written down one behind the
/// other, guarded by the constraints of the balance, so that nothing is sold twice however many sell at once.
/// </summary>
public sealed class StockLedger(IDb db, IActor actor)
{
    // Rows are locked in the order of their key: two baskets with the same lines, however ordered, queue and never
    // deadlock. A line that has no level is refused instead of being skipped.
    private const string MoveSql = """
        with line as (
            select variant_id, quantity
              from unnest(@VariantIds, @Quantities) as line (variant_id, quantity)
        ), level as (
            select variant_id
              from inventory.stock_level
             where tenant_id = @tenant
               and store_id = @StoreId
               and variant_id = any(@VariantIds)
             order by variant_id
               for update
        )
        update inventory.stock_level as l
           set on_hand = l.on_hand + line.quantity
          from level
          join line using (variant_id)
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.variant_id = level.variant_id
           and (select app.are_all(count(*), cardinality(@VariantIds), 'stock_movement_moves_a_level') from level)
        """;

    // A statement of its own, and from the levels: so a distributed engine sends each to the place where the levels are.
    private const string RecordSql = """
        insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at,
               moved_by)
        select l.tenant_id, line.stock_movement_id, l.store_id, l.variant_id, @Kind, line.quantity, @DocumentId, @Now, @ActorId
          from inventory.stock_level as l
          join unnest(@VariantIds, @Quantities, @MovementIds) as line (variant_id, quantity, stock_movement_id) using (variant_id)
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.variant_id = any(@VariantIds)
        """;

    private const string Levels = """
        select store_id, variant_id, on_hand - reserved as available
          from inventory.stock_level
         where tenant_id = @tenant
        """;

    // An array is planned anew with every read, since no plan fits all lengths; one variant is planned once a connection.
    private const string AvailableOfOneSql =
        Levels
        + """

               and variant_id = @VariantId
             order by store_id
            """;

    private const string AvailableSql =
        Levels
        + """

               and variant_id = any(@VariantIds)
             order by variant_id, store_id
            """;

    /// <summary>Takes goods out of a store for a document; refused when the store does not have them.</summary>
    public void Issue(Guid storeId, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines) =>
        Move(storeId, kind, documentId, [.. lines.Select(l => l with { Quantity = -l.Quantity })]);

    /// <summary>Puts goods back that a document took out before.</summary>
    public void Restore(Guid storeId, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines) =>
        Move(storeId, kind, documentId, lines);

    /// <summary>Changes the stock by signed quantities, of levels that there are.</summary>
    public void Adjust(Guid storeId, Guid documentId, IReadOnlyList<StockLine> lines) =>
        Move(storeId, StockMovementKind.Adjustment, documentId, lines);

    /// <summary>What can be sold of these variants, in every store of the tenant.</summary>
    public Deferred<StoreAvailability> Available(IReadOnlyList<Guid> variantIds) =>
        variantIds is [var only]
            ? db.Defer<StoreAvailability>(AvailableOfOneSql, new { VariantId = only })
            : db.Defer<StoreAvailability>(AvailableSql, new { VariantIds = variantIds });

    private void Move(Guid storeId, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines)
    {
        // One movement per variant and document; lines of the same variant that cancel out move nothing.
        List<StockLine> moved =
        [
            .. lines
                .GroupBy(l => l.VariantId, (variantId, same) => new StockLine(variantId, same.Sum(l => l.Quantity)))
                .Where(l => l.Quantity != 0),
        ];
        if (moved.Count == 0)
            return;

        var variants = moved.Select(l => l.VariantId).ToArray();
        var quantities = moved.Select(l => l.Quantity).ToArray();
        db.Enqueue(
                MoveSql,
                new
                {
                    VariantIds = variants,
                    Quantities = quantities,
                    StoreId = storeId,
                }
            )
            .OnConstraint("stock_level_available_not_negative", ct => ShortageAsync(storeId, moved, ct))
            .OnConstraint("stock_movement_moves_a_level", ct => ShortageAsync(storeId, moved, ct))
            .Last();
        var now = actor.Now;
        db.Enqueue(
                RecordSql,
                new
                {
                    VariantIds = variants,
                    Quantities = quantities,
                    MovementIds = moved.Select(_ => Ids.New()).ToArray(),
                    StoreId = storeId,
                    Kind = kind,
                    DocumentId = documentId,
                    Now = now,
                    actor.ActorId,
                }
            )
            .Last();
    }

    private async Task<Error> ShortageAsync(Guid storeId, IReadOnlyList<StockLine> lines, CancellationToken ct)
    {
        var available = (await Available(Distinct(lines)).ToListAsync(ct))
            .Where(a => a.StoreId == storeId)
            .ToDictionary(a => a.VariantId, a => a.Available);
        return InventoryErrors.NotEnoughStock([
            .. lines
                .Select(l => new Shortage(l.VariantId, -l.Quantity, available.GetValueOrDefault(l.VariantId)))
                .Where(s => s.Wanted > s.Available),
        ]);
    }

    private static Guid[] Distinct(IReadOnlyList<StockLine> lines) => [.. lines.Select(l => l.VariantId).Distinct()];
}

/// <summary>A quantity of one variant.</summary>
public sealed record StockLine(Guid VariantId, decimal Quantity);

/// <param name="Available">On hand less reserved.</param>
public sealed record StoreAvailability(Guid StoreId, Guid VariantId, decimal Available);
