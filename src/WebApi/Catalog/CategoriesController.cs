using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

[Route("v1/categories")]
public sealed class CategoriesController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Catalog.Read)]
    public Task<ActionResult<Page<Category>>> ListCategories([FromQuery] ListCategories query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{categoryId:guid}"), RequiresPermission(Permissions.Catalog.Read)]
    public Task<ActionResult<Category>> GetCategory([FromRoute] GetCategory query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Category>> CreateCategory(CreateCategory command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{categoryId:guid}"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Category>> ChangeCategory(ChangeCategory command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{categoryId:guid}/move"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Category>> MoveCategory(MoveCategory command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{categoryId:guid}/archive"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Category>> ArchiveCategory([FromRoute] ArchiveCategory command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{categoryId:guid}/restore"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Category>> RestoreCategory([FromRoute] RestoreCategory command, CancellationToken ct) => Send(command, ct);
}
