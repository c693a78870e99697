using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Pricing;

[Route("v1/variants/{variantId:guid}")]
public sealed class VariantPricesController : ApiController
{
    [HttpGet("price"), RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<ExplainedPrice>> GetPrice([FromQuery] GetPrice query, CancellationToken ct) => Send(query, ct);

    [HttpGet("price-history"), RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<PriceHistory>> GetPriceHistory([FromQuery] GetPriceHistory query, CancellationToken ct) => Send(query, ct);
}
