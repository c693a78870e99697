using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Takes an archived stock location into use again.</summary>
public sealed record RestoreStockLocation(Guid StockLocationId) : ICommand<StockLocation>;

internal sealed class RestoreStockLocationHandler(StockLocations locations, IActor actor)
    : ICommandHandler<RestoreStockLocation, StockLocation>
{
    public async Task<StockLocation> Handle(RestoreStockLocation command, CancellationToken ct)
    {
        var before = await locations.LockAsync(command.StockLocationId, ct);
        actor.RequireVersion(before.Version);
        if (!before.IsArchived)
            throw new Refused(InventoryErrors.LocationIsInUse);
        return locations.Save(before, before with { IsArchived = false });
    }
}
