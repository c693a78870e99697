using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: the gapless numbers of documents, a terminal's or the merchant's.</summary>
public sealed class DocumentNumbers(IDb db)
{
    // The row stays locked until the transaction ends: that is what makes the numbers gapless, and why only sales of
    // the same till wait for each other here. Numbered is only a till of this store: the counter of another one is behind
    // the wall between stores, and running into it would be a failure instead of an answer. The till is shared until the
    // transaction ends, because its key alone does not hold off whoever archives it or changes a code: they hold the till
    // first, then look at what was numbered.
    private const string NextSql = """
        insert into core.document_number as n (tenant_id, terminal_id, kind, store_id, last_number)
        select tenant_id, terminal_id, @Kind, store_id, 1
          from core.terminal
         where tenant_id = @tenant
           and store_id = @StoreId
           and terminal_id = @TerminalId
           for share
            on conflict (tenant_id, terminal_id, kind) do update
           set last_number = n.last_number + 1
        returning last_number, business_date
        """;

    // Once a day and till; the till's row is held since its number was taken.
    private const string DayReachedSql = """
        update core.document_number
           set business_date = @Day
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and kind = @Kind
        """;

    // As above, for documents that belong to no till.
    private const string NextOfTenantSql = """
        insert into core.tenant_document_number as n (kind, last_number)
        values (@Kind, 1)
            on conflict (tenant_id, kind) do update
           set last_number = n.last_number + 1
        returning last_number
        """;

    /// <summary>The merchant's next number, given back if the transaction does not commit.</summary>
    /// <param name="kind"><c>purchase_order</c> or <c>transfer</c>.</param>
    public Deferred<long> NextOfTenant(string kind) => db.Defer<long>(NextOfTenantSql, new { Kind = kind });

    /// <summary>
    /// The terminal's next number, given back if the transaction does not commit; none if the store has no such terminal. What is read
    /// of store and terminal after it holds until then; what is read before it may be over.
    /// </summary>
    /// <param name="kind"><c>sale</c>, <c>return</c> or <c>z_report</c>.</param>
    public Deferred<DocumentNumber> Next(Guid storeId, Guid terminalId, string kind) =>
        db.Defer<DocumentNumber>(
            NextSql,
            new
            {
                StoreId = storeId,
                TerminalId = terminalId,
                Kind = kind,
            }
        );

    /// <summary>Queues that the terminal's documents have reached a business day: its later ones are not of an earlier day.</summary>
    /// <remarks>After <see cref="Next"/>, in the same transaction.</remarks>
    public void DayReached(Guid terminalId, string kind, DateOnly day) =>
        db.Enqueue(
            DayReachedSql,
            new
            {
                TerminalId = terminalId,
                Kind = kind,
                Day = day,
            }
        );
}

/// <param name="LastNumber">The number that was taken.</param>
/// <param name="BusinessDate">The latest business day that the terminal's documents of the kind have reached before.</param>
public sealed record DocumentNumber(long LastNumber, DateOnly? BusinessDate);
