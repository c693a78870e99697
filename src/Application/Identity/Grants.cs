using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Who holds which role where, as it is kept. What was taken back stays as a row that says when.</summary>
internal sealed class Grants(IDb db, Users users, IStores stores, IActor actor, TimeProvider clock)
{
    private const string Columns =
        """
        select g.access_grant_id, g.user_id, g.role_id, r.code, r.name, g.store_id, g.granted_at, g.granted_by
          from identity.access_grant as g
          join identity.role as r using (tenant_id, role_id)
         where g.tenant_id = @tenant
           and r.tenant_id = @tenant
           and g.revoked_at is null
           and g.user_id = @UserId
        """;

    private const string ListSql =
        Columns +
        """

         order by r.code, g.store_id nulls first
        """;

    private const string FindSql =
        Columns +
        """

           and g.access_grant_id = @GrantId
           for update of g
        """;

    // A role that was taken back and is given again is the same row come to life; one that is held already stays as it is.
    private const string GiveSql =
        """
        insert into identity.access_grant as g (access_grant_id, user_id, role_id, store_id, granted_at, granted_by)
        values (@GrantId, @UserId, @RoleId, @StoreId, @Now, @GrantedBy)
            on conflict (tenant_id, user_id, role_id, store_id) do update
           set granted_at = case when g.revoked_at is null then g.granted_at else excluded.granted_at end,
               granted_by = case when g.revoked_at is null then g.granted_by else excluded.granted_by end,
               revoked_at = null,
               revoked_by = null
        returning access_grant_id, granted_at, granted_by
        """;

    private const string RevokeSql =
        """
        update identity.access_grant
           set revoked_at = @Now,
               revoked_by = @RevokedBy
         where tenant_id = @tenant
           and access_grant_id = @GrantId
        """;

    private static readonly Dictionary<Guid, string> Unnamed = [];

    public async Task<IReadOnlyList<Grant>> ListAsync(Guid userId, CancellationToken ct)
    {
        var rows = db.Defer<Row>(ListSql, new { UserId = userId });
        var names = await StoreNamesAsync(ct);
        return [.. (await rows.ToListAsync(ct)).Select(row => row.Of(names))];
    }

    /// <summary>One live grant of a user, held still until this transaction ends; null when there is none.</summary>
    public async Task<Grant?> LockAsync(Guid userId, Guid grantId, CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(FindSql, new { UserId = userId, GrantId = grantId }, ct))?.Of(Unnamed);

    public async Task<Grant> GiveAsync(Guid userId, Role role, Guid? storeId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var given = db.Defer<Given>(GiveSql, new { GrantId = Ids.New(), UserId = userId, role.RoleId, StoreId = storeId, Now = now, GrantedBy = actor.ActorId })
            .OnConstraint("access_grant_names_a_store", PipelineErrors.StoreIsUnknown);
        var names = await StoreNamesAsync(ct);
        var row = await given.SingleAsync(ct);
        if (row.GrantedAt == now) // Else it was held already, and nothing has changed.
            users.Touch(userId);
        return new Grant(row.AccessGrantId, userId, role.RoleId, role.Code, role.Name, storeId, storeId is { } store ? names.GetValueOrDefault(store) : null, row.GrantedAt, row.GrantedBy);
    }

    public void Revoke(Grant grant)
    {
        db.Enqueue(RevokeSql, new { grant.GrantId, Now = clock.GetUtcNow(), RevokedBy = actor.ActorId });
        users.Touch(grant.UserId);
    }

    private async Task<Dictionary<Guid, string>> StoreNamesAsync(CancellationToken ct) => (await stores.ListAsync(ct)).ToDictionary(s => s.StoreId, s => s.Name);

    private sealed record Given(Guid AccessGrantId, DateTimeOffset GrantedAt, Guid? GrantedBy);

    private sealed record Row(Guid AccessGrantId, Guid UserId, Guid RoleId, string Code, string Name, Guid? StoreId, DateTimeOffset GrantedAt, Guid? GrantedBy)
    {
        public Grant Of(IReadOnlyDictionary<Guid, string> storeNames) =>
            new(AccessGrantId, UserId, RoleId, Code, Name, StoreId, StoreId is { } store ? storeNames.GetValueOrDefault(store) : null, GrantedAt, GrantedBy);
    }
}

/// <summary>A person holds a role, in one store or in all.</summary>
/// <param name="StoreId">Null for all stores.</param>
/// <param name="StoreName">Null for all stores, and for one that is archived or that the caller does not work in.</param>
public sealed record Grant(
    Guid GrantId, Guid UserId, Guid RoleId, string RoleCode, string RoleName, Guid? StoreId, string? StoreName, DateTimeOffset GrantedAt, Guid? GrantedBy)
    : IResource
{
    string IResource.Location => $"/v1/users/{UserId}/grants";
}
