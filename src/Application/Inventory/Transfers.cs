using System.Collections.Frozen;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Transfers between stores: how one is read, held still and written.</summary>
internal sealed class Transfers(IDb db, StockLedger ledger, IStockRules stores, IActor actor)
{
    internal const int MaximumLines = 500;

    private const string FindSql = """
        select transfer_id, number, from_store_id, to_store_id, status, note, requested_at, requested_by, approved_at, approved_by,
               shipped_at, ended_at, cancellation, discrepancy_id, cost_currency, version,
               coalesce(from_store_id = any ((select app.store_scope())::uuid[]), false) as is_sender,
               coalesce(to_store_id = any ((select app.store_scope())::uuid[]), false) as is_receiver
          from inventory.transfer
         where tenant_id = @tenant
           and transfer_id = @TransferId
        """;

    private const string LinesSql = """
        select variant_id, requested, shipped, received, returned, short_by, over_by, on_the_way, unit_cost
          from inventory.transfer_line
         where tenant_id = @tenant
           and transfer_id = @TransferId
         order by line_number
        """;

    // Of two who ship or receive it at once, the second finds what is left.
    private const string LockSql = """
        select transfer_id
          from inventory.transfer
         where tenant_id = @tenant
           and transfer_id = @TransferId
           for no key update
        """;

    private const string SaveSql = """
        update inventory.transfer
           set status = @Status,
               approved_at = @ApprovedAt,
               approved_by = @ApprovedBy,
               shipped_at = @ShippedAt,
               ended_at = @EndedAt,
               cancellation = @Cancellation,
               discrepancy_id = @DiscrepancyId,
               cost_currency = @CostCurrency,
               proven_at = null,
               version = version + 1
         where tenant_id = @tenant
           and transfer_id = @TransferId
        """;

    private const string SaveLinesSql = """
        update inventory.transfer_line as l
           set shipped = line.shipped,
               received = line.received,
               returned = line.returned,
               short_by = line.short_by,
               over_by = line.over_by,
               unit_cost = line.unit_cost
          from unnest(@VariantIds, @Shipped, @Received, @Returned, @ShortBy, @OverBy, @UnitCosts)
               as line (variant_id, shipped, received, returned, short_by, over_by, unit_cost)
         where l.tenant_id = @tenant
           and l.transfer_id = @TransferId
           and l.variant_id = line.variant_id
        """;

    /// <summary>One transfer; null when there is none in scope.</summary>
    public async Task<Transfer?> FindAsync(Guid transferId, CancellationToken ct) => (await ReadAsync(transferId, ct))?.Transfer;

    /// <summary>
    /// One transfer of the version that is meant, held still until this transaction ends, for an act of the stores that are named.
    /// </summary>
    /// <exception cref="Refused">There is none in scope; it has changed; or the act is the other store's.</exception>
    public async Task<Transfer> LockAsync(Guid transferId, TransferSide side, CancellationToken ct)
    {
        var locked = await HoldAsync(transferId, ct);
        actor.RequireVersion(locked.Transfer.Version);
        var isTheirs = side switch
        {
            TransferSide.Sender => locked.IsSender,
            TransferSide.Receiver => locked.IsReceiver,
            _ => true,
        };
        return isTheirs ? locked.Transfer : throw new Refused(InventoryErrors.TransferIsOfTheOtherStore);
    }

    /// <summary>
    /// Queues what an adjustment of a transfer's discrepancy, which is about to be applied where it was received, makes of the transfer:
    /// what was short counts as come, and the adjustment takes it out again.
    /// </summary>
    /// <exception cref="Refused">Less is on the way meanwhile than was short.</exception>
    public async Task SettleAsync(Guid transferId, StockAdjustment discrepancy, StockLocation at, StockRules rules, CancellationToken ct)
    {
        var before = (await HoldAsync(transferId, ct)).Transfer;
        var lines = Settled(before.Lines, discrepancy);
        if (lines.Any(l => l.OnTheWay < 0))
            throw new Refused(InventoryErrors.TransferHasCome);
        Save(before, before.With(lines, isOver: discrepancy.Lines.Any(l => l.Quantity < 0), actor.Now));
        await ReceiveAsync(before, at, rules, [], discrepancy, ct);
    }

