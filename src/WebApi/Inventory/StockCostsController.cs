using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1")]
public sealed class StockCostsController : ApiController
{
    [HttpGet("stock-values"), RequiresPermission(Permissions.Inventory.ReadCosts)]
    public Task<ActionResult<Page<ValuedStock>>> ListStockValues([FromQuery] ListStockValues query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("stock-valuation"), RequiresPermission(Permissions.Inventory.ReadCosts)]
    public Task<ActionResult<StockValuation>> GetStockValuation([FromQuery] GetStockValuation query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("cost-changes"), RequiresPermission(Permissions.Inventory.ReadCosts)]
    public Task<ActionResult<Page<CostChange>>> ListCostChanges([FromQuery] ListCostChanges query, CancellationToken ct) => Send(query, ct);

    [HttpPost("stock-revaluations"), RequiresPermission(Permissions.Inventory.Revalue)]
    public Task<ActionResult<StockRevaluation>> RevalueStock(RevalueStock command, CancellationToken ct) => Send(command, ct);
}
