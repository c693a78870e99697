using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Corrections of stock: how one is read, held still, applied and decided.</summary>
internal sealed class Adjustments(IDb db, StockLedger ledger, StockLocations locations, StockPolicy policy, IActor actor)
{
    internal const string Columns = """
        select a.stock_adjustment_id, a.store_id, coalesce(a.stock_location_id, a.store_id) as stock_location_id, a.reason,
               (select r.code
                  from inventory.stock_reason as r
                 where r.tenant_id = @tenant
                   and r.stock_reason_id = a.stock_reason_id) as reason_code,
               a.note, a.status, a.adjusted_at, a.adjusted_by, a.submitted_at, a.submitted_by, a.decided_at,
               a.decided_by, a.rejection, a.transfer_id, a.version
        """;

    private const string HeadSql =
        Columns
        + """

              from inventory.stock_adjustment as a
             where a.tenant_id = @tenant
               and a.stock_adjustment_id = @StockAdjustmentId
            """;

    private const string PresentLinesSql = """
        select l.variant_id, l.quantity, l.unit_cost
          from inventory.stock_adjustment as a
          join inventory.stock_adjustment_line as l using (tenant_id, stock_adjustment_id, revision)
         where a.tenant_id = @tenant
           and l.tenant_id = @tenant
           and a.stock_adjustment_id = @StockAdjustmentId
         order by l.line_number
        """;

    // Of two who decide about it at once, the second finds it decided.
    private const string LockSql = """
        select stock_adjustment_id
          from inventory.stock_adjustment
         where tenant_id = @tenant
           and stock_adjustment_id = @StockAdjustmentId
           for no key update
        """;

    private const string RecordSql = """
        insert into inventory.stock_adjustment (stock_adjustment_id, store_id, stock_location_id, reason, stock_reason_id, note, status,
               adjusted_at, adjusted_by, submitted_at, submitted_by, transfer_id)
        values (@StockAdjustmentId, @StoreId, @LocationRowId, @Reason, @StockReasonId, @Note, @Status, @AdjustedAt, @AdjustedBy,
               @SubmittedAt, @SubmittedBy, @TransferId)
        """;

    // From the row that they belong to: so a distributed engine knows where that is.
    private const string LinesSql = """
        insert into inventory.stock_adjustment_line (tenant_id, stock_adjustment_id, revision, line_number, store_id, variant_id, quantity,
               unit_cost)
        select a.tenant_id, a.stock_adjustment_id, a.revision, line.line_number, a.store_id, line.variant_id, line.quantity, line.unit_cost
          from inventory.stock_adjustment as a
         cross join unnest(@LineNumbers, @VariantIds, @Quantities, @UnitCosts) as line (line_number, variant_id, quantity, unit_cost)
         where a.tenant_id = @tenant
           and a.stock_adjustment_id = @StockAdjustmentId
        """;

    private const string SaveSql = """
        update inventory.stock_adjustment
           set status = @Status,
               submitted_at = @SubmittedAt,
               submitted_by = @SubmittedBy,
               decided_at = @DecidedAt,
               decided_by = @DecidedBy,
               rejection = @Rejection,
               version = version + 1
         where tenant_id = @tenant
           and stock_adjustment_id = @StockAdjustmentId
        """;

    /// <summary>One adjustment; null when there is none in scope.</summary>
    public async Task<StockAdjustment?> FindAsync(Guid stockAdjustmentId, CancellationToken ct)
    {
        var args = new { StockAdjustmentId = stockAdjustmentId };
        var heads = db.Defer<StockAdjustmentSummary>(HeadSql, args);
        var lines = db.Defer<AdjustStockLine>(PresentLinesSql, args);
        var head = await heads.SingleOrDefaultAsync(ct);
        return head?.With(await lines.ToListAsync(ct));
    }

    /// <summary>One adjustment of the version that is meant, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none in scope, or it has changed.</exception>
    public async Task<StockAdjustment> LockAsync(Guid stockAdjustmentId, CancellationToken ct)
    {
        db.Lock(LockSql, new { StockAdjustmentId = stockAdjustmentId });
        var locked = await FindAsync(stockAdjustmentId, ct) ?? throw new Refused(InventoryErrors.AdjustmentNotFound);
        actor.RequireVersion(locked.Version);
        return locked;
    }

