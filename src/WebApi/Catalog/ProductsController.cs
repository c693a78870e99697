using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

[Route("v1/products")]
public sealed class ProductsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Catalog.Read, ElsewhereWith = Permissions.Inventory.ReadOtherStores)]
    public Task<ActionResult<Page<ListedProduct>>> ListProducts([FromQuery] ListProducts query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{productId:guid}"), RequiresPermission(Permissions.Catalog.Read)]
    public Task<ActionResult<Product>> GetProduct([FromRoute] GetProduct query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Product>> CreateProduct(CreateProduct command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{productId:guid}"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Product>> ChangeProduct(ChangeProduct command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{productId:guid}/archive"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Product>> ArchiveProduct([FromRoute] ArchiveProduct command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{productId:guid}/restore"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Product>> RestoreProduct([FromRoute] RestoreProduct command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{productId:guid}/variants"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<ProductVariant>> AddVariant(AddVariant command, CancellationToken ct) => Send(command, ct);
}
