using PosCommerce.Application.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>
/// Redeems links by which a person sets a password. A link is worth what whoever made it could do now: it may have come by
/// its maker, and its owner by rights that the maker never had.
/// </summary>
internal sealed class PasswordLinkUse(IDb db, Authorities authorities, RequestContext context, TimeProvider clock)
{
    private const string FindSql =
        """
        select l.user_id, u.email, u.name, t.slug, t.name as tenant_name, l.made_by,
               exists (select from identity.user_account as m where m.tenant_id = @tenant and m.user_id = l.made_by) as is_by_user,
               exists (select from identity.api_key as k where k.tenant_id = @tenant and k.api_key_id = l.made_by) as is_by_api_key
          from identity.password_link as l
          join identity.user_account as u using (tenant_id, user_id)
          join identity.tenant as t using (tenant_id)
         where l.tenant_id = @tenant
           and u.tenant_id = @tenant
           and t.tenant_id = @tenant
           and l.token_hash = @TokenHash
           and l.used_at is null
           and l.expires_at > @Now
           and u.disabled_at is null
        """;

    // Used up where it is found: of two that come with the same link, the second waits here and finds it used.
    private const string UseSql =
        """
        update identity.password_link
           set used_at = @Now,
               used_from = @ClientAddress::inet
         where tenant_id = @tenant
           and token_hash = @TokenHash
           and used_at is null
           and expires_at > @Now
        """;

    /// <summary>Whose link it is; null when it is not good, or no longer.</summary>
    public async Task<LinkOwner?> FindAsync(byte[] tokenHash, CancellationToken ct)
    {
        var link = await db.QuerySingleOrDefaultAsync<Link>(FindSql, new { TokenHash = tokenHash, Now = clock.GetUtcNow() }, ct);
        return link is not null && await IsWithinReachAsync(link, ct) ? new LinkOwner(link.UserId, link.Email, link.Name, link.Slug, link.TenantName) : null;
    }

    /// <summary>Uses it up; false when somebody was faster, or it is no longer good.</summary>
    public async Task<bool> UseAsync(byte[] tokenHash, CancellationToken ct) =>
        await FindAsync(tokenHash, ct) is not null
        && await db.ExecuteAsync(UseSql, new { TokenHash = tokenHash, Now = clock.GetUtcNow(), context.ClientAddress }, ct) == 1;

    // Operators, who are neither, make the first admin of a merchant.
    private async Task<bool> IsWithinReachAsync(Link link, CancellationToken ct)
    {
        if ((link.IsByUser, link.IsByApiKey) is not (true, _) and not (_, true))
            return true;
        var makers = link.IsByUser is true ? authorities.OfUser(link.MadeBy) : authorities.OfApiKey(link.MadeBy);
        var owners = await authorities.OfUser(link.UserId).ToListAsync(ct);
        return new Authority(await makers.ToListAsync(ct)).Lacking(new Authority(owners)).Count == 0;
    }

    private sealed record Link(Guid UserId, string Email, string Name, string Slug, string TenantName, Guid MadeBy, bool? IsByUser, bool? IsByApiKey);
}

/// <summary>Who may set a password by a link, and what it must not be made of.</summary>
internal sealed record LinkOwner(Guid UserId, string Email, string Name, string Slug, string TenantName);
