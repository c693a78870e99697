using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Pricing;

[Route("v1/prices")]
public sealed class PricesController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<Page<Price>>> ListPrices([FromQuery] ListPrices query, CancellationToken ct) => Send(query, ct);

    [HttpPut, RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<SetPricesResult>> SetPrices(SetPrices command, CancellationToken ct) => Send(command, ct);
}
