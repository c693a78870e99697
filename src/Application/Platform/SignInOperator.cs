using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Signs an operator of the platform in, outside of every tenant.</summary>
public sealed record SignInOperator(string Email, string Password) : IAnonymousCommand<OperatorTokens>, ITenantless;

/// <param name="AccessToken">Bearer token for the operations of the platform.</param>
/// <param name="ExpiresIn">Seconds until it and the session end; there is no refresh.</param>
public sealed record OperatorTokens(
    [property: Form(Forms.Jwt, 4_000)] string AccessToken,
    [property: Range(1, 86_400)] int ExpiresIn);

internal sealed class SignInOperatorValidator : AbstractValidator<SignInOperator>
{
    public SignInOperatorValidator()
    {
        RuleFor(c => c.Email).TypedEmail();
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

    // Locked: a new password that is given now waits, and then ends this session with the others.
    private const string LockSql =
        """
        select operator_id
          from platform.operator
         where operator_id = @OperatorId
           and password_hash = @PasswordHash
           and disabled_at is null
           for no key update
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
                var claimed = await attempts.ClaimAsync(command.Email, context.Network, ct);
                return (await db.QuerySingleOrDefaultAsync<Found>(FindSql, new { command.Email }, ct), claimed);
            },
            ct);
        var isRight = await db.CheckCountedAsync(
            () => credentials.IsRightAsync(command.Password, found?.PasswordHash, ct), () => attempts.TakeBack(account, context.Network), ct);
        return await db.InTransaction(Access.Write, () => DecideAsync(found, account, isRight, ct), ct);
    }

    private async Task<Outcome<OperatorTokens>> DecideAsync(Found? found, string account, bool isRight, CancellationToken ct)
    {
        if (found is not null)
            db.Concerns("operatorId", found.OperatorId);
        if (found is null || !isRight || await db.QuerySingleOrDefaultAsync<Guid?>(LockSql, found, ct) is null)
            return Outcome<OperatorTokens>.Refuse(PlatformErrors.SignInFailed);

        attempts.Forgive(account, context.Network);
        var now = clock.GetUtcNow();
        var session = Ids.New();
        db.Concerns("sessionId", session);
        db.Enqueue(StartSql, new { SessionId = session, found.OperatorId, Now = now, ExpiresAt = now + Lifetime, context.ClientAddress, context.UserAgent });
        return new OperatorTokens(credentials.Issue(found.OperatorId, session, Lifetime), (int)Lifetime.TotalSeconds);
    }

    private sealed record Found(Guid OperatorId, string PasswordHash);
}
