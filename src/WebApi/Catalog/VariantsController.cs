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

    [HttpPut("{variantId:guid}"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<ProductVariant>> ChangeVariant(ChangeVariant command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{variantId:guid}/archive"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<ProductVariant>> ArchiveVariant([FromRoute] ArchiveVariant command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{variantId:guid}/restore"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<ProductVariant>> RestoreVariant([FromRoute] RestoreVariant command, CancellationToken ct) => Send(command, ct);
}
