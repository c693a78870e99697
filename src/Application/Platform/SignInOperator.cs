using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;

namespace PosCommerce.Application.Platform;

/// <summary>Signs an operator of the platform in, outside of every tenant.</summary>
public sealed record SignInOperator(string Email, string Password) : IAnonymousCommand<OperatorTokens>, ITenantless;

/// <param name="AccessToken">Bearer token for the operations of the platform.</param>
/// <param name="ExpiresIn">Seconds until it and the session end; there is no refresh.</param>
public sealed record OperatorTokens(string AccessToken, int ExpiresIn);

internal sealed class SignInOperatorValidator : AbstractValidator<SignInOperator>
{
    public SignInOperatorValidator()
    {
        RuleFor(c => c.Email).ShortText(254);
        RuleFor(c => c.Password).Password(256);
    }
}

internal sealed class SignInOperatorHandler(IDb db, OperatorAttempts attempts, IOperatorCredentials credentials, RequestContext context, TimeProvider clock)
    : IAnonymousCommandHandler<SignInOperator, OperatorTokens>
{
    // Short, because what an operator can do is far-reaching.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string FindSql =
        """
        select operator_id, password_hash
          from platform.operator
         where email_key = lower(@Email)
           and disabled_at is null
        """;

    private const string StartSql =
        """
        insert into platform.operator_session (session_id, operator_id, started_at, expires_at, client_address, user_agent)
        values (@SessionId, @OperatorId, @Now, @ExpiresAt, @ClientAddress::inet, @UserAgent)
        """;

    public async Task<OperatorTokens> Handle(SignInOperator command, CancellationToken ct)
    {
        // Counted before it is checked, so that many at once are many; no connection waits while the password is hashed.
        var (found, account) = await db.InTransaction<(Found?, string)>(
            Access.Bookkeeping,
            async () =>
            {
                var claimed = await attempts.ClaimAsync(command.Email, context.ClientAddress, ct);
                return (await db.QuerySingleOrDefaultAsync<Found>(FindSql, new { command.Email }, ct), claimed);
            },
            ct);
        var isRight = await credentials.IsRightAsync(command.Password, found?.PasswordHash, ct);
        return await db.InTransaction<OperatorTokens>(Access.Write, () => DecideAsync(found, account, isRight), ct);
    }

    private Task<Outcome<OperatorTokens>> DecideAsync(Found? found, string account, bool isRight)
    {
        if (found is not null)
            db.Concerns("operatorId", found.OperatorId);
        if (found is null || !isRight)
            return Task.FromResult(Outcome<OperatorTokens>.Refuse(PlatformErrors.SignInFailed));

        attempts.Forgive(account, context.ClientAddress);
        var now = clock.GetUtcNow();
        var session = Guid.CreateVersion7(now);
        db.Concerns("sessionId", session);
        db.Enqueue(StartSql, new { SessionId = session, found.OperatorId, Now = now, ExpiresAt = now + Lifetime, context.ClientAddress, context.UserAgent });
        return Task.FromResult<Outcome<OperatorTokens>>(new OperatorTokens(credentials.Issue(found.OperatorId, session, Lifetime), (int)Lifetime.TotalSeconds));
    }

    private sealed record Found(Guid OperatorId, string PasswordHash);
}
