using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1")]
public sealed class ReorderPointsController : ApiController
{
    [HttpPut("reorder-points"), RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<SetReorderPointsResult>> SetReorderPoints(SetReorderPoints command, CancellationToken ct) => Send(command, ct);

    [HttpGet("reorder-points"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<ReorderPoint>>> ListReorderPoints([FromQuery] ListReorderPoints query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("low-stock"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<LowStock>>> ListLowStock([FromQuery] ListLowStock query, CancellationToken ct) => Send(query, ct);
}
