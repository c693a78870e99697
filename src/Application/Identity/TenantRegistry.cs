using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published by Identity: tenants come about, are suspended and reopened. Each act concerns the tenant that was entered.</summary>
public sealed class TenantRegistry(IDb db, PasswordLinks links, TimeProvider clock)
{
    private readonly Users users = new(db, clock);

    private const string RegisterSql = "insert into identity.tenant (slug, name, created_at) values (@Slug, @Name, @Now)";

    // From the row of its first user: by that, a distributed engine knows where the tenant's rows are.
    private const string RolesSql = """
        insert into identity.role (tenant_id, role_id, code, name, description, is_predefined)
        select u.tenant_id, app.seed_id('role/' || @tenant::uuid::text || '/' || t.code), t.code, t.name, t.description, true
          from identity.user_account as u
         cross join identity.role_template as t
         where u.tenant_id = @tenant
           and u.user_id = @UserId
        """;

    private const string RolePermissionsSql = """
        insert into identity.role_permission (tenant_id, role_id, permission)
        select u.tenant_id, app.seed_id('role/' || @tenant::uuid::text || '/' || t.code), t.permission
          from identity.user_account as u
         cross join identity.role_template_permission as t
         where u.tenant_id = @tenant
           and u.user_id = @UserId
        """;

    private const string GrantAdminSql = """
        insert into identity.access_grant (access_grant_id, user_id, role_id, store_id, granted_at)
        values (@GrantId, @UserId, app.seed_id('role/' || @tenant::text || '/admin'), null, @Now)
        """;

    private const string FindSql = """
        select tenant_id, slug, name, created_at, suspended_at, suspension_reason
          from identity.tenant
         where tenant_id = @tenant
        """;

    // Locked: of two that suspend, or suspend and reopen, the second must see what the first has done.
    private const string LockSql =
        FindSql
        + """

               for update
            """;

    private const string SuspendSql = """
        update identity.tenant
           set suspended_at = @SuspendedAt,
               suspension_reason = @Reason
         where tenant_id = @tenant
        """;

    /// <summary>Queues a new tenant, which has nothing before it has its admin.</summary>
    public void Register(string slug, string name)
    {
        db.Enqueue(
                RegisterSql,
                new
                {
                    Slug = slug,
                    Name = name,
                    Now = clock.GetUtcNow(),
                }
            )
            .OnConstraint("tenant_slug_is_taken", IdentityErrors.TenantSlugTaken)
            .OnConstraint("tenant_pkey", IdentityErrors.TenantExists);
    }

    /// <summary>
    /// Queues the first user of a tenant, who sets a password by the link, the predefined roles, and that the user is admin of all
    /// its stores.
    /// </summary>
    public (Guid UserId, PasswordLink Link) AddAdmin(string slug, string email, string name)
    {
        var userId = users.Add(email, name).UserId;
        db.Enqueue(RolesSql, new { UserId = userId });
        db.Enqueue(RolePermissionsSql, new { UserId = userId });
        db.Enqueue(
            GrantAdminSql,
            new
            {
                GrantId = Ids.New(),
                UserId = userId,
                Now = clock.GetUtcNow(),
            }
        );
        return (userId, links.Make(slug, userId, email, name));
    }

    public Deferred<TenantFacts> Find() => db.Defer<TenantFacts>(FindSql);

    /// <summary>The tenant, held still until this transaction ends.</summary>
    public Deferred<TenantFacts> Lock() => db.Defer<TenantFacts>(LockSql);

    public void Suspend(string reason, DateTimeOffset now) =>
        db.Enqueue(SuspendSql, new { SuspendedAt = (DateTimeOffset?)now, Reason = (string?)reason });

    public void Reopen() => db.Enqueue(SuspendSql, new { SuspendedAt = (DateTimeOffset?)null, Reason = (string?)null });
}

public sealed record TenantFacts(
    Guid TenantId,
    string Slug,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SuspendedAt,
    string? SuspensionReason
);
