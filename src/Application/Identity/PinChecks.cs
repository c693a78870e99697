using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>Checks PINs. They work at an enrolled terminal only, for people who have a role where it stands.</summary>
internal sealed class PinChecks(IDb db, IPasswordHasher hasher, SignInAttempts attempts, Users users, RequestContext context)
{
    // So many wrong ones in a row, however slowly, and the PIN is dead until it is set anew: ten thousand are soon tried.
    private const int Deadly = 20;

    // In scope is the store of the till.
    private const string FindSql = """
        select p.pin_hash
          from identity.pin as p
          join identity.user_account as u using (tenant_id, user_id)
         where p.tenant_id = @tenant
           and u.tenant_id = @tenant
           and p.user_id = @UserId
           and u.disabled_at is null
           and exists (select
                         from identity.access_grant as g
                        where g.tenant_id = @tenant
                          and g.user_id = @UserId
                          and g.revoked_at is null
                          and (g.store_id is null or g.store_id = any ((select app.store_scope())::uuid[])))
        """;

    // The one that was guessed at, and none that was set meanwhile.
    private const string KillSql = """
        update identity.pin
           set pin_hash = null
         where tenant_id = @tenant
           and user_id = @UserId
           and pin_hash = @PinHash
        """;

    /// <summary>
    /// Is it this person's PIN, at the terminal of this request? Opens transactions of its own, so that none waits while it is
    /// hashed, and so that a right PIN is no failure though what it was typed for is refused.
    /// </summary>
    /// <returns>The PIN as it was found to be right, null when it was wrong.</returns>
    /// <exception cref="Domain.Common.Refused">There were too many wrong ones.</exception>
    public async Task<RightPin?> CheckAsync(Guid userId, string pin, CancellationToken ct)
    {
        var (hash, failures) = await db.InTransaction<(string?, int)>(
            Access.Bookkeeping,
            async () =>
            {
                var found = await db.QuerySingleOrDefaultAsync<string?>(FindSql, new { UserId = userId }, ct);
                await attempts.ClaimAsync(AttemptKind.PinAtTerminal, AtTerminal(userId), ct);
                await attempts.ClaimAsync(AttemptKind.Terminal, Terminal, ct);
                return (found, await attempts.ClaimAsync(AttemptKind.Pin, userId.ToString(), ct));
            },
            ct
        );
        // Without a hash, too: the time it takes tells nothing about who has a PIN.
        var right = (await db.CheckCountedAsync(() => hasher.CheckAsync(pin, hash, ct), () => TakeBack(userId), ct)).IsRight
            ? new RightPin(userId, hash!)
            : null; // Nothing is right without a hash.
        if (right is not null || failures >= Deadly)
            await db.KeepAsync(() => Decide(userId, hash, right is not null), ct);
        return right;
    }

    private void Decide(Guid userId, string? pinHash, bool isRight)
    {
        if (isRight)
        {
            attempts.Forgive(AttemptKind.PinAtTerminal, AtTerminal(userId));
            attempts.TakeBack(AttemptKind.Terminal, Terminal);
            attempts.Forgive(AttemptKind.Pin, userId.ToString());
        }
        else if (pinHash is not null)
        {
            db.Enqueue(KillSql, new { UserId = userId, PinHash = pinHash });
            users.Touch(userId);
        }
    }

    private void TakeBack(Guid userId)
    {
        attempts.TakeBack(AttemptKind.PinAtTerminal, AtTerminal(userId));
        attempts.TakeBack(AttemptKind.Terminal, Terminal);
        attempts.TakeBack(AttemptKind.Pin, userId.ToString());
    }

    private string Terminal => context.TerminalId.ToString()!; // PINs are typed at tills only.

    private string AtTerminal(Guid userId) => $"{userId} {context.TerminalId}";
}

/// <summary>A PIN that was shown and was right.</summary>
internal sealed record RightPin(Guid UserId, string PinHash);
