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
    public Task<ActionResult<UserProfile>> GetUser(Guid userId, CancellationToken ct) => Send(new GetUser(userId), ct);

    [HttpPost, RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<InvitedUser>> InviteUser(InviteUser command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{userId:guid}"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<User>> ChangeUser(Guid userId, UserDetails body, CancellationToken ct) => Send(new ChangeUser(userId, body.Email, body.Name), ct);

    [HttpPost("{userId:guid}/disable"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<User>> DisableUser(Guid userId, CancellationToken ct) => Send(new DisableUser(userId), ct);

    [HttpPost("{userId:guid}/enable"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<User>> EnableUser(Guid userId, CancellationToken ct) => Send(new EnableUser(userId), ct);

    [HttpPost("{userId:guid}/password-link"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<InvitedUser>> MakePasswordLink(Guid userId, CancellationToken ct) => Send(new MakePasswordLink(userId), ct);

    [HttpPost("{userId:guid}/pin"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<Unit>> SetUserPin(Guid userId, NewPin body, CancellationToken ct) => Send(new SetUserPin(userId, body.Pin), ct);

    [HttpPost("{userId:guid}/pin/remove"), RequiresPermission(Permissions.Identity.ManageUsers)]
    public Task<ActionResult<Unit>> RemoveUserPin(Guid userId, CancellationToken ct) => Send(new RemoveUserPin(userId), ct);

    [HttpPost("{userId:guid}/totp/reset"), RequiresPermission(Permissions.Identity.ManageUsers, IsRisky = true)]
    public Task<ActionResult<Unit>> ResetUserTotp(Guid userId, CancellationToken ct) => Send(new ResetUserTotp(userId), ct);

    [HttpGet("{userId:guid}/grants"), RequiresPermission(Permissions.Identity.ReadUsers)]
    public Task<ActionResult<GrantList>> ListGrants(Guid userId, CancellationToken ct) => Send(new ListGrants(userId), ct);

    [HttpPost("{userId:guid}/grants"), RequiresPermission(Permissions.Identity.GrantRoles, IsRisky = true)]
    public Task<ActionResult<Grant>> GrantRole(Guid userId, NewGrant body, CancellationToken ct) => Send(new GrantRole(userId, body.RoleId, body.StoreId), ct);

    [HttpPost("{userId:guid}/grants/{grantId:guid}/revoke"), RequiresPermission(Permissions.Identity.GrantRoles, IsRisky = true)]
    public Task<ActionResult<Unit>> RevokeGrant(Guid userId, Guid grantId, CancellationToken ct) => Send(new RevokeGrant(userId, grantId), ct);

    [HttpGet("{userId:guid}/sessions"), RequiresPermission(Permissions.Identity.ManageSessions)]
    public Task<ActionResult<Page<SessionInfo>>> ListUserSessions(
        Guid userId, [FromQuery] int limit = PageRules.DefaultLimit, [FromQuery] string? cursor = null, CancellationToken ct = default) =>
        Send(new ListUserSessions(userId, limit, cursor), ct);

    [HttpPost("{userId:guid}/sessions/end"), RequiresPermission(Permissions.Identity.ManageSessions)]
    public Task<ActionResult<Unit>> EndUserSessions(Guid userId, WhichSession body, CancellationToken ct) => Send(new EndUserSessions(userId, body.SessionId), ct);
}

public sealed record UserDetails(string Email, string Name);

/// <param name="Pin">4 to 8 digits, none that everybody tries first.</param>
public sealed record NewPin(string Pin);

/// <param name="StoreId">Leave it out for all stores, those to come among them.</param>
public sealed record NewGrant(Guid RoleId, Guid? StoreId = null);

/// <param name="SessionId">Leave it out to end all.</param>
public sealed record WhichSession(Guid? SessionId = null);
