using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Starts and ends sessions; every pair of tokens comes from here.</summary>
internal sealed class Sessions(IDb db, IAccessTokens tokens, RequestContext context, TimeProvider clock)
{
    private const string StartSql = """
        insert into identity.session (session_id, user_id, started_at, expires_at, client_address, user_agent, terminal_id,
               terminal_credential_id,
               second_factor_at, is_limited, last_seen_at)
        values (@SessionId, @UserId, @Now, @ExpiresAt, @ClientAddress::inet, @UserAgent, @TerminalId, @CredentialId, @SecondFactorAt,
               @IsLimited, @Now)
        """;

    private const string IssueSql = """
        insert into identity.refresh_token (refresh_token_id, session_id, token_hash, issued_at)
        values (@RefreshTokenId, @SessionId, @Hash, @Now)
        """;

    private const string EndSql = """
        update identity.session
           set ended_at = @Now,
               end_reason = @Reason
         where tenant_id = @tenant
           and user_id = @UserId
           and (@SessionId::uuid is null or session_id = @SessionId)
           and (@Kept::uuid is null or session_id <> @Kept)
           and (not @IsByPin or terminal_id is not null)
           and ended_at is null
        """;

    public Tokens Start(Guid userId, SessionStart start)
    {
        var now = clock.GetUtcNow();
        var sessionId = Ids.New();
        db.Concerns("sessionId", sessionId);
        db.Enqueue(
            StartSql,
            new
            {
                SessionId = sessionId,
                UserId = userId,
                Now = now,
                ExpiresAt = now + start.Lifetime,
                context.ClientAddress,
                context.UserAgent,
                start.TerminalId,
                start.CredentialId,
                SecondFactorAt = start.HasShownSecondFactor ? now : (DateTimeOffset?)null,
                start.IsLimited,
            }
        );
        return Issue(userId, sessionId, start.TerminalId, now);
    }

    /// <summary>Queues the next refresh token of a session, and answers it with an access token.</summary>
    public Tokens Issue(Guid userId, Guid sessionId, Guid? terminalId, DateTimeOffset now)
    {
        var refreshToken = SecretLink.New(context.TenantSlug!); // Whoever starts or continues a session has found its tenant by name.
        db.Enqueue(
            IssueSql,
            new
            {
                RefreshTokenId = Ids.New(),
                SessionId = sessionId,
                Hash = SecretLink.HashOf(refreshToken),
                Now = now,
            }
        );
        var access = tokens.Issue(userId, sessionId, terminalId);
        return new Tokens(access.Value, (int)access.Lifetime.TotalSeconds, refreshToken);
    }

    /// <summary>Queues the end of one session of a user.</summary>
    public void End(Guid userId, Guid sessionId, string reason) => EndThem(userId, sessionId, kept: null, reason);

    /// <summary>Queues the end of all sessions of a user, but for one if one is named.</summary>
    public void EndAll(Guid userId, string reason, Guid? kept = null) => EndThem(userId, sessionId: null, kept, reason);

    /// <summary>Queues the end of all sessions that a user has opened with a PIN, but for one if one is named.</summary>
    public void EndThoseByPin(Guid userId, string reason, Guid? kept = null) =>
        EndThem(userId, sessionId: null, kept, reason, isByPin: true);

    private void EndThem(Guid userId, Guid? sessionId, Guid? kept, string reason, bool isByPin = false) =>
        db.Enqueue(
            EndSql,
            new
            {
                UserId = userId,
                SessionId = sessionId,
                Kept = kept,
                IsByPin = isByPin,
                Reason = reason,
                Now = clock.GetUtcNow(),
            }
        );
}

/// <summary>What a session starts with.</summary>
/// <param name="TerminalId">The terminal that it is bound to.</param>
/// <param name="CredentialId">The terminal's credential, with which the session ends.</param>
/// <param name="IsLimited">Good for enrolling a second factor and nothing else.</param>
internal sealed record SessionStart(
    TimeSpan Lifetime,
    Guid? TerminalId = null,
    Guid? CredentialId = null,
    bool HasShownSecondFactor = false,
    bool IsLimited = false
)
{
    /// <summary>Nobody stays signed in longer than this without a password.</summary>
    public static readonly TimeSpan ByPassword = TimeSpan.FromDays(30);

    /// <summary>A PIN is short, and so is what it opens.</summary>
    public static readonly TimeSpan ByPin = TimeSpan.FromHours(1);
}
