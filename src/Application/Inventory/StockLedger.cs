using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Published by Inventory: the only way stock moves. Where a store sells, the balance is changed and its movements are written down one
/// behind the other, guarded by the constraints of the balance, so that nothing is sold twice however many sell at once.
/// </summary>
public sealed class StockLedger(IDb db, LocationLedger elsewhere, StockCosts costs, IActor actor)
{
    // Rows are locked in the order of their key: two baskets with the same lines, however ordered, queue and never
    // deadlock. A line that has no level is refused instead of being skipped. What is reserved past its time is not in the way.
    private const string MoveSql =
        """
            with line as (
                select variant_id, quantity
                  from unnest(@VariantIds, @Quantities) as line (variant_id, quantity)
            ), level as (
                select variant_id, reserved
                  from inventory.stock_level
                 where tenant_id = @tenant
                   and store_id = @StoreId
                   and variant_id = any(@VariantIds)
                 order by variant_id
                   for update
            ),
            """
        + " "
        + Lapsed.Freed
        + """

            update inventory.stock_level as l
               set on_hand = l.on_hand + line.quantity,
                   last_number = coalesce(l.last_number, 0) + 1,
                   reserved = l.reserved - coalesce(freed.quantity, 0)
              from level
              join line using (variant_id)
              left join freed using (variant_id)
             where l.tenant_id = @tenant
               and l.store_id = @StoreId
               and l.variant_id = level.variant_id
               and (select app.are_all(count(*), cardinality(@VariantIds), 'stock_movement_moves_a_level') from level)
            """;

