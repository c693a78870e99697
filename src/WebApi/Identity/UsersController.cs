using MediatR;
using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/users")]
public sealed class UsersController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Identity.ReadUsers)]
    public Task<ActionResult<Page<User>>> ListUsers([FromQuery] ListUsers query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{userId:guid}"), RequiresPermission(Permissions.Identity.ReadUsers)]
    public Task<ActionResult<UserProfile>> GetUser([FromRoute] GetUser query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<InvitedUser>> InviteUser(InviteUser command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{userId:guid}"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<User>> ChangeUser(ChangeUser command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{userId:guid}/disable"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<User>> DisableUser([FromRoute] DisableUser command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{userId:guid}/enable"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<User>> EnableUser([FromRoute] EnableUser command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{userId:guid}/password-link"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<InvitedUser>> MakePasswordLink([FromRoute] MakePasswordLink command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{userId:guid}/pin"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<Unit>> SetUserPin(SetUserPin command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{userId:guid}/pin/remove"), RequiresPermission(Permissions.Identity.ManageUsers)]
    public Task<ActionResult<Unit>> RemoveUserPin([FromRoute] RemoveUserPin command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{userId:guid}/totp/reset"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<Unit>> ResetUserTotp([FromRoute] ResetUserTotp command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{userId:guid}/grants"), RequiresPermission(Permissions.Identity.ReadUsers)]
    public Task<ActionResult<GrantList>> ListGrants([FromRoute] ListGrants query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{userId:guid}/grants"), RequiresPermission(Permissions.Identity.GrantRoles, IsRisky = true)]
    public Task<ActionResult<Grant>> GrantRole(GrantRole command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{userId:guid}/grants/{grantId:guid}/revoke"), RequiresPermission(Permissions.Identity.GrantRoles, IsRisky = true)]
    public Task<ActionResult<Unit>> RevokeGrant([FromRoute] RevokeGrant command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{userId:guid}/sessions"), RequiresPermission(Permissions.Identity.ManageSessions)]
    public Task<ActionResult<Page<SessionInfo>>> ListUserSessions([FromQuery] ListUserSessions query, CancellationToken ct) =>
        Send(query, ct);

    [HttpPost("{userId:guid}/sessions/end"), RequiresPermission(Permissions.Identity.ManageSessions)]
    public Task<ActionResult<Unit>> EndUserSessions(EndUserSessions command, CancellationToken ct) => Send(command, ct);
}
