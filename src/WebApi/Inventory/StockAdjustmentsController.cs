using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1/stock-adjustments")]
public sealed class StockAdjustmentsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<StockAdjustmentSummary>>> ListStockAdjustments(
        [FromQuery] ListStockAdjustments query,
        CancellationToken ct
    ) => Send(query, ct);

    [HttpGet("{stockAdjustmentId:guid}"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<StockAdjustment>> GetStockAdjustment([FromRoute] GetStockAdjustment query, CancellationToken ct) =>
        Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Inventory.Adjust)]
    public Task<ActionResult<StockAdjustment>> AdjustStock(AdjustStock command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{stockAdjustmentId:guid}"), RequiresPermission(Permissions.Inventory.Adjust)]
    public Task<ActionResult<StockAdjustment>> ChangeStockAdjustment(ChangeStockAdjustment command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{stockAdjustmentId:guid}/submit"), RequiresPermission(Permissions.Inventory.Adjust)]
    public Task<ActionResult<StockAdjustment>> SubmitStockAdjustment([FromRoute] SubmitStockAdjustment command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{stockAdjustmentId:guid}/withdraw"), RequiresPermission(Permissions.Inventory.Adjust)]
    public Task<ActionResult<StockAdjustment>> WithdrawStockAdjustment([FromRoute] WithdrawStockAdjustment command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{stockAdjustmentId:guid}/approve"), RequiresPermission(Permissions.Inventory.Approve, IsForPeople = true)]
    public Task<ActionResult<StockAdjustment>> ApproveStockAdjustment([FromRoute] ApproveStockAdjustment command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{stockAdjustmentId:guid}/reject"), RequiresPermission(Permissions.Inventory.Approve, IsForPeople = true)]
    public Task<ActionResult<StockAdjustment>> RejectStockAdjustment(RejectStockAdjustment command, CancellationToken ct) =>
        Send(command, ct);
}
