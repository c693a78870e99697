using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Takes an empty stock location out of use; what it held stays on record.</summary>
public sealed record ArchiveStockLocation(Guid StockLocationId) : ICommand<StockLocation>;

internal sealed class ArchiveStockLocationHandler(IDb db, StockLocations locations, IActor actor)
    : ICommandHandler<ArchiveStockLocation, StockLocation>
{
    private const string HoldsSomethingSql = """
        select exists (select
                         from inventory.location_level
                        where tenant_id = @tenant
                          and store_id = @StoreId
                          and stock_location_id = @StockLocationId
                          and on_hand <> 0)
        """;

    public async Task<StockLocation> Handle(ArchiveStockLocation command, CancellationToken ct)
    {
        var before = await locations.LockAsync(command.StockLocationId, ct);
        actor.RequireVersion(before.Version);
        if (before.Kind is StockLocationKind.ShopFloor)
            throw new Refused(InventoryErrors.SellingLocationStays);
        if (before.IsArchived)
            throw new Refused(InventoryErrors.LocationIsArchived);
        // Behind the lock: whoever was moving goods there is done.
        if (await db.QuerySingleOrDefaultAsync<bool>(HoldsSomethingSql, new { before.StoreId, before.StockLocationId }, ct))
            throw new Refused(InventoryErrors.LocationIsNotEmpty);
        return locations.Save(before, before with { IsArchived = true });
    }
}