    /// <summary>Lines once a discrepancy is settled.</summary>
    public static IReadOnlyList<TransferLine> Settled(IReadOnlyList<TransferLine> lines, StockAdjustment discrepancy)
    {
        var differences = discrepancy.Lines.ToDictionary(l => l.VariantId, l => l.Quantity);
        return
        [
            .. lines.Select(l =>
                differences.GetValueOrDefault(l.VariantId) switch
                {
                    < 0 and var missing => l.With(received: -missing, shortBy: -missing),
                    var more => l.With(overBy: more),
                }
            ),
        ];
    }

    /// <summary>
    /// Queues what comes into a location, and with it what is short of it, which an adjustment that is applied next takes out again.
    /// </summary>
    /// <param name="before">The transfer as it was locked: what is on the way costs what it did where it left.</param>
    public async Task ReceiveAsync(
        Transfer before,
        StockLocation at,
        StockRules rules,
        IReadOnlyList<StockLine> come,
        StockAdjustment? settled,
        CancellationToken ct
    )
    {
        IReadOnlyList<StockAdjustmentLine> differences = settled?.Lines ?? [];
        List<Guid> variants = [.. come.Select(l => l.VariantId).Union(differences.Select(l => l.VariantId))];
        ledger.Open(at, variants, rules.MayGoNegative);
        // Two documents change the same levels: all of them are held first, in the order of their keys.
        if (differences.Count > 0)
            ledger.Hold(at, variants);
        var put = come.Concat(differences.Where(l => l.Quantity < 0).Select(l => new StockLine(l.VariantId, -l.Quantity)))
            .GroupBy(l => l.VariantId, (variant, lines) => new StockLine(variant, lines.Sum(l => l.Quantity)))
            .ToList();
        await ledger.ReceiveAsync(
            at,
            StockMovementKind.Transfer,
            before.TransferId,
            put,
            await UnitCostsAsync(before, at.StoreId, put, ct),
            ct
        );
    }

