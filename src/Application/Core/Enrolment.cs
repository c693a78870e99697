using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>
/// How a device ceases to be a terminal. Codes and credentials stand behind the tenant's wall only, because a device that pairs is
/// nobody yet: who manages them has found the terminal in scope first.
/// </summary>
internal sealed class Enrolment(IDb db, IActor actor)
{
    // Not as of now: whoever redeems it at the same time, or by a clock that is behind, must not find it good for a moment longer.
    private const string WithdrawCodesSql = """
        update core.pairing_code
           set expires_at = '-infinity'
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and used_at is null
           and expires_at > '-infinity'
        """;

    private const string RevokeSql = """
        update core.terminal_credential
           set revoked_at = @Now,
               revoked_by = @RevokedBy
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and revoked_at is null
        """;

    /// <summary>Queues that the codes of a terminal stop working.</summary>
    public void WithdrawCodes(Guid terminalId) => db.Enqueue(WithdrawCodesSql, new { TerminalId = terminalId });

    /// <summary>Queues the end of a terminal's enrolment: its device and the sessions at it stop with their next request.</summary>
    public void End(Guid terminalId)
    {
        WithdrawCodes(terminalId);
        db.Enqueue(
            RevokeSql,
            new
            {
                TerminalId = terminalId,
                actor.Now,
                RevokedBy = actor.ActorId,
            }
        );
    }
}
