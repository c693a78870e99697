using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Cancels a transfer of which nothing was shipped.</summary>
/// <param name="Reason">Why.</param>
public sealed record CancelTransfer(Guid TransferId, string Reason) : ICommand<Transfer>;

/// <summary>Told when a transfer was cancelled.</summary>
public sealed record TransferCancelled(Guid TransferId, Guid FromStoreId, Guid ToStoreId, string Reason) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.transfer_cancelled";
}

internal sealed class CancelTransferValidator : AbstractValidator<CancelTransfer>
{
    public CancelTransferValidator() => RuleFor(c => c.Reason).ShortText(200);
}

internal sealed class CancelTransferHandler(IDb db, Transfers transfers, IActor actor) : ICommandHandler<CancelTransfer, Transfer>
{
    public async Task<Transfer> Handle(CancelTransfer command, CancellationToken ct)
    {
        var before = await transfers.LockAsync(command.TransferId, TransferSide.Either, ct);
        if (before.Status is not (TransferStatus.Requested or TransferStatus.Approved))
            throw new Refused(InventoryErrors.TransferHasLeft);
        db.Publish(new TransferCancelled(before.TransferId, before.FromStoreId, before.ToStoreId, command.Reason));
        return transfers.Save(
            before,
            before with
            {
                Status = TransferStatus.Cancelled,
                EndedAt = actor.Now,
                Cancellation = command.Reason,
            }
        );
    }
}
