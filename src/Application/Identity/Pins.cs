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

    /// <summary>Checks a PIN at the till of this request. Opens a transaction of its own, so that none waits while it is hashed.</summary>
    /// <exception cref="Domain.Common.Refused">There were too many wrong ones.</exception>
    public async Task<PinCheck> CheckAsync(Guid userId, string pin, CancellationToken ct)
    {
        var failures = 0;
        var hash = await db.InTransaction<string?>(
            Access.Bookkeeping,
            async () =>
            {
                var found = await db.QuerySingleOrDefaultAsync<string?>(FindSql, new { UserId = userId }, ct);
                await attempts.ClaimAsync(AttemptKind.PinAtTerminal, AtTerminal(userId), ct);
                failures = await attempts.ClaimAsync(AttemptKind.Pin, userId.ToString(), ct);
                return found;
            },
            ct);
        var isRight = (await hasher.CheckAsync(pin, hash, ct)).IsRight;
        return new PinCheck(isRight, IsDead: !isRight && hash is not null && failures >= Deadly);
    }

    /// <summary>Queues what follows from a check: a right PIN is forgiven its failures, a dead one is withdrawn.</summary>
    public void Settle(Guid userId, PinCheck check)
    {
        if (check.IsRight)
            Forgive(userId);
        else if (check.IsDead)
            Set(userId, pinHash: null);
    }

    /// <summary>Queues a new PIN, or for null that there is none.</summary>
    public void Set(Guid userId, string? pinHash)
    {
        db.Enqueue(SetSql, new { UserId = userId, PinHash = pinHash, Now = clock.GetUtcNow(), SetBy = context.ActorId });
        attempts.Forgive(AttemptKind.Pin, userId.ToString());
    }

    private void Forgive(Guid userId)
    {
        attempts.Forgive(AttemptKind.PinAtTerminal, AtTerminal(userId));
        attempts.Forgive(AttemptKind.Pin, userId.ToString());
    }

    private string AtTerminal(Guid userId) => $"{userId} {context.TerminalId}";
}

/// <param name="IsDead">It was wrong once too often.</param>
internal readonly record struct PinCheck(bool IsRight, bool IsDead);
