using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>Asks a signed-in person for their own password again, as often as signing in would let them guess.</summary>
internal sealed class OwnPassword(IDb db, IPasswordHasher passwords, SignInAttempts attempts, IActor actor)
{
    private const string HashSql = """
        select password_hash
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    // Locked: of two changes that were both shown the old one, the second finds it gone.
    private const string LockSql = """
        select user_id
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
           and password_hash = @PasswordHash
           for no key update
        """;

    // Of its own: whoever guesses at an open session does not block the sign-in of its owner.
    private string Subject => $"own {actor.UserId}";

    /// <summary>Is it right? Opens transactions of its own, so that none waits while it is hashed.</summary>
    /// <returns>The password as it was found to be right, null when it was wrong.</returns>
    /// <exception cref="Domain.Common.Refused">There were too many wrong ones.</exception>
    public async Task<RightPassword?> CheckAsync(string password, CancellationToken ct)
    {
        var hash = await db.InTransaction<string?>(
            Access.Bookkeeping,
            async () =>
            {
                await attempts.ClaimAsync(AttemptKind.AccountAtAddress, Subject, ct);
                return await db.QuerySingleOrDefaultAsync<string?>(HashSql, new { actor.UserId }, ct);
            },
            ct
        );
        var check = await db.CheckCountedAsync(
            () => passwords.CheckAsync(password, hash, ct),
            () => attempts.TakeBack(AttemptKind.AccountAtAddress, Subject),
            ct
        );
        if (!check.IsRight)
            return null;
        await db.KeepAsync(() => attempts.Forgive(AttemptKind.AccountAtAddress, Subject), ct);
        return new RightPassword(hash!); // Nothing is right without a hash.
    }

    /// <summary>Holds a password that was right until this transaction ends; false when it has been changed meanwhile.</summary>
    public async Task<bool> HoldAsync(RightPassword password, CancellationToken ct) =>
        await db.QuerySingleOrDefaultAsync<Guid?>(LockSql, new { actor.UserId, password.PasswordHash }, ct) is not null;
}

/// <summary>A password that was shown and was right.</summary>
internal sealed record RightPassword(string PasswordHash);
