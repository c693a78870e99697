using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Inventory;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// What goods cost on average in each store. The average stands on the level where the store sells and is changed by whoever holds it;
/// each change stays as a row, and refers to the one before.
/// </summary>
public sealed class StockCosts(IDb db, IActor actor)
{
    // Behind the lock, so that what lies in the other locations is what it is while the level is held.
    private const string FindSql = """
        select l.variant_id,
               l.on_hand + coalesce((select sum(p.on_hand)
                                       from inventory.location_level as p
                                      where p.tenant_id = @tenant
                                        and p.store_id = @StoreId
                                        and p.variant_id = l.variant_id), 0) as on_hand,
               l.average_cost, coalesce(l.cost_number, 0) as cost_number
          from inventory.stock_level as l
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.variant_id = any(@VariantIds)
        """;

    private const string RecordSql = """
        insert into inventory.cost_change (tenant_id, cost_change_id, store_id, variant_id, number, kind, document_id, quantity, unit_cost,
               on_hand_before, average_before, average_after, changed_at, changed_by, since_id, until_id)
        select l.tenant_id, line.cost_change_id, l.store_id, l.variant_id, line.number, @Kind, @DocumentId, line.quantity, line.unit_cost,
               line.on_hand, l.average_cost, line.average, @Now, @ActorId, @SinceId, @UntilId
          from inventory.stock_level as l
          join unnest(@ChangeIds, @VariantIds, @Numbers, @Quantities, @UnitCosts, @OnHand, @Averages)
               as line (cost_change_id, variant_id, number, quantity, unit_cost, on_hand, average) using (variant_id)
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.variant_id = any(@VariantIds)
        """;

    private const string ChangeSql = """
        update inventory.stock_level as l
           set average_cost = line.average,
               cost_number = line.number
          from unnest(@VariantIds, @Averages, @Numbers) as line (variant_id, average, number)
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.variant_id = line.variant_id
           and l.variant_id = any(@VariantIds)
        """;

    // Of the store that sold them, which need not be the one that they come back to. One movement a variant.
    private const string IssuedSql = """
        select variant_id, coalesce(unit_cost, 0) as cost
          from inventory.stock_movement
         where tenant_id = @tenant
           and document_id = @DocumentId
           and quantity < 0
           and unit_cost is not null
        """;

    // Movements that take an average have ids that were made at most so long before it was set, or after it was set anew: no transaction
    // lasts a minute, and clocks differ.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>What each of some variants has in a store and costs there; those that it never had are left out.</summary>
    internal async Task<IReadOnlyDictionary<Guid, CostedLevel>> FindAsync(
        Guid storeId,
        IReadOnlyList<Guid> variantIds,
        CancellationToken ct
    ) =>
        (await db.QueryAsync<CostedLevel>(FindSql, new { StoreId = storeId, VariantIds = variantIds.ToArray() }, ct)).ToDictionary(l =>
            l.VariantId
        );

    /// <summary>What goods that a document took out of a store cost as they went, where that was known.</summary>
    internal Deferred<UnitCost> Issued(Guid documentId) => db.Defer<UnitCost>(IssuedSql, new { DocumentId = documentId });

    /// <summary>Queues what goods that come in at costs of their own make of the averages of levels that are held.</summary>
    /// <param name="lines">All that the document brings, in whichever location.</param>
    internal void Receive(
        Guid storeId,
        CostChangeKind kind,
        Guid documentId,
        IReadOnlyList<StockLine> lines,
        IReadOnlyDictionary<Guid, decimal> unitCosts,
        IReadOnlyDictionary<Guid, CostedLevel> before
    )
    {
        // A level that is missing is refused by the movement.
        var come = lines
            .Where(l => unitCosts.ContainsKey(l.VariantId) && before.ContainsKey(l.VariantId))
            .GroupBy(l => l.VariantId, l => l.Quantity)
            .Select(l => (Level: before[l.Key], Quantity: l.Sum(), UnitCost: unitCosts[l.Key]));
        var isReturn = kind is CostChangeKind.Return or CostChangeKind.Void;
        List<NewAverage> changes =
        [
            // What comes back at what it costs anyway changes nothing.
            .. come.Where(c => !isReturn || c.Level.AverageCost != c.UnitCost)
                .Select(c => new NewAverage(
                    c.Level,
                    c.Quantity,
                    c.UnitCost,
                    isReturn
                        ? MovingAverage.AfterReturn(c.Level.OnHand, c.Level.AverageCost, c.Quantity, c.UnitCost)
                        : MovingAverage.AfterReceipt(c.Level.OnHand, c.Level.AverageCost, c.Quantity, c.UnitCost)
                )),
        ];
        if (changes.Count > 0)
            Change(storeId, kind, documentId, changes);
    }

    /// <summary>Queues new averages of levels that are held.</summary>
    internal void Change(Guid storeId, CostChangeKind kind, Guid documentId, IReadOnlyList<NewAverage> changes)
    {
        var variants = changes.Select(c => c.Before.VariantId).ToArray();
        var averages = changes.Select(c => c.Average).ToArray();
        var numbers = changes.Select(c => c.Before.CostNumber + 1).ToArray();
        db.Enqueue(
            RecordSql,
            new
            {
                ChangeIds = changes.Select(_ => Ids.New()).ToArray(),
                StoreId = storeId,
                VariantIds = variants,
                Numbers = numbers,
                Quantities = changes.Select(c => c.Quantity).ToArray(),
                UnitCosts = changes.Select(c => c.UnitCost).ToArray(),
                OnHand = changes.Select(c => c.Before.OnHand).ToArray(),
                Averages = averages,
                Kind = kind,
                DocumentId = documentId,
                actor.Now,
                actor.ActorId,
                SinceId = MovementIds.FirstOf(actor.Now - Margin),
                UntilId = MovementIds.FirstOf(actor.Now + Margin),
            }
        );
        db.Enqueue(
            ChangeSql,
            new
            {
                StoreId = storeId,
                VariantIds = variants,
                Averages = averages,
                Numbers = numbers,
            }
        );
    }

    /// <summary>The costs of their own that lines have, in their order.</summary>
    internal static decimal?[] Of(IReadOnlyList<StockLine> lines, IReadOnlyDictionary<Guid, decimal>? unitCosts) =>
        [.. lines.Select(l => unitCosts is not null && unitCosts.TryGetValue(l.VariantId, out var own) ? own : (decimal?)null)];
}

/// <param name="OnHand">In all locations of the store.</param>
/// <param name="AverageCost">Minor units of the store's currency for one; null where it is not known.</param>
/// <param name="CostNumber">How often the average has changed.</param>
internal sealed record CostedLevel(Guid VariantId, decimal OnHand, decimal? AverageCost, int CostNumber);

/// <param name="Quantity">What comes in; none where a cost is corrected.</param>
internal sealed record NewAverage(CostedLevel Before, decimal Quantity, decimal UnitCost, decimal Average);

/// <summary>What changed an average cost.</summary>
public enum CostChangeKind
{
    /// <summary>Goods were found, and somebody said what they cost.</summary>
    Adjustment,

    /// <summary>Goods came from another store, at what they cost there.</summary>
    Transfer,

    /// <summary>A customer brought goods back, at what they cost as they were sold.</summary>
    Return,

    /// <summary>A sale was voided: its goods are back at what they cost as they were sold.</summary>
    Void,

    /// <summary>Somebody said what goods cost that are there.</summary>
    Revaluation,
}
