using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>Tells callers who they are, for which merchant, and what they may do in which store.</summary>
public sealed record GetMe : IQuery<Me>;

public sealed record Me(MyUser User, MyTenant Tenant, IReadOnlyList<MyStore> Stores);

public sealed record MyUser(Guid UserId, string Email, string Name);

public sealed record MyTenant(Guid TenantId, string Slug, string Name);

/// <param name="Permissions">What the caller may do in this store, in alphabetical order.</param>
public sealed record MyStore(Guid StoreId, string Code, string Name, IReadOnlyList<string> Permissions);

internal sealed class GetMeHandler(IDb db, IStores stores, IActor actor) : IQueryHandler<GetMe, Me>
{
    private const string UserSql =
        """
        select user_id, email, name
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    private const string TenantSql =
        """
        select tenant_id, slug, name
          from identity.tenant
         where tenant_id = @tenant
        """;

    private const string HeldSql =
        """
        select distinct g.store_id, p.permission
          from identity.access_grant as g
          join identity.role_permission as p using (tenant_id, role_id)
         where g.tenant_id = @tenant
           and p.tenant_id = @tenant
           and g.user_id = @UserId
           and g.revoked_at is null
           and p.revoked_at is null
        """;

    public async Task<Me> Handle(GetMe query, CancellationToken ct)
    {
        var user = db.Defer<MyUser>(UserSql, new { actor.UserId });
        var tenant = db.Defer<MyTenant>(TenantSql);
        var held = db.Defer<Held>(HeldSql, new { actor.UserId });
        var mine = await stores.ListAsync(ct);
        var permissions = await held.ToListAsync(ct);

        return new Me(
            await user.SingleAsync(ct),
            await tenant.SingleAsync(ct),
            [.. mine.Select(s => new MyStore(s.StoreId, s.Code, s.Name, PermissionsIn(s.StoreId, permissions)))]);
    }

    // A grant without a store holds in every store.
    private static IReadOnlyList<string> PermissionsIn(Guid storeId, IReadOnlyList<Held> held) =>
        [.. held.Where(h => h.StoreId is null || h.StoreId == storeId).Select(h => h.Permission).Distinct().Order(StringComparer.Ordinal)];

    private sealed record Held(Guid? StoreId, string Permission);
}
