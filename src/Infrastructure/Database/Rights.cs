using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>What the caller holds, asked for within the transaction that has let it in.</summary>
internal sealed class Rights(IDb db, RequestContext context) : IRights
{
    private const string StoresSql = """
        select store_id
          from unnest(app.stores_held(@ForTenant, @UserId, @ApiKeyId, @Permission)) as store_id
         where store_id is not null
        """;

    public Deferred<Guid> StoresWith(string permission) =>
        db.Defer<Guid>(
            StoresSql,
            new
            {
                ForTenant = context.TenantId,
                (context.Principal as UserPrincipal)?.UserId,
                (context.Principal as ApiKeyPrincipal)?.ApiKeyId,
                Permission = permission,
            }
        );
}