    /// <summary>
    /// By variant, what goods that were on the way have cost where they left; nothing of those whose cost is not known, or is told in
    /// another currency than that of the store that they come into.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, decimal>> UnitCostsAsync(
        Transfer before,
        Guid storeId,
        IReadOnlyList<StockLine> come,
        CancellationToken ct
    )
    {
        var lines = before.Lines.ToDictionary(l => l.VariantId);
        var known = come.Select(l => lines[l.VariantId]).Where(l => l.UnitCost is not null).ToList();
        return known.Count > 0 && await stores.Currency(storeId).SingleAsync(ct) == before.CostCurrency
            ? known.ToDictionary(l => l.VariantId, l => l.UnitCost!.Value) // Filtered.
            : FrozenDictionary<Guid, decimal>.Empty;
    }

    /// <summary>In which currency goods that leave a store cost what they do.</summary>
    public Deferred<string> Currency(Guid storeId) => stores.Currency(storeId);

    /// <summary>Queues what a locked transfer becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public Transfer Save(Transfer before, Transfer after)
    {
        db.Changes(before, after);
        db.Enqueue(
            SaveSql,
            new
            {
                after.TransferId,
                after.Status,
                after.ApprovedAt,
                after.ApprovedBy,
                after.ShippedAt,
                after.EndedAt,
                after.Cancellation,
                after.DiscrepancyId,
                after.CostCurrency,
            }
        );
        var changed = after.Lines.Except(before.Lines).ToList();
        if (changed.Count > 0)
            db.Enqueue(
                SaveLinesSql,
                new
                {
                    after.TransferId,
                    VariantIds = changed.Select(l => l.VariantId).ToArray(),
                    Shipped = changed.Select(l => l.Shipped).ToArray(),
                    Received = changed.Select(l => l.Received).ToArray(),
                    Returned = changed.Select(l => l.Returned).ToArray(),
                    ShortBy = changed.Select(l => l.ShortBy).ToArray(),
                    OverBy = changed.Select(l => l.OverBy).ToArray(),
                    UnitCosts = changed.Select(l => l.UnitCost).ToArray(),
                }
            );
        return after with { Version = before.Version + 1 };
    }

    /// <summary>
    /// What is meant of a transfer, line by line in its order: the quantities that are named, or all that there is where none are.
    /// </summary>
    /// <param name="whole">What there is of a line.</param>
    /// <exception cref="Refused">A variant is named that the transfer has no line of.</exception>
    public static IReadOnlyList<(TransferLine Line, decimal Quantity)> Meant(
        Transfer transfer,
        IReadOnlyList<TransferQuantity>? named,
        Func<TransferLine, decimal> whole
    )
    {
        if (named is null)
            return [.. transfer.Lines.Select(l => (l, whole(l)))];
        var lines = transfer.Lines.Select(l => l.VariantId).ToHashSet();
        var unknown = named.Index().Where(l => !lines.Contains(l.Item.VariantId)).Select(l => l.Index).ToList();
        if (unknown.Count > 0)
            throw new Refused(InventoryErrors.TransferHasNoSuchLine(unknown));
        var quantities = named.ToDictionary(l => l.VariantId, l => l.Quantity);
        return [.. transfer.Lines.Select(l => (l, quantities.GetValueOrDefault(l.VariantId)))];
    }

    private async Task<Row> HoldAsync(Guid transferId, CancellationToken ct)
    {
        db.Lock(LockSql, new { TransferId = transferId });
        return await ReadAsync(transferId, ct) ?? throw new Refused(InventoryErrors.TransferNotFound);
    }

    private async Task<Row?> ReadAsync(Guid transferId, CancellationToken ct)
    {
        var lines = db.Defer<Line>(LinesSql, new { TransferId = transferId });
        var head = await db.QuerySingleOrDefaultAsync<Head>(FindSql, new { TransferId = transferId }, ct);
        return head is null
            ? null
            : new Row(head.Of([.. (await lines.ToListAsync(ct)).Select(l => l.Of())]), head.IsSender, head.IsReceiver);
    }

    private sealed record Row(Transfer Transfer, bool IsSender, bool IsReceiver);

    private sealed record Line(
        Guid VariantId,
        decimal Requested,
        decimal Shipped,
        decimal Received,
        decimal Returned,
        decimal ShortBy,
        decimal OverBy,
        decimal OnTheWay,
        decimal? UnitCost
    )
    {
        public TransferLine Of() =>
            new(VariantId, Requested, Shipped, Received, Returned, ShortBy, OverBy, OnTheWay) { UnitCost = UnitCost };
    }

    private sealed record Head(
        Guid TransferId,
        string Number,
        Guid FromStoreId,
        Guid ToStoreId,
        TransferStatus Status,
        string? Note,
        DateTimeOffset RequestedAt,
        Guid RequestedBy,
        DateTimeOffset? ApprovedAt,
        Guid? ApprovedBy,
        DateTimeOffset? ShippedAt,
        DateTimeOffset? EndedAt,
        string? Cancellation,
        Guid? DiscrepancyId,
        string? CostCurrency,
        int Version,
        bool IsSender,
        bool IsReceiver
    )
    {
        public Transfer Of(IReadOnlyList<TransferLine> lines) =>
            new(
                TransferId,
                Number,
                FromStoreId,
                ToStoreId,
                Status,
                Note,
                RequestedAt,
                RequestedBy,
                ApprovedAt,
                ApprovedBy,
                ShippedAt,
                EndedAt,
                Cancellation,
                DiscrepancyId,
                lines,
                Version
            )
            {
                CostCurrency = CostCurrency,
            };
    }
}

/// <summary>Whose act something is.</summary>
internal enum TransferSide
{
    Either,
    Sender,
    Receiver,
}

internal static class TransferRules
{
    /// <summary>Quantities of a transfer, at most one a variant.</summary>
    public static void TransferQuantities<T>(this IRuleBuilder<T, IReadOnlyList<TransferQuantity>> rule) =>
        rule.AtMost(Transfers.MaximumLines)
            .Must(lines => lines is null || lines.DistinctBy(l => l.VariantId).Count() == lines.Count)
            .WithMessage("A variant is listed twice.");
}
