using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>
/// Keeps the last admin: an enabled user with a password who holds the predefined role of that name for all stores. Without
/// one, nobody could give anybody anything any more.
/// </summary>
internal sealed class Admins(IDb db)
{
    // Locked before anybody is counted: two admins who remove each other queue here, and the second counts without the first.
    private const string LockSql = """
        select role_id
          from identity.role
         where tenant_id = @tenant
           and code = 'admin'
           for update
        """;

    private const string AreSql = """
        select u.user_id
          from identity.user_account as u
         where u.tenant_id = @tenant
           and u.disabled_at is null
           and u.password_hash is not null
           and exists (select
                         from identity.access_grant as g
                         join identity.role as r using (tenant_id, role_id)
                        where g.tenant_id = @tenant
                          and r.tenant_id = @tenant
                          and g.user_id = u.user_id
                          and g.store_id is null
                          and g.revoked_at is null
                          and r.code = 'admin')
         limit 2
        """;

    /// <exception cref="Refused">This user is the only admin left.</exception>
    public async Task RequireAnotherThanAsync(Guid userId, CancellationToken ct)
    {
        db.Lock(LockSql);
        if (await db.QueryAsync<Guid>(AreSql, ct: ct) is [var only] && only == userId)
            throw new Refused(IdentityErrors.LastAdmin);
    }
}
