using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published by Identity: which roles there are, and who does something by which.</summary>
public sealed class RoleCodes(IDb db)
{
    private const string KnownSql = """
        select code
          from identity.role
         where tenant_id = @tenant
           and code = any (@Codes)
           and archived_at is null
        """;

    private const string HeldSql = """
        select r.code
          from identity.access_grant as g
          join identity.role_permission as p using (tenant_id, role_id)
          join identity.role as r using (tenant_id, role_id)
         where g.tenant_id = @tenant
           and p.tenant_id = @tenant
           and r.tenant_id = @tenant
           and g.user_id = @UserId
           and g.revoked_at is null
           and (g.store_id is null or g.store_id = @StoreId)
           and p.permission = @Permission
           and p.revoked_at is null
        """;

    /// <summary>The roles by which somebody holds a permission in a store.</summary>
    public Task<IReadOnlyList<string>> HeldAsync(Guid userId, string permission, Guid storeId, CancellationToken ct) =>
        db.QueryAsync<string>(
            HeldSql,
            new
            {
                UserId = userId,
                Permission = permission,
                StoreId = storeId,
            },
            ct
        );

    /// <summary>Which of these codes are those of roles in use.</summary>
    public Deferred<string> Known(IReadOnlyList<string> codes) => db.Defer<string>(KnownSql, new { Codes = codes.ToArray() });
}
