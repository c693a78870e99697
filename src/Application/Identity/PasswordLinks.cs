using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>
/// Links by which a person sets a password, once: an invitation, or a reset. Published for whoever makes the first user of a
/// tenant. The link is returned to the caller and put on the outbox, so that something may send it.
/// </summary>
public sealed class PasswordLinks(IDb db, IActor actor)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    private const string MakeSql = """
        insert into identity.password_link (password_link_id, user_id, token_hash, made_at, made_by, expires_at)
        values (@PasswordLinkId, @UserId, @TokenHash, @Now, @MadeBy, @ExpiresAt)
        """;

    // Only the newest link of a user works. Not ended as of now: whoever redeems it at the same time, or by a clock that is
    // behind, must not find it good for a moment longer.
    private const string WithdrawSql = """
        update identity.password_link
           set expires_at = '-infinity'
         where tenant_id = @tenant
           and user_id = @UserId
           and used_at is null
           and expires_at > '-infinity'
        """;

    /// <summary>Makes a link for a user and withdraws the ones before it.</summary>
    public PasswordLink Make(string tenantSlug, Guid userId, string email, string name)
    {
        var now = actor.Now;
        var token = SecretLink.New(tenantSlug);
        var link = new PasswordLink(token, now + Lifetime);
        Withdraw(userId);
        db.Enqueue(
            MakeSql,
            new
            {
                PasswordLinkId = Ids.New(),
                UserId = userId,
                TokenHash = SecretLink.HashOf(token),
                Now = now,
                MadeBy = actor.ActorId,
                link.ExpiresAt,
            }
        );
        db.Publish(new PasswordLinkMade(userId, email, name, link.Token, link.ExpiresAt));
        return link;
    }

    /// <summary>Queues the end of every link of a user that is still open.</summary>
    public void Withdraw(Guid userId) => db.Enqueue(WithdrawSql, new { UserId = userId });
}

/// <param name="Token">Send it to POST /v1/auth/set-password, once. It names its tenant, so no header is needed.</param>
/// <param name="ExpiresAt">Until when it works.</param>
public sealed record PasswordLink(string Token, DateTimeOffset ExpiresAt);

/// <summary>Told when somebody may set a password: whoever sends mail makes a link of the token.</summary>
public sealed record PasswordLinkMade(Guid UserId, string Email, string Name, string Token, DateTimeOffset ExpiresAt) : IBusinessEvent
{
    string IBusinessEvent.Type => "identity.password_link_made";
}
