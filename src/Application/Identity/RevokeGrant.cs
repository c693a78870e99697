using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Takes a role back; it counts no more with the next request.</summary>
public sealed record RevokeGrant(Guid UserId, Guid GrantId) : ICommand<Unit>;

internal sealed class RevokeGrantHandler(IDb db, Users users, Authorities authorities, Grants grants, Admins admins) : ICommandHandler<RevokeGrant, Unit>
{
    public async Task<Unit> Handle(RevokeGrant command, CancellationToken ct)
    {
        // The user first, as whoever gives them something does: else one would wait for the other, and the other for the one.
        _ = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.GrantNotFound);
        var grant = await grants.LockAsync(command.UserId, command.GrantId, ct) ?? throw new Refused(IdentityErrors.GrantNotFound);
        await authorities.RequireOverRoleAsync(grant.RoleId, grant.StoreId, ct);
        if (grant is { RoleCode: "admin", StoreId: null })
            await admins.RequireAnotherThanAsync(command.UserId, ct);
        db.Concerns("roleId", grant.RoleId);
        grants.Revoke(grant);
        return Unit.Value;
    }
}
