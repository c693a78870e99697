using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Looks up what callers and users may do, so that nobody gives or takes over more than they have.</summary>
internal sealed class Authorities(IDb db, RequestContext context)
{
    // A tenant-wide permission in a grant for one store is not held.
    private const string OfUserSql = """
        select distinct p.permission, g.store_id
          from identity.access_grant as g
          join identity.role_permission as p using (tenant_id, role_id)
          join identity.permission as q on q.permission = p.permission
         where g.tenant_id = @tenant
           and p.tenant_id = @tenant
           and g.user_id = @UserId
           and g.revoked_at is null
           and p.revoked_at is null
           and (g.store_id is null or not q.is_tenant_wide)
        """;

    // At a till a PIN of a few digits is all that was asked for: what is held for all stores counts in the till's store only,
    // and nothing tenant-wide counts. In scope is the store of the till.
    private const string OfUserAtTerminalSql = """
        select distinct p.permission, s.store_id
          from identity.access_grant as g
          join identity.role_permission as p using (tenant_id, role_id)
          join identity.permission as q on q.permission = p.permission
         cross join unnest((select app.store_scope())::uuid[]) as s (store_id)
         where g.tenant_id = @tenant
           and p.tenant_id = @tenant
           and g.user_id = @UserId
           and g.revoked_at is null
           and p.revoked_at is null
           and not q.is_tenant_wide
           and (g.store_id is null or g.store_id = s.store_id)
        """;

    private const string OfApiKeySql = """
        select p.permission, s.store_id
          from identity.api_key_permission as p
          join identity.permission as q on q.permission = p.permission
          left join identity.api_key_store as s on s.tenant_id = @tenant and s.api_key_id = p.api_key_id
         where p.tenant_id = @tenant
           and p.api_key_id = @ApiKeyId
           and (s.store_id is null or not q.is_tenant_wide)
        """;

    private const string OfRoleSql = """
        select p.permission
          from identity.role_permission as p
          join identity.permission as q on q.permission = p.permission
         where p.tenant_id = @tenant
           and p.role_id = @RoleId
           and p.revoked_at is null
           and (@StoreId::uuid is null or not q.is_tenant_wide)
        """;

    private const string KnownSql = "select permission from identity.permission where permission = any (@Permissions)";

    /// <summary>What a machine may do.</summary>
    public Deferred<Holding> OfApiKey(Guid apiKeyId) => db.Defer<Holding>(OfApiKeySql, new { ApiKeyId = apiKeyId });

    /// <summary>What the caller may do.</summary>
    public Deferred<Holding> OfCaller() =>
        context.Principal switch
        {
            UserPrincipal { TerminalId: not null } atTerminal => db.Defer<Holding>(OfUserAtTerminalSql, new { atTerminal.UserId }),
            UserPrincipal user => OfUser(user.UserId),
            ApiKeyPrincipal key => OfApiKey(key.ApiKeyId),
            _ => throw new InvalidOperationException("Only people and API keys hold permissions of a tenant."),
        };

    /// <summary>What a user may do, enabled or not.</summary>
    public Deferred<Holding> OfUser(Guid userId) => db.Defer<Holding>(OfUserSql, new { UserId = userId });

    /// <summary>
    /// Refuses a caller who may not do there all that the role may, and give roles besides: nobody gives or takes what they lack.
    /// </summary>
    /// <exception cref="Refused">The role may do something there that the caller may not.</exception>
    public async Task RequireOverRoleAsync(Guid roleId, Guid? storeId, CancellationToken ct)
    {
        var held = OfCaller();
        var reach = await db.QueryAsync<string>(OfRoleSql, new { RoleId = roleId, StoreId = storeId }, ct);
        var given = new Authority(reach.Append(Permissions.Identity.GrantRoles).Select(permission => new Holding(permission, storeId)));
        if (new Authority(await held.ToListAsync(ct)).Lacking(given) is { Count: > 0 } lacking)
            throw new Refused(IdentityErrors.PermissionNotHeld(lacking[0].Permission));
    }

    /// <summary>A role reaches wherever it is granted, so whoever shapes it must hold what it holds in all stores.</summary>
    /// <exception cref="Refused">A permission is unknown, or the caller does not hold it everywhere.</exception>
    public async Task RequireEverywhereAsync(IReadOnlyList<string> permissions, CancellationToken ct)
    {
        var held = OfCaller();
        var known = await db.QueryAsync<string>(KnownSql, new { Permissions = permissions.ToArray() }, ct);
        if (permissions.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new Refused(IdentityErrors.PermissionUnknown(unknown));
        var mine = new Authority(await held.ToListAsync(ct));
        if (permissions.FirstOrDefault(p => !mine.Holds(p, storeId: null)) is { } lacking)
            throw new Refused(IdentityErrors.PermissionNotHeld(lacking));
    }

    /// <summary>Refuses a caller who may not do all that the key may.</summary>
    /// <exception cref="Refused">The key may do something that the caller may not.</exception>
    public async Task RequireOverApiKeyAsync(ApiKey key, CancellationToken ct)
    {
        IEnumerable<Guid?> stores = key.StoreIds.Count == 0 ? [null] : key.StoreIds.Select(s => (Guid?)s);
        var its = new Authority(stores.SelectMany(store => key.Permissions.Select(permission => new Holding(permission, store))));
        if (new Authority(await OfCaller().ToListAsync(ct)).Lacking(its) is { Count: > 0 } lacking)
            throw new Refused(IdentityErrors.PermissionNotHeld(lacking[0].Permission));
    }

    /// <summary>
    /// The same, and refuses a caller who means themselves: whoever has got at an open session must not come by what takes the
    /// password, and keep the account.
    /// </summary>
    /// <exception cref="Refused">The user may do something that the caller may not, or is the caller.</exception>
    public Task RequireOverAnotherAsync(Guid userId, CancellationToken ct) =>
        userId == context.ActorId ? throw new Refused(IdentityErrors.OwnAccount) : RequireOverAsync(userId, ct);

    /// <summary>Refuses a caller who may not do all that the user may: who sets another's PIN could sign in as that other.</summary>
    /// <exception cref="Refused">The user may do something that the caller may not.</exception>
    public async Task RequireOverAsync(Guid userId, CancellationToken ct)
    {
        var (caller, user) = (OfCaller(), OfUser(userId));
        var mine = new Authority(await caller.ToListAsync(ct));
        if (mine.Lacking(new Authority(await user.ToListAsync(ct))) is { Count: > 0 } lacking)
            throw new Refused(IdentityErrors.MayDoMore(lacking[0].Permission));
    }
}
