using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>Exchanges a refresh token for the next pair of tokens; a token that comes back a second time ends its session.</summary>
public sealed record RefreshSession(string RefreshToken) : IAnonymousCommand<Tokens>
{
    string? IAnonymousCommand<Tokens>.TenantSlug => SecretLink.TenantSlugOf(RefreshToken);
}

internal sealed class RefreshSessionValidator : AbstractValidator<RefreshSession>
{
    private const string NoToken = "This is not a refresh token.";

    public RefreshSessionValidator() =>
        RuleFor(c => c.RefreshToken).Secret(SecretLink.Form, NoToken).MaximumLength(SecretLink.MaximumLength).WithMessage(NoToken);
}

internal sealed class RefreshSessionHandler(IDb db, Sessions sessions, ITerminals terminals, TimeProvider clock)
    : IAnonymousCommandHandler<RefreshSession, Tokens>
{
    // Locked: of two that come with the same token, the second must see that it was used.
    private const string LockTokenSql = """
        select t.refresh_token_id, t.used_at is not null as is_used, s.session_id, s.user_id, s.terminal_id, s.terminal_credential_id,
               s.ended_at is null and coalesce(s.expires_at > @Now, false) and u.disabled_at is null as is_alive
          from identity.refresh_token as t
          join identity.session as s using (tenant_id, session_id)
          join identity.user_account as u using (tenant_id, user_id)
         where t.tenant_id = @tenant
           and s.tenant_id = @tenant
           and u.tenant_id = @tenant
           and t.token_hash = @Hash
           for update of t
        """;

    private const string MarkUsedSql = """
        update identity.refresh_token
           set used_at = @Now
         where tenant_id = @tenant
           and refresh_token_id = @RefreshTokenId
        """;

    private const string SeenSql = """
        update identity.session
           set last_seen_at = @Now
         where tenant_id = @tenant
           and session_id = @SessionId
        """;

    public Task<Tokens> Handle(RefreshSession command, CancellationToken ct) =>
        db.InTransaction(Access.Write, () => RotateAsync(command, ct), ct);

    private async Task<Outcome<Tokens>> RotateAsync(RefreshSession command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var token = await db.QuerySingleOrDefaultAsync<Token>(
            LockTokenSql,
            new { Hash = SecretLink.HashOf(command.RefreshToken), Now = now },
            ct
        );
        if (token is null)
            return Outcome<Tokens>.Refuse(IdentityErrors.RefreshTokenRefused);

        db.Concerns("userId", token.UserId);
        db.Concerns("sessionId", token.SessionId);
        if (token.IsUsed)
            sessions.End(token.UserId, token.SessionId, "refresh token used twice");
        if (token.IsUsed || !token.IsAlive)
            return Outcome<Tokens>.Refuse(IdentityErrors.RefreshTokenRefused);
        if (token.TerminalCredentialId is { } credential && !await terminals.IsEnrolled(credential).SingleOrDefaultAsync(ct))
            return Outcome<Tokens>.Refuse(IdentityErrors.RefreshTokenRefused);

        db.Enqueue(MarkUsedSql, new { token.RefreshTokenId, Now = now });
        db.Enqueue(SeenSql, new { token.SessionId, Now = now });
        return sessions.Issue(token.UserId, token.SessionId, token.TerminalId, now);
    }

    private sealed record Token(
        Guid RefreshTokenId,
        bool IsUsed,
        Guid SessionId,
        Guid UserId,
        Guid? TerminalId,
        Guid? TerminalCredentialId,
        bool IsAlive
    );
}
