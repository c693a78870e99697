using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Tills as they are kept.</summary>
internal sealed class TerminalRecords(IDb db, TimeProvider clock)
{
    // The version counts pairings too. A device that pairs is nobody yet and has no store in scope, so it cannot write to the
    // till: what it became, and ceased to be, is counted where it stands.
    private const string Columns =
        """
        select t.terminal_id, t.store_id, t.code, t.name, c.terminal_credential_id is not null as is_enrolled,
               t.archived_at is not null as is_archived,
               t.version + coalesce((select count(*) + count(p.revoked_at)
                                       from core.terminal_credential as p
                                      where p.tenant_id = @tenant
                                        and p.terminal_id = t.terminal_id), 0)::integer as version
        """;

    private const string Source =
        """

          from core.terminal as t
          left join core.terminal_credential as c
            on c.tenant_id = @tenant
           and c.terminal_id = t.terminal_id
           and c.revoked_at is null
         where t.tenant_id = @tenant
        """;

    private const string ListSql =
        Columns + ", c.last_seen_at, t.name_order" + Source +
        """

           and (@StoreId::uuid is null or t.store_id = @StoreId)
           and (@AfterName::text is null or (t.name_order, t.terminal_id) > (@AfterName, @AfterId))
         order by t.name_order, t.terminal_id
         limit @Limit
        """;

    private const string FindSql =
        Columns + Source +
        """

           and t.terminal_id = @TerminalId
        """;

    // Locked: two edits of the same version must not both find it current. Not against what only refers to the till: a
    // device that pairs holds its code and comes for the till, while whoever withdraws the code comes the other way. But
    // against whoever numbers a document, who shares the till.
    private const string LockSql =
        """
        select terminal_id
          from core.terminal
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           for no key update
        """;

    // In the order of their keys; the store is held before them, so that none is added meanwhile.
    private const string LockOfStoreSql =
        """
        select terminal_id
          from core.terminal
         where tenant_id = @tenant
           and store_id = @StoreId
         order by terminal_id
           for no key update
        """;

    private const string AddSql =
        """
        insert into core.terminal (terminal_id, store_id, code, name, created_at)
        values (@TerminalId, @StoreId, @Code, @Name, @Now)
        """;

    private const string SaveSql =
        """
        update core.terminal
           set code = @Code,
               name = @Name,
               archived_at = @ArchivedAt,
               version = version + 1
         where tenant_id = @tenant
           and terminal_id = @TerminalId
        """;

    /// <summary>Tills by name, one more than asked for if there are more.</summary>
    public Task<IReadOnlyList<OrderedTerminal>> ListAsync(Guid? storeId, TerminalKey? after, int limit, CancellationToken ct) =>
        db.QueryAsync<OrderedTerminal>(ListSql, new { StoreId = storeId, AfterName = after?.NameOrder, AfterId = after?.TerminalId, Limit = limit + 1 }, ct);

    /// <summary>One till; null when it is not in scope.</summary>
    public Task<Terminal?> FindAsync(Guid terminalId, CancellationToken ct) => db.QuerySingleOrDefaultAsync<Terminal>(FindSql, new { TerminalId = terminalId }, ct);

    /// <summary>One till, held still until this transaction ends; null when it is not in scope.</summary>
    public Task<Terminal?> LockAsync(Guid terminalId, CancellationToken ct)
    {
        db.Defer<Guid>(LockSql, new { TerminalId = terminalId });
        return FindAsync(terminalId, ct);
    }

    /// <summary>Queues that all tills of a locked store are held still: what they are numbering is done first.</summary>
    public void LockOfStore(Guid storeId) => db.Defer<Guid>(LockOfStoreSql, new { StoreId = storeId });

    /// <summary>Queues a new till.</summary>
    public void Add(Terminal terminal) =>
        db.Enqueue(AddSql, new { terminal.TerminalId, terminal.StoreId, terminal.Code, terminal.Name, Now = clock.GetUtcNow() })
            .OnConstraint("terminal_code_is_taken", CoreErrors.TerminalCodeTaken);

    /// <summary>Writes what a locked till becomes, keeps the change in the audit entry and answers it as it then stands.</summary>
    public async Task<Terminal> SaveAsync(Terminal before, Terminal after, CancellationToken ct)
    {
        db.Changes(before, after);
        db.Enqueue(SaveSql, new { after.TerminalId, after.Code, after.Name, ArchivedAt = after.IsArchived ? clock.GetUtcNow() : (DateTimeOffset?)null })
            .OnConstraint("terminal_code_is_taken", CoreErrors.TerminalCodeTaken);
        return (await FindAsync(after.TerminalId, ct))!; // It is locked, and tills are never deleted.
    }
}
