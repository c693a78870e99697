using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1/stock-reasons")]
public sealed class StockReasonsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<StockReason>>> ListStockReasons([FromQuery] ListStockReasons query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{stockReasonId:guid}"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<StockReason>> GetStockReason([FromRoute] GetStockReason query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockReason>> CreateStockReason(CreateStockReason command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{stockReasonId:guid}"), RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockReason>> ChangeStockReason(ChangeStockReason command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{stockReasonId:guid}/archive"), RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockReason>> ArchiveStockReason([FromRoute] ArchiveStockReason command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{stockReasonId:guid}/restore"), RequiresPermission(Permissions.Inventory.Manage)]
    public Task<ActionResult<StockReason>> RestoreStockReason([FromRoute] RestoreStockReason command, CancellationToken ct) =>
        Send(command, ct);
}
