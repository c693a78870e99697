using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Takes goods back into the store that sent them, which are on the way still.</summary>
/// <param name="Lines">All that is on the way when left out.</param>
/// <param name="StockLocationId">Where they are put; the location that the sending store sells from when left out.</param>
public sealed record ReturnTransfer(Guid TransferId, IReadOnlyList<TransferQuantity>? Lines = null, Guid? StockLocationId = null)
    : ICommand<Transfer>,
        IExactlyOnce;

/// <summary>Told when goods came back that were on the way to another store.</summary>
public sealed record TransferReturned(Guid TransferId, Guid FromStoreId, Guid ToStoreId, IReadOnlyList<TransferQuantity> Lines)
    : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.transfer_returned";
}

internal sealed class ReturnTransferValidator : AbstractValidator<ReturnTransfer>
{
    public ReturnTransferValidator()
    {
        RuleFor(c => c.Lines!).TransferQuantities();
        RuleForEach(c => c.Lines!).ChildRules(line => line.RuleFor(l => l.Quantity).Quantity());
    }
}

internal sealed class ReturnTransferHandler(IDb db, Transfers transfers, Adjustments places, StockLedger ledger, IActor actor)
    : ICommandHandler<ReturnTransfer, Transfer>
{
    public async Task<Transfer> Handle(ReturnTransfer command, CancellationToken ct)
    {
        var before = await transfers.LockAsync(command.TransferId, TransferSide.Sender, ct);
        if (before.Status is not TransferStatus.Shipped)
            throw new Refused(InventoryErrors.TransferIsNotOnTheWay);
        var meant = Transfers.Meant(before, command.Lines, l => l.OnTheWay);
        var tooMany = meant.Where(m => m.Quantity > m.Line.OnTheWay).Select(m => m.Line.VariantId).ToList();
        if (tooMany.Count > 0)
            throw new Refused(InventoryErrors.TransferIsNotAllOnTheWay(tooMany));
        if (meant.All(m => m.Quantity == 0))
            throw new Refused(InventoryErrors.TransferHasNothingLeft);
        var (at, rules) = await places.HoldAsync(before.FromStoreId, command.StockLocationId ?? before.FromStoreId, ct);
        List<StockLine> back = [.. meant.Where(m => m.Quantity > 0).Select(m => new StockLine(m.Line.VariantId, m.Quantity))];
        db.Publish(
            new TransferReturned(
                before.TransferId,
                before.FromStoreId,
                before.ToStoreId,
                [.. back.Select(l => new TransferQuantity(l.VariantId, l.Quantity))]
            )
        );
        ledger.Open(at, [.. back.Select(l => l.VariantId)], rules.MayGoNegative);
        var unitCosts = await transfers.UnitCostsAsync(before, before.FromStoreId, back, ct);
        await ledger.ReceiveAsync(at, StockMovementKind.Transfer, before.TransferId, back, unitCosts, ct);
        return transfers.Save(before, before.With([.. meant.Select(m => m.Line.With(returned: m.Quantity))], isOver: true, actor.Now));
    }
}
