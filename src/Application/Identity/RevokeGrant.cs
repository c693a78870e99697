using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Takes a role back; it counts no more with the next request.</summary>
public sealed record RevokeGrant(Guid UserId, Guid GrantId) : ICommand<Unit>;

internal sealed class RevokeGrantHandler(IDb db, Users users, Authorities authorities, Admins admins, IActor actor)
    : ICommandHandler<RevokeGrant, Unit>
{
    // Locked: of two who take it back at once, the second must find it taken.
    private const string LockSql =
        Grants.Columns
        + """

               and g.access_grant_id = @GrantId
               for update of g
            """;

    private const string RevokeSql = """
        update identity.access_grant
           set revoked_at = @Now,
               revoked_by = @RevokedBy
         where tenant_id = @tenant
           and access_grant_id = @GrantId
        """;

    public async Task<Unit> Handle(RevokeGrant command, CancellationToken ct)
    {
        // The user first, as whoever gives them something does: else one would wait for the other, and the other for the one.
        _ = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.GrantNotFound);
        var grant =
            await db.QuerySingleOrDefaultAsync<Grants.Row>(LockSql, new { command.UserId, command.GrantId }, ct)
            ?? throw new Refused(IdentityErrors.GrantNotFound);
        await authorities.RequireOverRoleAsync(grant.RoleId, grant.StoreId, ct);
        if (grant is { Code: "admin", StoreId: null })
            await admins.RequireAnotherThanAsync(command.UserId, ct);
        db.Concerns("roleId", grant.RoleId);
        if (grant.StoreId is { } store)
            db.Concerns("storeId", store);
        db.Enqueue(
            RevokeSql,
            new
            {
                command.GrantId,
                actor.Now,
                RevokedBy = actor.ActorId,
            }
        );
        users.Touch(command.UserId);
        return Unit.Value;
    }
}
