using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Roles: how one is read, held still, and given what it holds.</summary>
internal sealed class Roles(IDb db)
{
    public const string Columns = """
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
        Columns
        + """

               and r.role_id = @RoleId
            """;

    // Locked: two edits of the same version must not both find it current, and nobody grants what is being archived.
    private const string LockSql = """
        select role_id
          from identity.role
         where tenant_id = @tenant
           and role_id = @RoleId
           for update
        """;

    private const string GiveSql = """
        insert into identity.role_permission (role_id, permission)
        select @RoleId, permission
          from unnest(@Permissions) as permission
            on conflict (tenant_id, role_id, permission) do update
           set revoked_at = null
        """;

    /// <summary>One role; null when there is none.</summary>
    public async Task<Role?> FindAsync(Guid roleId, CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(FindSql, new { RoleId = roleId }, ct))?.Role;

    /// <summary>One role, held still until this transaction ends; null when there is none.</summary>
    public Task<Role?> LockAsync(Guid roleId, CancellationToken ct)
    {
        db.Lock(LockSql, new { RoleId = roleId });
        return FindAsync(roleId, ct);
    }

    /// <summary>Queues what a role holds from now on beside what it held.</summary>
    public void Give(Role role)
    {
        if (role.Permissions.Count > 0)
            db.Enqueue(GiveSql, new { role.RoleId, Permissions = role.Permissions.ToArray() });
    }

    public sealed record Row(
        Guid RoleId,
        string Code,
        string Name,
        string Description,
        string[] Permissions,
        bool IsPredefined,
        bool IsArchived,
        int Version
    )
    {
        public Role Role => new(RoleId, Code, Name, Description, Permissions, IsPredefined, IsArchived, Version);
    }
}
