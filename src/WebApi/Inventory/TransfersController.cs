using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1/transfers")]
public sealed class TransfersController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<TransferSummary>>> ListTransfers([FromQuery] ListTransfers query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{transferId:guid}"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Transfer>> GetTransfer([FromRoute] GetTransfer query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Inventory.Transfer)]
    public Task<ActionResult<Transfer>> RequestTransfer(RequestTransfer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{transferId:guid}/approve"), RequiresPermission(Permissions.Inventory.Approve)]
    public Task<ActionResult<Transfer>> ApproveTransfer([FromRoute] ApproveTransfer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{transferId:guid}/ship"), RequiresPermission(Permissions.Inventory.Transfer)]
    public Task<ActionResult<Transfer>> ShipTransfer(ShipTransfer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{transferId:guid}/receive"), RequiresPermission(Permissions.Inventory.Transfer)]
    public Task<ActionResult<Transfer>> ReceiveTransfer(ReceiveTransfer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{transferId:guid}/return"), RequiresPermission(Permissions.Inventory.Transfer)]
    public Task<ActionResult<Transfer>> ReturnTransfer(ReturnTransfer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{transferId:guid}/cancel"), RequiresPermission(Permissions.Inventory.Transfer)]
    public Task<ActionResult<Transfer>> CancelTransfer(CancelTransfer command, CancellationToken ct) => Send(command, ct);
}
