using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Takes a role of the merchant's own out of use, once nobody holds it any more.</summary>
public sealed record ArchiveRole(Guid RoleId) : ICommand<Role>;

internal sealed class ArchiveRoleHandler(IDb db, Roles roles, Authorities authorities, IActor actor) : ICommandHandler<ArchiveRole, Role>
{
    private const string IsHeldSql = """
        select exists (select
                         from identity.access_grant
                        where tenant_id = @tenant
                          and role_id = @RoleId
                          and revoked_at is null)
        """;

    private const string ArchiveSql = """
        update identity.role
           set archived_at = @Now,
               version = version + 1
         where tenant_id = @tenant
           and role_id = @RoleId
        """;

    public async Task<Role> Handle(ArchiveRole command, CancellationToken ct)
    {
        var before = await roles.LockAsync(command.RoleId, ct) ?? throw new Refused(IdentityErrors.RoleNotFound);
        actor.RequireVersion(before.Version);
        if (before.IsPredefined)
            throw new Refused(IdentityErrors.RoleIsPredefined);
        if (before.IsArchived)
            throw new Refused(IdentityErrors.RoleIsArchived);
        if (await db.QuerySingleOrDefaultAsync<bool>(IsHeldSql, new { command.RoleId }, ct))
            throw new Refused(IdentityErrors.RoleIsHeld);
        await authorities.RequireEverywhereAsync(before.Permissions, ct);
        var after = before with { IsArchived = true, Version = before.Version + 1 };
        db.Changes(before, after);
        db.Enqueue(ArchiveSql, new { after.RoleId, actor.Now });
        return after;
    }
}