    /// <summary>The same for what is done with a draft.</summary>
    /// <exception cref="Refused">It is no draft any more.</exception>
    public async Task<StockAdjustment> LockDraftAsync(Guid stockAdjustmentId, CancellationToken ct)
    {
        var draft = await LockAsync(stockAdjustmentId, ct);
        return draft.Status is AdjustmentStatus.Draft ? draft : throw new Refused(InventoryErrors.AdjustmentIsNoDraft);
    }

    /// <summary>The same for what ends it before it is applied.</summary>
    /// <exception cref="Refused">Somebody has decided about it.</exception>
    public async Task<StockAdjustment> LockOpenAsync(Guid stockAdjustmentId, CancellationToken ct)
    {
        var open = await LockAsync(stockAdjustmentId, ct);
        return open.IsOpen ? open : throw new Refused(InventoryErrors.AdjustmentIsDecided);
    }

    /// <summary>Holds still what an adjustment depends on: its location, its store, the merchant's rules.</summary>
    /// <exception cref="Refused">The location is not in use, or not the store's; or the store is archived.</exception>
    public async Task<(StockLocation At, StockRules Rules)> HoldAsync(Guid storeId, Guid stockLocationId, CancellationToken ct)
    {
        var held = locations.Hold(stockLocationId)[0];
        var (stillTrades, rules) = await policy.HoldAsync(storeId, ct);
        if (!stillTrades)
            throw new Refused(PipelineErrors.StoreIsArchived);
        return (await StockLocations.Required(held, storeId, ct), rules);
    }

    /// <summary>Queues a new adjustment, which changes nothing yet.</summary>
    public void Add(StockAdjustment adjustment, StockLocation at, Guid? stockReasonId = null)
    {
        db.Enqueue(
            RecordSql,
            new
            {
                adjustment.StockAdjustmentId,
                adjustment.StoreId,
                LocationRowId = at.RowId,
                adjustment.Reason,
                StockReasonId = stockReasonId,
                adjustment.Note,
                adjustment.Status,
                adjustment.AdjustedAt,
                adjustment.AdjustedBy,
                adjustment.SubmittedAt,
                adjustment.SubmittedBy,
                adjustment.TransferId,
            }
        );
        AddLines(adjustment);
        if (adjustment.Status is AdjustmentStatus.Submitted)
            db.Publish(new StockAdjustmentSubmitted(adjustment.StockAdjustmentId, adjustment.StoreId));
    }

    /// <summary>Queues the lines of an adjustment that is written already, as its present revision.</summary>
    public void AddLines(StockAdjustment adjustment) =>
        db.Enqueue(
                LinesSql,
                new
                {
                    adjustment.StockAdjustmentId,
                    LineNumbers = Enumerable.Range(1, adjustment.Lines.Count).ToArray(),
                    VariantIds = adjustment.Lines.Select(l => l.VariantId).ToArray(),
                    Quantities = adjustment.Lines.Select(l => l.Quantity).ToArray(),
                    UnitCosts = StockCosts.Of(adjustment.Moves, adjustment.UnitCosts),
                }
            )
            .OnConstraint("stock_adjustment_line_is_of_a_variant", InventoryErrors.VariantNotFound);

    /// <summary>Queues that stock, and what it costs on average, becomes what an adjustment says.</summary>
    public async Task ApplyAsync(StockAdjustment adjustment, StockLocation at, StockRules rules, CancellationToken ct)
    {
        db.Publish(new StockAdjusted(adjustment.StockAdjustmentId, adjustment.StoreId, adjustment.StockLocationId, adjustment.Lines));
        ledger.Open(at, [.. adjustment.Lines.Select(l => l.VariantId)], rules.MayGoNegative);
        await ledger.ReceiveAsync(
            at,
            StockMovementKind.Adjustment,
            adjustment.StockAdjustmentId,
            adjustment.Moves,
            adjustment.UnitCosts,
            ct
        );
    }

    /// <summary>Queues that the caller decides about a locked adjustment, and answers it as it will stand.</summary>
    public StockAdjustment Decide(StockAdjustment before, AdjustmentStatus status, string? rejection = null) =>
        Save(before, before with { Status = status, DecidedAt = actor.Now, DecidedBy = actor.ActorId, Rejection = rejection });

    /// <summary>Queues what a locked adjustment becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public StockAdjustment Save(StockAdjustment before, StockAdjustment after)
    {
        db.Changes(before, after);
        db.Enqueue(
            SaveSql,
            new
            {
                after.StockAdjustmentId,
                after.Status,
                after.SubmittedAt,
                after.SubmittedBy,
                after.DecidedAt,
                after.DecidedBy,
                after.Rejection,
            }
        );
        return after with { Version = before.Version + 1 };
    }
}
