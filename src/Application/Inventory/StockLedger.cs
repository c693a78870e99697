using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Published by Inventory: the only way stock moves. Where a store sells, the balance is changed and its movements are written down one
/// behind the other, guarded by the constraints of the balance, so that nothing is sold twice however many sell at once.
/// </summary>
public sealed class StockLedger(IDb db, LocationLedger elsewhere, IActor actor)
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
        insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, balance, document_id,
               moved_at, moved_by, act)
        select l.tenant_id, line.stock_movement_id, l.store_id, l.variant_id, @Kind, line.quantity, l.on_hand, @DocumentId, @Now, @ActorId,
               @Act
          from inventory.stock_level as l
          join unnest(@VariantIds, @Quantities, @MovementIds) as line (variant_id, quantity, stock_movement_id) using (variant_id)
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.variant_id = any(@VariantIds)
        """;

    private const string HoldSql = """
        select variant_id
          from inventory.stock_level
         where tenant_id = @tenant
           and store_id = @StoreId
           and variant_id = any(@VariantIds)
         order by variant_id
           for update
        """;

    // A store may count something it never had before: its level begins at nothing.
    private const string OpenSql = """
        insert into inventory.stock_level (store_id, variant_id, may_go_negative)
        select @StoreId, variant_id, @MayGoNegative
          from unnest(@VariantIds) as variant_id
         order by variant_id
            on conflict (tenant_id, store_id, variant_id) do nothing
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

    /// <summary>Queues levels for what a location, or its store, never had; the policy is held still.</summary>
    internal void Open(StockLocation at, IReadOnlyList<Guid> variantIds, bool mayGoNegative)
    {
        Guid[] variants = [.. variantIds.Distinct()];
        db.Enqueue(
                OpenSql,
                new
                {
                    at.StoreId,
                    VariantIds = variants,
                    MayGoNegative = mayGoNegative,
                }
            )
            .OnConstraint("stock_level_counts_a_variant", InventoryErrors.VariantNotFound);
        if (at.Kind is not StockLocationKind.ShopFloor)
            elsewhere.Open(at, variants);
    }

    /// <summary>
    /// Queues that levels of a location are held, in the order of their keys: for what changes them by more than one document.
    /// </summary>
    internal void Hold(StockLocation at, IReadOnlyList<Guid> variantIds)
    {
        if (at.Kind is StockLocationKind.ShopFloor)
            db.Lock(HoldSql, new { at.StoreId, VariantIds = variantIds.ToArray() });
        else
            elsewhere.Hold(at, [.. variantIds]);
    }

    /// <summary>Changes what lies in a location by signed quantities, of levels that there are.</summary>
    internal void Change(StockLocation at, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines)
    {
        if (at.Kind is StockLocationKind.ShopFloor)
            Move(at.StoreId, kind, documentId, lines);
        else if (Moved(lines) is { Count: > 0 } moved)
            elsewhere.Move(at, kind, documentId, moved);
    }

    /// <summary>Takes from one location of a store what it puts into another.</summary>
    internal void Move(StockLocation from, StockLocation to, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines)
    {
        IReadOnlyList<StockLine> taken = [.. lines.Select(l => l with { Quantity = -l.Quantity })];
        // Locations by key, and what sells last: as docs/locking.md says.
        List<(StockLocation At, IReadOnlyList<StockLine> Moved)> sides = [(from, taken), (to, lines)];
        foreach (
            var (at, moved) in sides
                .OrderBy(side => side.At.Kind is StockLocationKind.ShopFloor)
                .ThenBy(side => side.At.StockLocationId.ToString(), StringComparer.Ordinal)
        )
            Change(at, kind, documentId, moved);
    }

    /// <summary>What can be sold of these variants, in every store of the tenant.</summary>
    public Deferred<StoreAvailability> Available(IReadOnlyList<Guid> variantIds) =>
        variantIds is [var only]
            ? db.Defer<StoreAvailability>(AvailableOfOneSql, new { VariantId = only })
            : db.Defer<StoreAvailability>(AvailableSql, new { VariantIds = variantIds });

    private void Move(Guid storeId, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines)
    {
        var moved = Moved(lines);
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
        var act = kind is StockMovementKind.Move or StockMovementKind.Transfer or StockMovementKind.Return or StockMovementKind.Count
            ? kind
            : (StockMovementKind?)null;
        db.Enqueue(
                RecordSql,
                new
                {
                    VariantIds = variants,
                    Quantities = quantities,
                    MovementIds = moved.Select(_ => Ids.New()).ToArray(),
                    StoreId = storeId,
                    // What the binary before does not know is an adjustment to it.
                    Kind = act is null ? kind : StockMovementKind.Adjustment,
                    DocumentId = documentId,
                    Now = now,
                    actor.ActorId,
                    Act = act,
                }
            )
            .Last();
    }

    private async Task<Error> ShortageAsync(Guid storeId, IReadOnlyList<StockLine> lines, CancellationToken ct)
    {
        var available = (await Available(Distinct(lines)).ToListAsync(ct))
            .Where(a => a.StoreId == storeId)
            .ToDictionary(a => a.VariantId, a => a.Available);
        return InventoryErrors.NotEnoughStock(Shortage.Of(lines, available));
    }

    // One movement per variant and document; lines of the same variant that cancel out move nothing.
    private static List<StockLine> Moved(IReadOnlyList<StockLine> lines) =>
        [
            .. lines
                .GroupBy(l => l.VariantId, (variantId, same) => new StockLine(variantId, same.Sum(l => l.Quantity)))
                .Where(l => l.Quantity != 0),
        ];

    private static Guid[] Distinct(IReadOnlyList<StockLine> lines) => [.. lines.Select(l => l.VariantId).Distinct()];
}

/// <summary>A quantity of one variant.</summary>
public sealed record StockLine(Guid VariantId, decimal Quantity);

/// <param name="Available">On hand less reserved.</param>
public sealed record StoreAvailability(Guid StoreId, Guid VariantId, decimal Available);
