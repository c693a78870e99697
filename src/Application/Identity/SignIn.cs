using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Signs a person in with email and password, and a second factor where there is one, and starts a session.</summary>
/// <param name="Code">Of the authenticator app, or a recovery code; only for those who have a second factor.</param>
public sealed record SignIn(string Email, string Password, string? Code = null) : IAnonymousCommand<Tokens>;

/// <param name="AccessToken">Bearer token for the other operations.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Exchanges once for the next pair of tokens.</param>
public sealed record Tokens(
    [property: Form(Forms.Jwt, 4_000)] string AccessToken,
    [property: Range(1, 86_400)] int ExpiresIn,
    [property: Form(Forms.VisibleAscii, 200)] string RefreshToken
);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Email).TypedEmail();
        RuleFor(c => c.Password).Password(PasswordRules.Longest);
        RuleFor(c => c.Code).Code(SecondFactors.LongestCode);
    }
}

internal sealed class SignInHandler(
    IDb db,
    IPasswordHasher passwords,
    PasswordAttempts attempts,
    SecondFactors secondFactors,
    Sessions sessions
) : IAnonymousCommandHandler<SignIn, Tokens>
{
    private const string FindUserSql = """
        select user_id, password_hash, second_factor_since is not null as has_second_factor
          from identity.user_account
         where tenant_id = @tenant
           and email_key = lower(@Email)
           and disabled_at is null
        """;

    // The account is named as the database compares it: a spelling of which .NET thinks otherwise would be counted apart.
    private const string SubjectSql = """
        select lower(@Email) as account,
               exists (select
                         from identity.session
                        where tenant_id = @tenant
                          and user_id = @UserId
                          and client_address <<= @Network::inet
                          and started_at > @Since)
               or exists (select
                            from identity.password_link
                           where tenant_id = @tenant
                             and user_id = @UserId
                             and used_from <<= @Network::inet
                             and used_at > @Since) as is_known
        """;

    // Locked: a change of the password that comes now waits, and then ends this session with the others; one that came
    // while the password was hashed is seen. After the second factor's rows, as where one is removed.
    private const string LockSql = """
        select user_id
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
           and password_hash = @PasswordHash
           and disabled_at is null
           for no key update
        """;

    private const string RehashSql = """
        update identity.user_account
           set password_hash = @NewHash
         where tenant_id = @tenant
           and user_id = @UserId
           and password_hash = @OldHash
        """;

    public async Task<Tokens> Handle(SignIn command, CancellationToken ct)
    {
        // Read, release, hash, write: no connection waits while a password is hashed. The attempt is counted before it is
        // checked, whether there is such a user or not.
        var (user, claim) = await db.InTransaction<(User?, PasswordClaim)>(
            Access.Bookkeeping,
            async () =>
            {
                var named = await db.QuerySingleOrDefaultAsync<User>(FindUserSql, new { command.Email }, ct);
                return (named, await ClaimAsync(command.Email, named?.UserId, ct));
            },
            ct
        );
        var check = await db.CheckCountedAsync(
            () => passwords.CheckAsync(command.Password, user?.PasswordHash, ct),
            () => attempts.TakeBack(claim),
            ct
        );
        if (check.IsOutdated && user is { } found)
            (user, check) = await RenewAsync(command, found, check, ct);
        return await db.InTransaction(Access.Write, () => DecideAsync(command, user, claim, check.IsRight, ct), ct);
    }

    private async Task<PasswordClaim> ClaimAsync(string email, Guid? userId, CancellationToken ct)
    {
        var subject = await db.QuerySingleOrDefaultAsync<Subject>(
            SubjectSql,
            new
            {
                Email = email,
                UserId = userId,
                attempts.Network,
                attempts.Since,
            },
            ct
        );
        return subject is { Account: { } account }
            ? await attempts.ClaimAsync(account, subject.IsKnown is true, ct)
            : throw new InvalidOperationException("Naming the account answered nothing.");
    }

    // Of many who sign in at once one is the first to write a new hash; the others' password is held to what that one wrote.
    private async Task<(User?, PasswordCheck)> RenewAsync(SignIn command, User user, PasswordCheck check, CancellationToken ct)
    {
        var newHash = await passwords.HashAsync(command.Password, ct);
        var current = await db.InTransaction<User?>(
            Access.Bookkeeping,
            async () =>
                await db.ExecuteAsync(
                    RehashSql,
                    new
                    {
                        user.UserId,
                        NewHash = newHash,
                        OldHash = user.PasswordHash,
                    },
                    ct
                ) == 1
                    ? user with
                    {
                        PasswordHash = newHash,
                    }
                    : await db.QuerySingleOrDefaultAsync<User>(FindUserSql, new { command.Email }, ct),
            ct
        );
        return (
            current,
            current?.PasswordHash == newHash ? check : await passwords.CheckAsync(command.Password, current?.PasswordHash, ct)
        );
    }

    private async Task<Outcome<Tokens>> DecideAsync(SignIn command, User? user, PasswordClaim claim, bool isRight, CancellationToken ct)
    {
        if (user is not null)
            db.Concerns("userId", user.UserId);
        if (user is null || !isRight)
            return Outcome<Tokens>.Refuse(IdentityErrors.SignInFailed);
        attempts.Forgive(claim); // The code of a second factor, which may be missing yet, is counted by itself.
        if (user.HasSecondFactor && await secondFactors.ProblemAsync(user.UserId, command.Code, ct) is { } problem)
            return Outcome<Tokens>.Refuse(problem);
        if (await db.QuerySingleOrDefaultAsync<Guid?>(LockSql, new { user.UserId, user.PasswordHash }, ct) is null)
            return Outcome<Tokens>.Refuse(IdentityErrors.SignInFailed);

        var isLimited = !user.HasSecondFactor && await secondFactors.IsRequiredAsync(ct);
        return sessions.Start(
            user.UserId,
            new SessionStart(SessionStart.ByPassword, HasShownSecondFactor: user.HasSecondFactor, IsLimited: isLimited)
        );
    }

    private sealed record Subject(string? Account, bool? IsKnown);

    private sealed record User(Guid UserId, string? PasswordHash, bool HasSecondFactor);
}
