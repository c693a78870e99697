using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>Starts, continues and ends sessions; every pair of tokens comes from here.</summary>
internal sealed class Sessions(IDb db, IAccessTokens tokens, RequestContext context, TimeProvider clock)
{
    /// <summary>Nobody stays signed in longer than this without a password.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const string StartSql =
        """
        insert into identity.session (session_id, user_id, started_at, expires_at, client_address, user_agent)
        values (@SessionId, @UserId, @Now, @ExpiresAt, @ClientAddress::inet, @UserAgent)
        """;

    private const string IssueSql =
        """
        insert into identity.refresh_token (refresh_token_id, session_id, token_hash, issued_at)
        values (@RefreshTokenId, @SessionId, @Hash, @Now)
        """;

    private const string EndSql =
        """
        update identity.session
           set ended_at = @Now,
               end_reason = @Reason
         where tenant_id = @tenant
           and session_id = @SessionId
           and ended_at is null
        """;

    public Tokens Start(Guid userId)
    {
        var now = clock.GetUtcNow();
        var sessionId = Guid.CreateVersion7(now);
        db.Concerns("sessionId", sessionId);
        db.Enqueue(StartSql, new { SessionId = sessionId, UserId = userId, Now = now, ExpiresAt = now + Lifetime, context.ClientAddress, context.UserAgent });
        return Continue(userId, sessionId);
    }

    public Tokens Continue(Guid userId, Guid sessionId)
    {
        var now = clock.GetUtcNow();
        var refreshToken = RefreshToken.New(context.TenantSlug!); // An anonymous command has found its tenant by name.
        db.Enqueue(IssueSql, new { RefreshTokenId = Guid.CreateVersion7(now), SessionId = sessionId, Hash = RefreshToken.HashOf(refreshToken), Now = now });
        var access = tokens.Issue(userId, sessionId, terminalId: null);
        return new Tokens(access.Value, (int)access.Lifetime.TotalSeconds, refreshToken);
    }

    public void End(Guid sessionId, string reason) => db.Enqueue(EndSql, new { SessionId = sessionId, Reason = reason, Now = clock.GetUtcNow() });
}
