using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1")]
public sealed class StockController : ApiController
{
    [HttpGet("stock-levels"), RequiresPermission(Permissions.Inventory.Read, ElsewhereWith = Permissions.Inventory.ReadOtherStores)]
    public Task<ActionResult<Page<StockLevel>>> ListStockLevels([FromQuery] ListStockLevels query, CancellationToken ct) => Send(query, ct);

    [HttpGet("stock"), RequiresPermission(Permissions.Inventory.Read, ElsewhereWith = Permissions.Inventory.ReadOtherStores)]
    public Task<ActionResult<Page<StoreStock>>> ListStoreStock([FromQuery] ListStoreStock query, CancellationToken ct) => Send(query, ct);

    [HttpPost("stock-availability")]
    [RequiresPermission(Permissions.Inventory.Read, ElsewhereWith = Permissions.Inventory.ReadOtherStores)]
    public Task<ActionResult<Page<VariantAvailability>>> FindAvailability(FindAvailability query, CancellationToken ct) => Send(query, ct);

    [HttpGet("stock-movements"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<StockMovement>>> ListStockMovements([FromQuery] ListStockMovements query, CancellationToken ct) =>
        Send(query, ct);

    [HttpPost("stock-moves"), RequiresPermission(Permissions.Inventory.Move)]
    public Task<ActionResult<StockMove>> MoveStock(MoveStock command, CancellationToken ct) => Send(command, ct);
}
