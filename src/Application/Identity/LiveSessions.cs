using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>The sessions of somebody that have not ended.</summary>
internal sealed class LiveSessions(IDb db, TimeProvider clock)
{
    private const string ListSql = """
        select session_id, started_at, last_seen_at, expires_at, host(client_address) as client_address, user_agent, terminal_id,
               session_id = @Current as is_current
          from identity.session
         where tenant_id = @tenant
           and user_id = @UserId
           and ended_at is null
           and expires_at > @Now
           and (@BeforeTime::timestamptz is null or (started_at, session_id) < (@BeforeTime, @BeforeId))
         order by started_at desc, session_id desc
         limit @Limit
        """;

    private const string IsLiveSql = """
        select exists (select
                         from identity.session
                        where tenant_id = @tenant
                          and user_id = @UserId
                          and session_id = @SessionId
                          and ended_at is null)
        """;

    /// <summary>The live sessions of a user, newest first.</summary>
    /// <param name="current">Which of them is the caller's own.</param>
    public async Task<Page<SessionInfo>> ListAsync(Guid userId, Guid? current, IPaged page, CancellationToken ct)
    {
        var before = Cursor.Read<SessionKey>(page.Cursor);
        var rows = await db.QueryAsync<Row>(
            ListSql,
            new
            {
                UserId = userId,
                Current = current,
                Now = clock.GetUtcNow(),
                BeforeTime = before?.StartedAt,
                BeforeId = before?.SessionId,
                Limit = page.Limit + 1,
            },
            ct
        );
        return Page<SessionInfo>.Of([.. rows.Select(row => row.Info)], page.Limit, s => new SessionKey(s.StartedAt, s.SessionId));
    }

    public async Task<bool> IsLiveAsync(Guid userId, Guid sessionId, CancellationToken ct) =>
        await db.QuerySingleOrDefaultAsync<bool>(IsLiveSql, new { UserId = userId, SessionId = sessionId }, ct);

    private sealed record Row(
        Guid SessionId,
        DateTimeOffset StartedAt,
        DateTimeOffset? LastSeenAt,
        DateTimeOffset ExpiresAt,
        string? ClientAddress,
        string? UserAgent,
        Guid? TerminalId,
        bool? IsCurrent
    )
    {
        public SessionInfo Info =>
            new(SessionId, StartedAt, LastSeenAt, ExpiresAt, ClientAddress, UserAgent, TerminalId, IsCurrent ?? false);
    }
}

internal sealed record SessionKey(DateTimeOffset StartedAt, Guid SessionId);

/// <summary>Somebody is signed in somewhere.</summary>
/// <param name="LastSeenAt">When its tokens were last renewed.</param>
/// <param name="TerminalId">The terminal that it is bound to.</param>
/// <param name="IsCurrent">It is the one that asks.</param>
public sealed record SessionInfo(
    Guid SessionId,
    DateTimeOffset StartedAt,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset ExpiresAt,
    string? ClientAddress,
    string? UserAgent,
    Guid? TerminalId,
    bool IsCurrent
);
