using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Receives goods of a transfer, in as many parts as they come. What comes beyond what is on the way, and with the last part what does
/// not come at all, is corrected by an adjustment of the receiving store, within the limit of the caller's role or after an approval.
/// </summary>
/// <param name="Lines">What has come; all that is on the way when left out.</param>
/// <param name="StockLocationId">Where it is put; the location that the receiving store sells from when left out.</param>
/// <param name="IsComplete">Nothing else will come: what is on the way beyond this is missing.</param>
public sealed record ReceiveTransfer(
    Guid TransferId,
    IReadOnlyList<TransferQuantity>? Lines = null,
    Guid? StockLocationId = null,
    bool IsComplete = false
) : ICommand<Transfer>, IExactlyOnce;

/// <summary>Told when goods came from another store.</summary>
/// <param name="DiscrepancyId">The adjustment of what they lacked or had too much.</param>
public sealed record TransferReceived(
    Guid TransferId,
    Guid FromStoreId,
    Guid ToStoreId,
    Guid? DiscrepancyId,
    IReadOnlyList<TransferQuantity> Lines
) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.transfer_received";
}

internal sealed class ReceiveTransferValidator : AbstractValidator<ReceiveTransfer>
{
    public ReceiveTransferValidator()
    {
        RuleFor(c => c.Lines!).TransferQuantities();
        RuleForEach(c => c.Lines!).ChildRules(line => line.RuleFor(l => l.Quantity).Quantity());
    }
}

internal sealed class ReceiveTransferHandler(IDb db, Transfers transfers, Discrepancies discrepancies, Adjustments places, IActor actor)
    : ICommandHandler<ReceiveTransfer, Transfer>
{
    private const string IsOpenSql = """
        select exists (select
                         from inventory.stock_adjustment
                        where tenant_id = @tenant
                          and stock_adjustment_id = @DiscrepancyId
                          and status = 'submitted')
        """;

    public async Task<Transfer> Handle(ReceiveTransfer command, CancellationToken ct)
    {
        var before = await transfers.LockAsync(command.TransferId, TransferSide.Receiver, ct);
        if (before.Status is not TransferStatus.Shipped)
            throw new Refused(InventoryErrors.TransferIsNotOnTheWay);
        var meant = Transfers.Meant(before, command.Lines, l => l.OnTheWay);
        if (!command.IsComplete && meant.All(m => m.Quantity == 0))
            throw new Refused(InventoryErrors.TransferHasNothingLeft);
        var (at, rules) = await places.HoldAsync(before.ToStoreId, command.StockLocationId ?? before.ToStoreId, ct);

        List<StockLine> come =
        [
            .. meant.Select(m => new StockLine(m.Line.VariantId, Math.Min(m.Quantity, m.Line.OnTheWay))).Where(l => l.Quantity > 0),
        ];
        List<StockAdjustmentLine> differences =
        [
            .. meant
                .Where(m => command.IsComplete || m.Quantity > m.Line.OnTheWay)
                .Select(m => new StockAdjustmentLine(m.Line.VariantId, m.Quantity - m.Line.OnTheWay))
                .Where(l => l.Quantity != 0),
        ];
        var after = before with { Lines = [.. meant.Select(m => m.Line.With(received: Math.Min(m.Quantity, m.Line.OnTheWay)))] };
        StockAdjustment? settled = null;
        if (differences.Count > 0)
        {
            // One at a time: else the same would be missing twice.
            if (
                before.DiscrepancyId is { } earlier
                && await db.QuerySingleOrDefaultAsync<bool>(IsOpenSql, new { DiscrepancyId = earlier }, ct)
            )
                throw new Refused(InventoryErrors.TransferDiscrepancyWaits);
            var discrepancy = await discrepancies.RecordAsync(before, differences, at, rules, ct);
            after = after with { DiscrepancyId = discrepancy.StockAdjustmentId };
            if (discrepancy.Status is AdjustmentStatus.Applied)
                (settled, after) = (discrepancy, after with { Lines = Transfers.Settled(after.Lines, discrepancy) });
        }

        db.Publish(
            new TransferReceived(
                before.TransferId,
                before.FromStoreId,
                before.ToStoreId,
                after.DiscrepancyId == before.DiscrepancyId ? null : after.DiscrepancyId,
                [.. come.Select(l => new TransferQuantity(l.VariantId, l.Quantity))]
            )
        );
        var saved = transfers.Save(before, after.With(after.Lines, command.IsComplete, actor.Now));
        await transfers.ReceiveAsync(before, at, rules, come, settled, ct);
        if (settled is not null)
            await places.ApplyAsync(settled, at, rules, ct);
        return saved;
    }
}
