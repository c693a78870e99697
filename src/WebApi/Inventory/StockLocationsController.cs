using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1/stock-locations")]
public sealed class StockLocationsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<StockLocation>>> ListStockLocations([FromQuery] ListStockLocations query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{stockLocationId:guid}"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<StockLocation>> GetStockLocation([FromRoute] GetStockLocation query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{stockLocationId:guid}/levels"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<LocationLevel>>> ListLocationLevels([FromQuery] ListLocationLevels query, CancellationToken ct) =>
        Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockLocation>> CreateStockLocation(CreateStockLocation command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{stockLocationId:guid}"), RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockLocation>> ChangeStockLocation(ChangeStockLocation command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{stockLocationId:guid}/archive"), RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockLocation>> ArchiveStockLocation([FromRoute] ArchiveStockLocation command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{stockLocationId:guid}/restore"), RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockLocation>> RestoreStockLocation([FromRoute] RestoreStockLocation command, CancellationToken ct) =>
        Send(command, ct);
}
