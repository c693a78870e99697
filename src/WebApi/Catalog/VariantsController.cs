using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

[Route("v1/variants")]
public sealed class VariantsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Catalog.Read, ElsewhereWith = Permissions.Inventory.ReadOtherStores)]
    public Task<ActionResult<Page<Variant>>> ListVariants([FromQuery] ListVariants query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{variantId:guid}"), RequiresPermission(Permissions.Catalog.Read, ElsewhereWith = Permissions.Inventory.ReadOtherStores)]
    public Task<ActionResult<Variant>> GetVariant([FromRoute] GetVariant query, CancellationToken ct) => Send(query, ct);
}
