using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lets a transfer leave the store that sends it.</summary>
public sealed record ApproveTransfer(Guid TransferId) : ICommand<Transfer>;

/// <summary>Told when a transfer may be shipped.</summary>
public sealed record TransferApproved(Guid TransferId, Guid FromStoreId, Guid ToStoreId) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.transfer_approved";
}

internal sealed class ApproveTransferHandler(IDb db, Transfers transfers, IActor actor) : ICommandHandler<ApproveTransfer, Transfer>
{
    public async Task<Transfer> Handle(ApproveTransfer command, CancellationToken ct)
    {
        var before = await transfers.LockAsync(command.TransferId, TransferSide.Sender, ct);
        if (before.Status is not TransferStatus.Requested)
            throw new Refused(InventoryErrors.TransferIsNotRequested);
        db.Publish(new TransferApproved(before.TransferId, before.FromStoreId, before.ToStoreId));
        return transfers.Save(before, before with { Status = TransferStatus.Approved, ApprovedAt = actor.Now, ApprovedBy = actor.ActorId });
    }
}
