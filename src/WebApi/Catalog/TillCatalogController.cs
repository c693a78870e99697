using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

[Route("v1/till-catalog")]
public sealed class TillCatalogController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Catalog.Read, ServesTerminals = true), IsPacked]
    public Task<ActionResult<TillCatalog>> GetTillCatalog([FromQuery] GetTillCatalog query, CancellationToken ct) => Send(query, ct);
}
