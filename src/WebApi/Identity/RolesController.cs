using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1")]
public sealed class RolesController : ApiController
{
    [HttpGet("permissions"), SignedIn]
    public Task<ActionResult<PermissionCatalogue>> ListPermissions(CancellationToken ct) => Send(new ListPermissions(), ct);

    [HttpGet("roles"), RequiresPermission(Permissions.Identity.ReadUsers)]
    public Task<ActionResult<Page<Role>>> ListRoles([FromQuery] ListRoles query, CancellationToken ct) => Send(query, ct);

    [HttpGet("roles/{roleId:guid}"), RequiresPermission(Permissions.Identity.ReadUsers)]
    public Task<ActionResult<Role>> GetRole([FromRoute] GetRole query, CancellationToken ct) => Send(query, ct);

    [HttpPost("roles"), RequiresPermission(Permissions.Identity.ManageRoles, IsRisky = true)]
    public Task<ActionResult<Role>> CreateRole(CreateRole command, CancellationToken ct) => Send(command, ct);

    [HttpPut("roles/{roleId:guid}"), RequiresPermission(Permissions.Identity.ManageRoles, IsRisky = true)]
    public Task<ActionResult<Role>> ChangeRole(ChangeRole command, CancellationToken ct) => Send(command, ct);

    [HttpPost("roles/{roleId:guid}/archive"), RequiresPermission(Permissions.Identity.ManageRoles, IsRisky = true)]
    public Task<ActionResult<Role>> ArchiveRole([FromRoute] ArchiveRole command, CancellationToken ct) => Send(command, ct);
}
