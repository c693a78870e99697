using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>
/// Who holds which role where: how it is read, and how a role is given. What was taken back stays as a row that says when.
/// </summary>
internal sealed class Grants(IDb db, Users users, IStores stores, IActor actor)
{
    public const string Columns = """
        select g.access_grant_id, g.user_id, g.role_id, r.code, r.name, g.store_id, g.granted_at, g.granted_by
          from identity.access_grant as g
          join identity.role as r using (tenant_id, role_id)
         where g.tenant_id = @tenant
           and r.tenant_id = @tenant
           and g.revoked_at is null
           and g.user_id = @UserId
        """;

    private const string ListSql =
        Columns
        + """

             order by r.code, g.store_id nulls first
            """;

    // A role that was taken back and is given again is the same row come to life; one that is held already stays as it is.
    private const string GiveSql = """
        insert into identity.access_grant as g (access_grant_id, user_id, role_id, store_id, granted_at, granted_by)
        values (@GrantId, @UserId, @RoleId, @StoreId, @Now, @GrantedBy)
            on conflict (tenant_id, user_id, role_id, store_id) do update
           set granted_at = case when g.revoked_at is null then g.granted_at else excluded.granted_at end,
               granted_by = case when g.revoked_at is null then g.granted_by else excluded.granted_by end,
               revoked_at = null,
               revoked_by = null
        returning access_grant_id, granted_at, granted_by
        """;

    /// <summary>The roles that somebody holds, with the names of the stores that the caller works in.</summary>
    public async Task<IReadOnlyList<Grant>> ListAsync(Guid userId, CancellationToken ct)
    {
        var rows = db.Defer<Row>(ListSql, new { UserId = userId });
        var names = await StoreNamesAsync(ct);
        return [.. (await rows.ToListAsync(ct)).Select(row => row.Of(names))];
    }

    /// <summary>Gives a role; one that is held already stays as it is.</summary>
    /// <exception cref="Refused">The store is unknown.</exception>
    public async Task<Grant> GiveAsync(Guid userId, Role role, Guid? storeId, CancellationToken ct)
    {
        var now = actor.Now;
        var given = db.Defer<Given>(
                GiveSql,
                new
                {
                    GrantId = Ids.New(),
                    UserId = userId,
                    role.RoleId,
                    StoreId = storeId,
                    Now = now,
                    GrantedBy = actor.ActorId,
                }
            )
            .OnConstraint("access_grant_names_a_store", PipelineErrors.StoreIsUnknown);
        var names = await StoreNamesAsync(ct);
        var row = await given.SingleAsync(ct);
        if (row.GrantedAt == now) // Else it was held already, and nothing has changed.
            users.Touch(userId);
        return new Row(row.AccessGrantId, userId, role.RoleId, role.Code, role.Name, storeId, row.GrantedAt, row.GrantedBy).Of(names);
    }

    private async Task<Dictionary<Guid, string>> StoreNamesAsync(CancellationToken ct) =>
        (await stores.ListAsync(ct)).ToDictionary(s => s.StoreId, s => s.Name);

    private sealed record Given(Guid AccessGrantId, DateTimeOffset GrantedAt, Guid? GrantedBy);

    public sealed record Row(
        Guid AccessGrantId,
        Guid UserId,
        Guid RoleId,
        string Code,
        string Name,
        Guid? StoreId,
        DateTimeOffset GrantedAt,
        Guid? GrantedBy
    )
    {
        public Grant Of(IReadOnlyDictionary<Guid, string> storeNames) =>
            new(
                AccessGrantId,
                UserId,
                RoleId,
                Code,
                Name,
                StoreId,
                StoreId is { } store ? storeNames.GetValueOrDefault(store) : null,
                GrantedAt,
                GrantedBy
            );
    }
}

/// <summary>A person holds a role, in one store or in all.</summary>
/// <param name="StoreId">Null for all stores.</param>
/// <param name="StoreName">Null for all stores, and for one that is archived or that the caller does not work in.</param>
public sealed record Grant(
    Guid GrantId,
    Guid UserId,
    Guid RoleId,
    string RoleCode,
    string RoleName,
    Guid? StoreId,
    string? StoreName,
    DateTimeOffset GrantedAt,
    Guid? GrantedBy
) : IResource
{
    string IResource.Location => $"/v1/users/{UserId}/grants";
}
