using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Sends goods of a transfer on their way, all that was asked for or a part of it.</summary>
/// <param name="Lines">All that was not shipped yet when left out.</param>
/// <param name="StockLocationId">Where they are taken from; the location that the sending store sells from when left out.</param>
public sealed record ShipTransfer(Guid TransferId, IReadOnlyList<TransferQuantity>? Lines = null, Guid? StockLocationId = null)
    : ICommand<Transfer>,
        IExactlyOnce;

/// <summary>Told when goods left a store for another.</summary>
public sealed record TransferShipped(Guid TransferId, Guid FromStoreId, Guid ToStoreId, IReadOnlyList<TransferQuantity> Lines)
    : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.transfer_shipped";
}

internal sealed class ShipTransferValidator : AbstractValidator<ShipTransfer>
{
    public ShipTransferValidator()
    {
        RuleFor(c => c.Lines!).TransferQuantities();
        RuleForEach(c => c.Lines!).ChildRules(line => line.RuleFor(l => l.Quantity).Quantity());
    }
}

internal sealed class ShipTransferHandler(IDb db, Transfers transfers, Adjustments places, StockLedger ledger, IActor actor)
    : ICommandHandler<ShipTransfer, Transfer>
{
    public async Task<Transfer> Handle(ShipTransfer command, CancellationToken ct)
    {
        var before = await transfers.LockAsync(command.TransferId, TransferSide.Sender, ct);
        if (before.Status is not (TransferStatus.Approved or TransferStatus.Shipped))
            throw new Refused(InventoryErrors.TransferIsNotToBeShipped);
        var meant = Transfers.Meant(before, command.Lines, l => l.Requested - l.Shipped);
        var tooMany = meant.Where(m => m.Quantity > m.Line.Requested - m.Line.Shipped).Select(m => m.Line.VariantId).ToList();
        if (tooMany.Count > 0)
            throw new Refused(InventoryErrors.TransferWasNotAskedFor(tooMany));
        if (meant.All(m => m.Quantity == 0))
            throw new Refused(InventoryErrors.TransferHasNothingLeft);
        var (at, _) = await places.HoldAsync(before.FromStoreId, command.StockLocationId ?? before.FromStoreId, ct);
        var currency = transfers.Currency(before.FromStoreId);
        List<StockLine> taken = [.. meant.Where(m => m.Quantity > 0).Select(m => new StockLine(m.Line.VariantId, -m.Quantity))];
        db.Publish(
            new TransferShipped(
                before.TransferId,
                before.FromStoreId,
                before.ToStoreId,
                [.. taken.Select(l => new TransferQuantity(l.VariantId, -l.Quantity))]
            )
        );
        var levels = await ledger.HoldCostsAsync(at, [.. taken.Select(l => l.VariantId)], ct);
        ledger.Change(at, StockMovementKind.Transfer, before.TransferId, taken);
        return transfers.Save(
            before,
            before with
            {
                Status = TransferStatus.Shipped,
                ShippedAt = before.ShippedAt ?? actor.Now,
                Lines = [.. meant.Select(m => m.Line.Ship(m.Quantity, levels.GetValueOrDefault(m.Line.VariantId)?.AverageCost))],
                CostCurrency = await currency.SingleAsync(ct),
            }
        );
    }
}
