using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1/stocktakes")]
public sealed class StocktakesController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Inventory.Count)]
    public Task<ActionResult<Page<StocktakeSummary>>> ListStocktakes([FromQuery] ListStocktakes query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{stocktakeId:guid}"), RequiresPermission(Permissions.Inventory.Count)]
    public Task<ActionResult<Stocktake>> GetStocktake([FromRoute] GetStocktake query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{stocktakeId:guid}/lines"), RequiresPermission(Permissions.Inventory.Count)]
    public Task<ActionResult<Page<StocktakeLine>>> ListStocktakeLines([FromQuery] ListStocktakeLines query, CancellationToken ct) =>
        Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Inventory.Stocktake)]
    public Task<ActionResult<Stocktake>> OpenStocktake(OpenStocktake command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{stocktakeId:guid}/counts"), RequiresPermission(Permissions.Inventory.Count)]
    public Task<ActionResult<RecordedCounts>> RecordCounts(RecordCounts command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{stocktakeId:guid}/recounts"), RequiresPermission(Permissions.Inventory.Stocktake)]
    public Task<ActionResult<Stocktake>> RecountStocktake(RecountStocktake command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{stocktakeId:guid}/post"), RequiresPermission(Permissions.Inventory.Stocktake)]
    public Task<ActionResult<Stocktake>> PostStocktake(PostStocktake command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{stocktakeId:guid}/approve"), RequiresPermission(Permissions.Inventory.Approve, IsForPeople = true)]
    public Task<ActionResult<Stocktake>> ApproveStocktake([FromRoute] ApproveStocktake command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{stocktakeId:guid}/cancel"), RequiresPermission(Permissions.Inventory.Stocktake)]
    public Task<ActionResult<Stocktake>> CancelStocktake(CancelStocktake command, CancellationToken ct) => Send(command, ct);
}
