using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// How stock moves in locations that do not sell: as in <see cref="StockLedger"/>, and each movement follows the one before by its
/// number and the balance that it left, which the database checks.
/// </summary>
public sealed class LocationLedger(IDb db, IActor actor)
{
    private const string OpenSql = """
        insert into inventory.location_level (store_id, variant_id, stock_location_id)
        select @StoreId, variant_id, @StockLocationId
          from unnest(@VariantIds) as variant_id
         order by variant_id
            on conflict (tenant_id, store_id, variant_id, stock_location_id) do nothing
        """;

    // In the order of their keys, and a line without a level is refused: as where it sells.
    private const string MoveSql = """
        with line as (
            select variant_id, quantity
              from unnest(@VariantIds, @Quantities) as line (variant_id, quantity)
        ), level as (
            select variant_id
              from inventory.location_level
             where tenant_id = @tenant
               and store_id = @StoreId
               and stock_location_id = @StockLocationId
               and variant_id = any(@VariantIds)
             order by variant_id
               for update
        )
        update inventory.location_level as l
           set on_hand = l.on_hand + line.quantity,
               last_number = coalesce(l.last_number, 0) + 1
          from level
          join line using (variant_id)
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.stock_location_id = @StockLocationId
           and l.variant_id = level.variant_id
           and (select app.are_all(count(*), cardinality(@VariantIds), 'stock_movement_moves_a_level') from level)
        """;

    // What the variant costs in the store stands on its level there, which is held.
    private const string RecordSql = """
        insert into inventory.location_movement (tenant_id, stock_movement_id, store_id, variant_id, stock_location_id, number, kind,
               quantity, balance, unit_cost, cost_number, document_id, moved_at, moved_by)
        select l.tenant_id, line.stock_movement_id, l.store_id, l.variant_id, l.stock_location_id, l.last_number, @Kind, line.quantity,
               l.on_hand,
               coalesce(line.unit_cost, (select s.average_cost
                                           from inventory.stock_level as s
                                          where s.tenant_id = @tenant
                                            and s.store_id = @StoreId
                                            and s.variant_id = l.variant_id)),
               coalesce((select s.cost_number
                           from inventory.stock_level as s
                          where s.tenant_id = @tenant
                            and s.store_id = @StoreId
                            and s.variant_id = l.variant_id), 0),
               @DocumentId, @Now, @ActorId
          from inventory.location_level as l
          join unnest(@VariantIds, @Quantities, @MovementIds, @UnitCosts) as line (variant_id, quantity, stock_movement_id, unit_cost)
         using (variant_id)
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.stock_location_id = @StockLocationId
           and l.variant_id = any(@VariantIds)
        """;

    private const string HoldSql = """
        select variant_id
          from inventory.location_level
         where tenant_id = @tenant
           and store_id = @StoreId
           and stock_location_id = @StockLocationId
           and variant_id = any(@VariantIds)
         order by variant_id
           for update
        """;

    private const string OnHandSql = """
        select variant_id, on_hand as quantity
          from inventory.location_level
         where tenant_id = @tenant
           and store_id = @StoreId
           and stock_location_id = @StockLocationId
           and variant_id = any(@VariantIds)
        """;

    /// <summary>Queues levels for what a location never had.</summary>
    internal void Open(StockLocation at, Guid[] variantIds) =>
        db.Enqueue(
            OpenSql,
            new
            {
                at.StoreId,
                at.StockLocationId,
                VariantIds = variantIds,
            }
        );

    /// <summary>Queues that levels are held, in the order of their keys.</summary>
    internal void Hold(StockLocation at, Guid[] variantIds) =>
        db.Lock(
            HoldSql,
            new
            {
                at.StoreId,
                at.StockLocationId,
                VariantIds = variantIds,
            }
        );

    /// <summary>Queues movements of levels that there are, one a variant; the store's levels are held.</summary>
    internal void Move(
        StockLocation at,
        StockMovementKind kind,
        Guid documentId,
        IReadOnlyList<StockLine> moved,
        IReadOnlyDictionary<Guid, decimal>? unitCosts
    )
    {
        var variants = moved.Select(l => l.VariantId).ToArray();
        var quantities = moved.Select(l => l.Quantity).ToArray();
        db.Enqueue(
                MoveSql,
                new
                {
                    VariantIds = variants,
                    Quantities = quantities,
                    at.StoreId,
                    at.StockLocationId,
                }
            )
            .OnConstraint("location_level_not_negative", ct => ShortageAsync(at, moved, ct))
            .OnConstraint("stock_movement_moves_a_level", ct => ShortageAsync(at, moved, ct))
            .Last();
        db.Enqueue(
                RecordSql,
                new
                {
                    VariantIds = variants,
                    Quantities = quantities,
                    MovementIds = moved.Select(_ => Ids.New()).ToArray(),
                    UnitCosts = StockCosts.Of(moved, unitCosts),
                    at.StoreId,
                    at.StockLocationId,
                    Kind = kind,
                    DocumentId = documentId,
                    actor.Now,
                    actor.ActorId,
                }
            )
            .Last();
    }

    private async Task<Error> ShortageAsync(StockLocation at, IReadOnlyList<StockLine> lines, CancellationToken ct)
    {
        var onHand = (
            await db.QueryAsync<StockLine>(
                OnHandSql,
                new
                {
                    at.StoreId,
                    at.StockLocationId,
                    VariantIds = lines.Select(l => l.VariantId).ToArray(),
                },
                ct
            )
        ).ToDictionary(l => l.VariantId, l => l.Quantity);
        return InventoryErrors.NotEnoughStock(Shortage.Of(lines, onHand));
    }
}
