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
    public Task<ActionResult<Role>> GetRole(Guid roleId, CancellationToken ct) => Send(new GetRole(roleId), ct);

    [HttpPost("roles"), RequiresPermission(Permissions.Identity.ManageRoles, IsRisky = true)]
    public Task<ActionResult<Role>> CreateRole(CreateRole command, CancellationToken ct) => Send(command, ct);

    [HttpPut("roles/{roleId:guid}"), RequiresPermission(Permissions.Identity.ManageRoles, IsRisky = true)]
    public Task<ActionResult<Role>> ChangeRole(Guid roleId, RoleDetails body, CancellationToken ct) => Send(new ChangeRole(roleId, body.Name, body.Permissions, body.Description), ct);

    [HttpPost("roles/{roleId:guid}/archive"), RequiresPermission(Permissions.Identity.ManageRoles, IsRisky = true)]
    public Task<ActionResult<Role>> ArchiveRole(Guid roleId, CancellationToken ct) => Send(new ArchiveRole(roleId), ct);
}

/// <param name="Permissions">All that it holds from now on.</param>
public sealed record RoleDetails(string Name, IReadOnlyList<string> Permissions, string Description = "");
