using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Shows one stock location.</summary>
public sealed record GetStockLocation(Guid StockLocationId) : IQuery<StockLocation>;

internal sealed class GetStockLocationHandler(StockLocations locations) : IQueryHandler<GetStockLocation, StockLocation>
{
    public async Task<StockLocation> Handle(GetStockLocation query, CancellationToken ct) =>
        await locations.Find(query.StockLocationId).SingleOrDefaultAsync(ct) ?? throw new Refused(InventoryErrors.LocationNotFound);
}
