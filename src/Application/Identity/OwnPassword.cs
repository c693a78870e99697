using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>Asks a signed-in person for their own password again, as often as signing in would let them guess.</summary>
internal sealed class OwnPassword(IDb db, IPasswordHasher passwords, SignInAttempts attempts, IActor actor)
{
    private const string HashSql =
        """
        select password_hash
          from identity.user_account
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    // Of its own: whoever guesses at an open session does not block the sign-in of its owner.
    private string Subject => $"own {actor.UserId}";

    /// <summary>Is it right? Opens a transaction of its own, so that none waits while it is hashed.</summary>
    /// <exception cref="Domain.Common.Refused">There were too many wrong ones.</exception>
    public async Task<bool> CheckAsync(string password, CancellationToken ct)
    {
        var hash = await db.InTransaction<string?>(
            Access.Bookkeeping,
            async () =>
            {
                await attempts.ClaimAsync(AttemptKind.AccountAtAddress, Subject, ct);
                return await db.QuerySingleOrDefaultAsync<string?>(HashSql, new { actor.UserId }, ct);
            },
            ct);
        return (await passwords.CheckAsync(password, hash, ct)).IsRight;
    }

    /// <summary>Queues that it was right.</summary>
    public void Forgive() => attempts.Forgive(AttemptKind.AccountAtAddress, Subject);
}
