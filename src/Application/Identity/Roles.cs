using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Roles: how one is read, held still, and what every change of one comes down to.</summary>
internal sealed class Roles(IDb db, Authorities authorities, TimeProvider clock)
{
    public const string Columns =
        """
        select r.role_id, r.code, r.name, r.description,
               array(select p.permission
                       from identity.role_permission as p
                      where p.tenant_id = @tenant
                        and p.role_id = r.role_id
                        and p.revoked_at is null
                      order by p.permission) as permissions,
               r.is_predefined, r.archived_at is not null as is_archived, r.version
          from identity.role as r
         where r.tenant_id = @tenant
        """;

    private const string FindSql =
        Columns +
        """

           and r.role_id = @RoleId
        """;

    // Locked: two edits of the same version must not both find it current, and nobody grants what is being archived.
    private const string LockSql =
        """
        select role_id
          from identity.role
         where tenant_id = @tenant
           and role_id = @RoleId
           for update
        """;

    private const string SaveSql =
        """
        update identity.role
           set name = @Name,
               description = @Description,
               archived_at = @ArchivedAt,
               version = version + 1
         where tenant_id = @tenant
           and role_id = @RoleId
        """;

    private const string TakeSql =
        """
        update identity.role_permission
           set revoked_at = @Now
         where tenant_id = @tenant
           and role_id = @RoleId
           and permission <> all (@Permissions)
           and revoked_at is null
        """;

    private const string GiveSql =
        """
        insert into identity.role_permission (role_id, permission)
        select @RoleId, permission
          from unnest(@Permissions) as permission
            on conflict (tenant_id, role_id, permission) do update
           set revoked_at = null
        """;

    private const string KnownSql = "select permission from identity.permission where permission = any (@Permissions)";

    /// <summary>One role; null when there is none.</summary>
    public async Task<Role?> FindAsync(Guid roleId, CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(FindSql, new { RoleId = roleId }, ct))?.Role;

    /// <summary>One role, held still until this transaction ends; null when there is none.</summary>
    public Task<Role?> LockAsync(Guid roleId, CancellationToken ct)
    {
        db.Defer<Guid>(LockSql, new { RoleId = roleId });
        return FindAsync(roleId, ct);
    }

    /// <summary>A role reaches wherever it is granted, so whoever shapes it must hold what it holds in all stores.</summary>
    /// <exception cref="Refused">A permission is unknown, or the caller does not hold it everywhere.</exception>
    public async Task RequireHeldEverywhereAsync(IReadOnlyList<string> permissions, CancellationToken ct)
    {
        var held = authorities.OfCaller();
        var known = await db.QueryAsync<string>(KnownSql, new { Permissions = permissions.ToArray() }, ct);
        if (permissions.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new Refused(IdentityErrors.PermissionUnknown(unknown));
        var mine = new Authority(await held.ToListAsync(ct));
        if (permissions.FirstOrDefault(p => !mine.Holds(p, storeId: null)) is { } lacking)
            throw new Refused(IdentityErrors.PermissionNotHeld(lacking));
    }

    /// <summary>Queues what a locked role becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public Role Save(Role before, Role after)
    {
        db.Changes(before, after);
        var now = clock.GetUtcNow();
        db.Enqueue(SaveSql, new { after.RoleId, after.Name, after.Description, ArchivedAt = after.IsArchived ? now : (DateTimeOffset?)null });
        db.Enqueue(TakeSql, new { after.RoleId, Permissions = after.Permissions.ToArray(), Now = now });
        Give(after);
        return after with { Version = before.Version + 1 };
    }

    /// <summary>Queues what a role holds from now on beside what it held.</summary>
    public void Give(Role role)
    {
        if (role.Permissions.Count > 0)
            db.Enqueue(GiveSql, new { role.RoleId, Permissions = role.Permissions.ToArray() });
    }

    public sealed record Row(
        Guid RoleId, string Code, string Name, string Description, string[] Permissions, bool IsPredefined, bool IsArchived, int Version)
    {
        public Role Role => new(RoleId, Code, Name, Description, Permissions, IsPredefined, IsArchived, Version);
    }
}
