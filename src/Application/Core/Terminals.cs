using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Terminals: how one is read, held still and changed.</summary>
internal sealed class Terminals(IDb db, TimeProvider clock)
{
    // The version counts pairings too. A device that pairs is nobody yet and has no store in scope, so it cannot write to the
    // till: what it became, and ceased to be, is counted where it stands.
    public const string Columns = """
        select t.terminal_id, t.store_id, t.code, t.name, c.terminal_credential_id is not null as is_enrolled,
               t.archived_at is not null as is_archived,
               t.version + coalesce((select count(*) + count(p.revoked_at)
                                       from core.terminal_credential as p
                                      where p.tenant_id = @tenant
                                        and p.terminal_id = t.terminal_id), 0)::integer as version
        """;

    public const string Source = """

          from core.terminal as t
          left join core.terminal_credential as c
            on c.tenant_id = @tenant
           and c.terminal_id = t.terminal_id
           and c.revoked_at is null
         where t.tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + Source
        + """

               and t.terminal_id = @TerminalId
            """;

    // Locked: two edits of the same version must not both find it current. Not against what only refers to the till: a
    // device that pairs holds its code and comes for the till, while whoever withdraws the code comes the other way. But
    // against whoever numbers a document, who shares the till.
    private const string LockSql = """
        select terminal_id
          from core.terminal
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           for no key update
        """;

    // In the order of their keys; the store is held before them, so that none is added meanwhile.
    private const string LockOfStoreSql = """
        select terminal_id
          from core.terminal
         where tenant_id = @tenant
           and store_id = @StoreId
         order by terminal_id
           for no key update
        """;

    private const string SaveSql = """
        update core.terminal
           set code = @Code,
               name = @Name,
               archived_at = @ArchivedAt,
               version = version + 1
         where tenant_id = @tenant
           and terminal_id = @TerminalId
        """;

    /// <summary>One terminal; null when it is not in scope.</summary>
    public Task<Terminal?> FindAsync(Guid terminalId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<Terminal>(FindSql, new { TerminalId = terminalId }, ct);

    /// <summary>One terminal, held still until this transaction ends; null when it is not in scope.</summary>
    public Task<Terminal?> LockAsync(Guid terminalId, CancellationToken ct)
    {
        db.Lock(LockSql, new { TerminalId = terminalId });
        return FindAsync(terminalId, ct);
    }

    /// <summary>Queues that all terminals of a locked store are held still: what they are numbering is done first.</summary>
    public void LockOfStore(Guid storeId) => db.Lock(LockOfStoreSql, new { StoreId = storeId });

    /// <summary>Writes what a locked terminal becomes, keeps the change in the audit entry and answers it as it then stands.</summary>
    public async Task<Terminal> SaveAsync(Terminal before, Terminal after, CancellationToken ct)
    {
        db.Changes(before, after);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.TerminalId,
                    after.Code,
                    after.Name,
                    ArchivedAt = after.IsArchived ? clock.GetUtcNow() : (DateTimeOffset?)null,
                }
            )
            .OnConstraint("terminal_code_is_taken", CoreErrors.TerminalCodeTaken);
        return (await FindAsync(after.TerminalId, ct))!; // It is locked, and tills are never deleted.
    }
}
