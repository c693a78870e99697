using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>
/// How a device becomes a till and ceases to be one. Codes and credentials stand behind the tenant's wall only, because a
/// device that pairs is nobody yet: who manages them has found the till in scope first.
/// </summary>
internal sealed class Enrolment(IDb db, IActor actor, TimeProvider clock)
{
    // Not as of now: whoever redeems it at the same time, or by a clock that is behind, must not find it good for a moment longer.
    private const string WithdrawCodesSql =
        """
        update core.pairing_code
           set expires_at = '-infinity'
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and used_at is null
           and expires_at > '-infinity'
        """;

    private const string RevokeSql =
        """
        update core.terminal_credential
           set revoked_at = @Now,
               revoked_by = @RevokedBy
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and revoked_at is null
        """;

    private const string WithdrawCodesOfStoreSql =
        """
        update core.pairing_code as p
           set expires_at = '-infinity'
          from core.terminal as t
         where p.tenant_id = @tenant
           and t.tenant_id = @tenant
           and t.store_id = @StoreId
           and p.terminal_id = t.terminal_id
           and p.used_at is null
           and p.expires_at > '-infinity'
        """;

    private const string RevokeOfStoreSql =
        """
        update core.terminal_credential as c
           set revoked_at = @Now,
               revoked_by = @RevokedBy
          from core.terminal as t
         where c.tenant_id = @tenant
           and t.tenant_id = @tenant
           and t.store_id = @StoreId
           and c.terminal_id = t.terminal_id
           and c.revoked_at is null
        """;

    private const string MakeCodeSql =
        """
        insert into core.pairing_code (pairing_code_id, terminal_id, store_id, code_hash, made_at, made_by, expires_at)
        values (@PairingCodeId, @TerminalId, @StoreId, @CodeHash, @Now, @MadeBy, @ExpiresAt)
        """;

    /// <summary>Queues a code for a till; the ones before it stop working.</summary>
    public void MakeCode(Terminal terminal, byte[] codeHash, DateTimeOffset expiresAt)
    {
        var now = clock.GetUtcNow();
        db.Enqueue(WithdrawCodesSql, new { terminal.TerminalId });
        db.Enqueue(
            MakeCodeSql,
            new { PairingCodeId = Ids.New(), terminal.TerminalId, terminal.StoreId, CodeHash = codeHash, Now = now, MadeBy = actor.ActorId, ExpiresAt = expiresAt });
    }

    /// <summary>Queues the end of a till's enrolment: its device and the sessions at it stop with their next request.</summary>
    public void End(Guid terminalId)
    {
        var now = clock.GetUtcNow();
        db.Enqueue(WithdrawCodesSql, new { TerminalId = terminalId });
        db.Enqueue(RevokeSql, new { TerminalId = terminalId, Now = now, RevokedBy = actor.ActorId });
    }

    /// <summary>The same for all tills of a store.</summary>
    public void EndOfStore(Guid storeId)
    {
        var now = clock.GetUtcNow();
        db.Enqueue(WithdrawCodesOfStoreSql, new { StoreId = storeId });
        db.Enqueue(RevokeOfStoreSql, new { StoreId = storeId, Now = now, RevokedBy = actor.ActorId });
    }
}
