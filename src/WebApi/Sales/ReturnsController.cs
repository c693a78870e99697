using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

[Route("v1/returns")]
public sealed class ReturnsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Sales.Read)]
    public Task<ActionResult<Page<SaleReturnSummary>>> ListReturns([FromQuery] ListReturns query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{returnId:guid}"), RequiresPermission(Permissions.Sales.Read)]
    public Task<ActionResult<SaleReturn>> GetReturn([FromRoute] GetReturn query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{returnId:guid}/receipt"), RequiresPermission(Permissions.Sales.Read), ProducesReceipts]
    public Task<ActionResult<Receipt>> GetReturnReceipt([FromQuery] GetReturnReceipt query, CancellationToken ct) =>
        SendAsReceipt(query, ct);
}
