using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists every permission there is, grouped by what it is about.</summary>
public sealed record ListPermissions : IQuery<PermissionCatalogue>;

public sealed record PermissionCatalogue(IReadOnlyList<PermissionArea> Areas);

public sealed record PermissionArea(string Area, IReadOnlyList<PermissionInfo> Permissions);

/// <param name="IsTenantWide">It concerns what belongs to no store: a role that is granted for one store does not give it.</param>
public sealed record PermissionInfo(string Permission, string Description, bool IsTenantWide);

internal sealed class ListPermissionsHandler(IDb db) : IQueryHandler<ListPermissions, PermissionCatalogue>
{
    private const string ListSql = """
        select area, permission, description, is_tenant_wide
          from identity.permission
         order by area, permission
        """;

    public async Task<PermissionCatalogue> Handle(ListPermissions query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Row>(ListSql, ct: ct);
        return new PermissionCatalogue([
            .. rows.GroupBy(r => r.Area)
                .Select(area => new PermissionArea(
                    area.Key,
                    [.. area.Select(p => new PermissionInfo(p.Permission, p.Description, p.IsTenantWide))]
                )),
        ]);
    }

    private sealed record Row(string Area, string Permission, string Description, bool IsTenantWide);
}
