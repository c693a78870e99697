using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

[Route("v1/parked-sales")]
public sealed class ParkedSalesController : ApiController
{
    [HttpPost, RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<ParkedSale>> ParkSale(ParkSale command, CancellationToken ct) => Send(command, ct);

    [HttpGet, RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<Page<ParkedSaleSummary>>> ListParkedSales([FromQuery] ListParkedSales query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{parkedSaleId:guid}"), RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<ParkedSale>> GetParkedSale([FromRoute] GetParkedSale query, CancellationToken ct) => Send(query, ct);

    [HttpPut("{parkedSaleId:guid}"), RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<ParkedSale>> ChangeParkedSale(ChangeParkedSale command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{parkedSaleId:guid}/recall"), RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<ParkedSale>> RecallSale(RecallSale command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{parkedSaleId:guid}/discard"), RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<ParkedSale>> DiscardParkedSale(DiscardParkedSale command, CancellationToken ct) => Send(command, ct);
}
