using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Exchanges a refresh token for the next pair of tokens; a token that comes back a second time ends its session.</summary>
public sealed record RefreshSession(string RefreshToken) : IAnonymousCommand<Tokens>
{
    string? IAnonymousCommand<Tokens>.TenantSlug => Identity.RefreshToken.TenantSlugOf(RefreshToken);
}

internal sealed class RefreshSessionValidator : AbstractValidator<RefreshSession>
{
    public RefreshSessionValidator() => RuleFor(c => c.RefreshToken)
        .MaximumLength(200)
        .Matches(@"^[a-z0-9-]+\.[A-Za-z0-9_-]+\z").WithMessage("This is not a refresh token.");
}

internal sealed class RefreshSessionHandler(IDb db, Sessions sessions, TimeProvider clock) : IAnonymousCommandHandler<RefreshSession, Tokens>
{
    // Locked: of two that come with the same token, the second must see that it was used.
    private const string LockTokenSql =
        """
        select t.refresh_token_id, t.used_at is not null as is_used, s.session_id, s.user_id,
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

    private const string MarkUsedSql =
        """
        update identity.refresh_token
           set used_at = @Now
         where tenant_id = @tenant
           and refresh_token_id = @RefreshTokenId
        """;

    public Task<Tokens> Handle(RefreshSession command, CancellationToken ct) => db.InTransaction(Access.Write, () => RotateAsync(command, ct), ct);

    private async Task<Outcome<Tokens>> RotateAsync(RefreshSession command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var token = await db.QuerySingleOrDefaultAsync<Token>(LockTokenSql, new { Hash = RefreshToken.HashOf(command.RefreshToken), Now = now }, ct);
        if (token is null)
            return Outcome<Tokens>.Refuse(IdentityErrors.RefreshTokenRefused);

        db.Concerns("userId", token.UserId);
        db.Concerns("sessionId", token.SessionId);
        if (token.IsUsed)
            sessions.End(token.SessionId, "refresh token used twice");
        if (token.IsUsed || !token.IsAlive)
            return Outcome<Tokens>.Refuse(IdentityErrors.RefreshTokenRefused);

        db.Enqueue(MarkUsedSql, new { token.RefreshTokenId, Now = now });
        return sessions.Continue(token.UserId, token.SessionId);
    }

    private sealed record Token(Guid RefreshTokenId, bool IsUsed, Guid SessionId, Guid UserId, bool IsAlive);
}
