using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Transfers between stores: how one is read, held still and written.</summary>
internal sealed class Transfers(IDb db, StockLedger ledger, IActor actor)
{
    internal const int MaximumLines = 500;

    private const string FindSql = """
        select transfer_id, number, from_store_id, to_store_id, status, note, requested_at, requested_by, approved_at, approved_by,
               shipped_at, ended_at, cancellation, discrepancy_id, version,
               coalesce(from_store_id = any ((select app.store_scope())::uuid[]), false) as is_sender,
               coalesce(to_store_id = any ((select app.store_scope())::uuid[]), false) as is_receiver
          from inventory.transfer
         where tenant_id = @tenant
           and transfer_id = @TransferId
        """;

    private const string LinesSql = """
        select variant_id, requested, shipped, received, returned, short_by, over_by, on_the_way
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
               over_by = line.over_by
          from unnest(@VariantIds, @Shipped, @Received, @Returned, @ShortBy, @OverBy)
               as line (variant_id, shipped, received, returned, short_by, over_by)
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
        Receive(transferId, at, rules, [], discrepancy);
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
    public void Receive(Guid transferId, StockLocation at, StockRules rules, IReadOnlyList<StockLine> come, StockAdjustment? settled)
    {
        IReadOnlyList<AdjustStockLine> differences = settled?.Lines ?? [];
        List<Guid> variants = [.. come.Select(l => l.VariantId).Union(differences.Select(l => l.VariantId))];
        ledger.Open(at, variants, rules.MayGoNegative);
        // Two documents change the same levels: all of them are held first, in the order of their keys.
        if (differences.Count > 0)
            ledger.Hold(at, variants);
        ledger.Change(
            at,
            StockMovementKind.Transfer,
            transferId,
            [.. come, .. differences.Where(l => l.Quantity < 0).Select(l => new StockLine(l.VariantId, -l.Quantity))]
        );
    }

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
        var lines = db.Defer<TransferLine>(LinesSql, new { TransferId = transferId });
        var head = await db.QuerySingleOrDefaultAsync<Head>(FindSql, new { TransferId = transferId }, ct);
        return head is null ? null : new Row(head.Of(await lines.ToListAsync(ct)), head.IsSender, head.IsReceiver);
    }

    private sealed record Row(Transfer Transfer, bool IsSender, bool IsReceiver);

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
            );
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
