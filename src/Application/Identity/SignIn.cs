using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>Signs a person in with email and password and starts a session.</summary>
public sealed record SignIn(string Email, string Password) : IAnonymousCommand<Tokens>;

/// <param name="AccessToken">Bearer token for the other operations.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Exchanges once for the next pair of tokens.</param>
public sealed record Tokens(string AccessToken, int ExpiresIn, string RefreshToken);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Email).ShortText(254);
        // Long enough for every pass phrase, short enough that hashing it costs no more than hashing.
        RuleFor(c => c.Password).NotEmpty().MaximumLength(256);
    }
}

internal sealed class SignInHandler(IDb db, IPasswordHasher passwords, Sessions sessions) : IAnonymousCommandHandler<SignIn, Tokens>
{
    private const string FindUserSql =
        """
        select user_id, password_hash
          from identity.user_account
         where tenant_id = @tenant
           and email_key = lower(@Email)
           and disabled_at is null
        """;

    private const string RehashSql =
        """
        update identity.user_account
           set password_hash = @NewHash
         where tenant_id = @tenant
           and user_id = @UserId
           and password_hash = @OldHash
        """;

    public async Task<Tokens> Handle(SignIn command, CancellationToken ct)
    {
        // Read, release, hash, write: no connection waits while a password is hashed.
        var user = await db.InTransaction<User?>(Access.Read, async () => await FindUserAsync(command.Email, ct), ct);
        var check = await passwords.CheckAsync(command.Password, user?.PasswordHash, ct);
        var newHash = check.IsOutdated ? await passwords.HashAsync(command.Password, ct) : null;

        return await db.InTransaction<Tokens>(
            Access.Write,
            () =>
            {
                if (user is not null)
                    db.Concerns("userId", user.UserId);
                if (user is null || !check.IsRight)
                    return Task.FromResult(Outcome<Tokens>.Refuse(IdentityErrors.SignInFailed));
                if (newHash is not null)
                    db.Enqueue(RehashSql, new { user.UserId, NewHash = newHash, OldHash = user.PasswordHash });
                return Task.FromResult<Outcome<Tokens>>(sessions.Start(user.UserId));
            },
            ct);
    }

    private async Task<Outcome<User?>> FindUserAsync(string email, CancellationToken ct) =>
        await db.QuerySingleOrDefaultAsync<User>(FindUserSql, new { Email = email }, ct);

    private sealed record User(Guid UserId, string? PasswordHash);
}