    // A statement of its own, and from the levels: so a distributed engine sends each to the place where the levels are. What comes in
    // without a cost of its own, and whatever goes out, takes the average, which stands on the level that is held.
    private const string RecordSql = """
        insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, balance, number,
               unit_cost, cost_number, document_id, moved_at, moved_by, act)
        select l.tenant_id, line.stock_movement_id, l.store_id, l.variant_id, @Kind, line.quantity, l.on_hand, l.last_number,
               coalesce(line.unit_cost, l.average_cost), coalesce(l.cost_number, 0), @DocumentId, @Now, @ActorId, @Act
          from inventory.stock_level as l
          join unnest(@VariantIds, @Quantities, @MovementIds, @UnitCosts) as line (variant_id, quantity, stock_movement_id, unit_cost)
         using (variant_id)
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

    private const string Levels =
        "select l.store_id, l.variant_id, l.on_hand - ("
        + Lapsed.Reserved
        + """
            ) as available
              from inventory.stock_level as l
             where l.tenant_id = @tenant
            """;

    // An array is planned anew with every read, since no plan fits all lengths; one variant is planned once a connection.
    private const string AvailableOfOneSql =
        Levels
        + """

               and l.variant_id = @VariantId
             order by l.store_id
            """;

    private const string AvailableSql =
        Levels
        + """

               and l.variant_id = any(@VariantIds)
             order by l.variant_id, l.store_id
            """;

    /// <summary>Takes goods out of a store for a document; refused when the store does not have them.</summary>
    public void Issue(Guid storeId, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines) =>
        Move(storeId, kind, documentId, [.. lines.Select(l => l with { Quantity = -l.Quantity })]);

    /// <summary>Puts goods back where a store sells, at what they cost as a document took them out, where that was known.</summary>
    public Task RestoreAsync(Guid storeId, Guid documentId, IReadOnlyList<StockLine> lines, CancellationToken ct)
    {
        HoldStore(storeId, Distinct(lines));
        return TakeBackAsync(StockMovementKind.Void, documentId, documentId, [(StockLocation.Selling(storeId), lines)], ct);
    }

    /// <summary>The same into several locations of one store, for another document; the store's levels are held.</summary>
    /// <param name="issuedBy">What took the goods out.</param>
    /// <param name="places">Levels that there are; what sells last, as docs/locking.md says.</param>
    internal async Task TakeBackAsync(
        StockMovementKind kind,
        Guid documentId,
        Guid issuedBy,
        IReadOnlyList<(StockLocation At, IReadOnlyList<StockLine> Lines)> places,
        CancellationToken ct
    )
    {
        var issued = costs.Issued(issuedBy);
        List<StockLine> all = [.. places.SelectMany(p => p.Lines)];
        var storeId = places[0].At.StoreId;
        var before = await costs.FindAsync(storeId, Distinct(all), ct);
        var unitCosts = (await issued.ToListAsync(ct))
            .Where(u => before.ContainsKey(u.VariantId))
            .ToDictionary(u => u.VariantId, u => u.Cost);
        costs.Receive(
            storeId,
            kind is StockMovementKind.Void ? CostChangeKind.Void : CostChangeKind.Return,
            documentId,
            all,
            unitCosts,
            before
        );
        foreach (var (at, lines) in places)
            Change(at, kind, documentId, lines, unitCosts);
    }

    /// <summary>
    /// Queues levels for what a location, or its store, never had; the policy is held still. Where it does not sell, the levels of the
    /// store are held from here on.
    /// </summary>
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
        if (at.Kind is StockLocationKind.ShopFloor)
            return;
        // Held before a key refers to them: two who open levels in different locations would else hold each other up.
        HoldStore(at.StoreId, variants);
        elsewhere.Open(at, variants);
    }

    /// <summary>
    /// Queues that levels of a location are held, in the order of their keys: for what changes them by more than one document.
    /// </summary>
    internal void Hold(StockLocation at, IReadOnlyList<Guid> variantIds)
    {
        HoldStore(at.StoreId, variantIds);
        if (at.Kind is not StockLocationKind.ShopFloor)
            elsewhere.Hold(at, [.. variantIds]);
    }

    /// <summary>
    /// Queues that the levels where a store sells are held, in the order of their keys: before levels of other locations, as
    /// docs/locking.md says, so that whoever moves a variant anywhere in the store, or asks what it costs there, comes behind the others.
    /// </summary>
    internal void HoldStore(Guid storeId, IReadOnlyList<Guid> variantIds) =>
        db.Lock(HoldSql, new { StoreId = storeId, VariantIds = variantIds.ToArray() });

    /// <summary>The same, and answers what each of them has in the whole store, and at which average cost.</summary>
    internal async Task<IReadOnlyDictionary<Guid, CostedLevel>> HoldCostsAsync(
        StockLocation at,
        IReadOnlyList<Guid> variantIds,
        CancellationToken ct
    )
    {
        Hold(at, variantIds);
        return await costs.FindAsync(at.StoreId, variantIds, ct);
    }

    /// <summary>Changes what lies in a location by signed quantities, of levels that there are.</summary>
    /// <param name="unitCosts">What of it comes in at a cost of its own: the averages have been changed by it.</param>
    internal void Change(
        StockLocation at,
        StockMovementKind kind,
        Guid documentId,
        IReadOnlyList<StockLine> lines,
        IReadOnlyDictionary<Guid, decimal>? unitCosts = null
    )
    {
        if (at.Kind is StockLocationKind.ShopFloor)
            Move(at.StoreId, kind, documentId, lines, unitCosts);
        else if (Moved(lines) is { Count: > 0 } moved)
        {
            HoldStore(at.StoreId, [.. moved.Select(l => l.VariantId)]);
            elsewhere.Move(at, kind, documentId, moved, unitCosts);
        }
    }

    /// <summary>The same where goods come in at costs of their own, which changes what they cost on average.</summary>
    /// <param name="unitCosts">By variant, each of one line that puts something in; the others take the average.</param>
    internal async Task ReceiveAsync(
        StockLocation at,
        StockMovementKind kind,
        Guid documentId,
        IReadOnlyList<StockLine> lines,
        IReadOnlyDictionary<Guid, decimal> unitCosts,
        CancellationToken ct
    )
    {
        if (unitCosts.Count > 0)
        {
            // All that the document moves, in one go: what is held later would be out of order.
            var before = await HoldCostsAsync(at, [.. lines.Select(l => l.VariantId).Distinct()], ct);
            costs.Receive(
                at.StoreId,
                kind is StockMovementKind.Transfer ? CostChangeKind.Transfer : CostChangeKind.Adjustment,
                documentId,
                lines,
                unitCosts,
                before
            );
        }

        Change(at, kind, documentId, lines, unitCosts);
    }

    /// <summary>Takes from one location of a store what it puts into another.</summary>
    internal void Move(StockLocation from, StockLocation to, StockMovementKind kind, Guid documentId, IReadOnlyList<StockLine> lines)
    {
        IReadOnlyList<StockLine> taken = [.. lines.Select(l => l with { Quantity = -l.Quantity })];
        HoldStore(from.StoreId, [.. lines.Select(l => l.VariantId).Distinct()]);
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
            ? db.Defer<StoreAvailability>(AvailableOfOneSql, new { VariantId = only, actor.Now })
            : db.Defer<StoreAvailability>(AvailableSql, new { VariantIds = variantIds, actor.Now });

    private void Move(
        Guid storeId,
        StockMovementKind kind,
        Guid documentId,
        IReadOnlyList<StockLine> lines,
        IReadOnlyDictionary<Guid, decimal>? unitCosts = null
    )
    {
        var moved = Moved(lines);
        if (moved.Count == 0)
            return;

        var variants = moved.Select(l => l.VariantId).ToArray();
        var quantities = moved.Select(l => l.Quantity).ToArray();
        var now = actor.Now;
        db.Enqueue(
                MoveSql,
                new
                {
                    VariantIds = variants,
                    Quantities = quantities,
                    StoreId = storeId,
                    Now = now,
                }
            )
            .OnConstraint("stock_level_available_not_negative", ct => ShortageAsync(storeId, moved, ct))
            .OnConstraint("stock_movement_moves_a_level", ct => ShortageAsync(storeId, moved, ct))
            .Last();
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
                    UnitCosts = StockCosts.Of(moved, unitCosts),
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

    /// <summary>What is missing of lines that take something, by their negative quantities.</summary>
    internal async Task<Error> ShortageAsync(Guid storeId, IReadOnlyList<StockLine> lines, CancellationToken ct)
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
