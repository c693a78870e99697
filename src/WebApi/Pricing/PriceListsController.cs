using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Pricing;

[Route("v1/price-lists")]
public sealed class PriceListsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<Page<PriceList>>> ListPriceLists([FromQuery] ListPriceLists query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{priceListId:guid}"), RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<PriceList>> GetPriceList([FromRoute] GetPriceList query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<PriceList>> CreatePriceList(CreatePriceList command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{priceListId:guid}"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<PriceList>> ChangePriceList(ChangePriceList command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{priceListId:guid}/archive"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<PriceList>> ArchivePriceList([FromRoute] ArchivePriceList command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{priceListId:guid}/restore"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<PriceList>> RestorePriceList([FromRoute] RestorePriceList command, CancellationToken ct) => Send(command, ct);
}
