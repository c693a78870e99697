using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Application.Identity;

/// <summary>PINs as they are kept and checked. They work at an enrolled till only, for people who have a role where it stands.</summary>
internal sealed class Pins(IDb db, IPasswordHasher hasher, SignInAttempts attempts, RequestContext context, TimeProvider clock)
{
    // So many wrong ones in a row, however slowly, and the PIN is dead until it is set anew: ten thousand are soon tried.
    private const int Deadly = 20;

    // In scope is the store of the till.
    private const string FindSql =
        """
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

    private const string SetSql =
        """
        insert into identity.pin (user_id, pin_hash, set_at, set_by)
        values (@UserId, @PinHash, @Now, @SetBy)
            on conflict (tenant_id, user_id) do update
           set pin_hash = excluded.pin_hash,
               set_at = excluded.set_at,
               set_by = excluded.set_by
        """;

    // The one that was guessed at, and none that was set meanwhile.
    private const string KillSql =
        """
        update identity.pin
           set pin_hash = null
         where tenant_id = @tenant
           and user_id = @UserId
           and pin_hash = @PinHash
        """;

    /// <summary>
    /// Is it this person's PIN, at the till of this request? Opens transactions of its own, so that none waits while it is
    /// hashed, and so that a right PIN is no failure though what it was typed for is refused.
    /// </summary>
    /// <exception cref="Domain.Common.Refused">There were too many wrong ones.</exception>
    public async Task<bool> CheckAsync(Guid userId, string pin, CancellationToken ct)
    {
        var (hash, failures) = await db.InTransaction<(string?, int)>(
            Access.Bookkeeping,
            async () =>
            {
                var found = await db.QuerySingleOrDefaultAsync<string?>(FindSql, new { UserId = userId }, ct);
                await attempts.ClaimAsync(AttemptKind.PinAtTerminal, AtTerminal(userId), ct);
                return (found, await attempts.ClaimAsync(AttemptKind.Pin, userId.ToString(), ct));
            },
            ct);
        var isRight = (await hasher.CheckAsync(pin, hash, ct)).IsRight;
        if (isRight || failures >= Deadly)
            await db.InTransaction<bool>(Access.Bookkeeping, () => Task.FromResult<Outcome<bool>>(Settle(userId, hash, isRight)), ct);
        return isRight;
    }

    /// <summary>Queues a new PIN, or for null that there is none.</summary>
    public void Set(Guid userId, string? pinHash)
    {
        db.Enqueue(SetSql, new { UserId = userId, PinHash = pinHash, Now = clock.GetUtcNow(), SetBy = context.ActorId });
        attempts.Forgive(AttemptKind.Pin, userId.ToString());
    }

    private bool Settle(Guid userId, string? pinHash, bool isRight)
    {
        if (!isRight)
        {
            db.Enqueue(KillSql, new { UserId = userId, PinHash = pinHash });
            return false;
        }

        attempts.Forgive(AttemptKind.PinAtTerminal, AtTerminal(userId));
        attempts.Forgive(AttemptKind.Pin, userId.ToString());
        return true;
    }

    private string AtTerminal(Guid userId) => $"{userId} {context.TerminalId}";
}
