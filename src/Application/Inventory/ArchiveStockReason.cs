using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Takes a reason for corrections of stock out of use; what was corrected for it keeps it.</summary>
public sealed record ArchiveStockReason(Guid StockReasonId) : ICommand<StockReason>;

internal sealed class ArchiveStockReasonHandler(StockReasons reasons, IActor actor) : ICommandHandler<ArchiveStockReason, StockReason>
{
    public async Task<StockReason> Handle(ArchiveStockReason command, CancellationToken ct)
    {
        var before = await reasons.LockAsync(command.StockReasonId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(InventoryErrors.ReasonIsArchived);
        return reasons.Save(before, before with { IsArchived = true });
    }
}
