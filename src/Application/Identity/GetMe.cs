using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Tells callers who they are, for which merchant, and what they may do in which store.</summary>
public sealed record GetMe : IQuery<Me>;

/// <param name="Permissions">What the caller may do in all stores and for what belongs to none, in alphabetical order.</param>
public sealed record Me(MyUser User, MyTenant Tenant, IReadOnlyList<string> Permissions, IReadOnlyList<MyStore> Stores);

public sealed record MyUser(Guid UserId, string Email, string Name, bool HasSecondFactor);

public sealed record MyTenant(Guid TenantId, string Slug, string Name);

/// <param name="Permissions">What the caller may do in this store, in alphabetical order.</param>
public sealed record MyStore(Guid StoreId, string Code, string Name, IReadOnlyList<string> Permissions);

internal sealed class GetMeHandler(IDb db, IStores stores, Authorities authorities, IActor actor) : IQueryHandler<GetMe, Me>
{
    private const string UserSql = """
        select user_id, email, name, second_factor_since is not null as has_second_factor
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    private const string TenantSql = """
        select tenant_id, slug, name
          from identity.tenant
         where tenant_id = @tenant
        """;

    public async Task<Me> Handle(GetMe query, CancellationToken ct)
    {
        var user = db.Defer<MyUser>(UserSql, new { actor.UserId });
        var tenant = db.Defer<MyTenant>(TenantSql);
        var held = authorities.OfCaller();
        var mine = await stores.ListAsync(ct);
        var permissions = await held.ToListAsync(ct);

        return new Me(
            await user.SingleAsync(ct),
            await tenant.SingleAsync(ct),
            PermissionsIn(null, permissions),
            [.. mine.Select(s => new MyStore(s.StoreId, s.Code, s.Name, PermissionsIn(s.StoreId, permissions)))]
        );
    }

    // What is held in all stores is held in each.
    private static IReadOnlyList<string> PermissionsIn(Guid? storeId, IReadOnlyList<Holding> held) =>
        [.. held.Where(h => h.StoreId is null || h.StoreId == storeId).Select(h => h.Permission).Distinct().Order(StringComparer.Ordinal)];
}
