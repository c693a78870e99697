using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Takes an archived reason for corrections of stock into use again.</summary>
public sealed record RestoreStockReason(Guid StockReasonId) : ICommand<StockReason>;

internal sealed class RestoreStockReasonHandler(StockReasons reasons, IActor actor) : ICommandHandler<RestoreStockReason, StockReason>
{
    public async Task<StockReason> Handle(RestoreStockReason command, CancellationToken ct)
    {
        var before = await reasons.LockAsync(command.StockReasonId, ct);
        actor.RequireVersion(before.Version);
        if (!before.IsArchived)
            throw new Refused(InventoryErrors.ReasonIsInUse);
        return reasons.Save(before, before with { IsArchived = false });
    }
}
