using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: the gapless numbers of documents, a till's or the merchant's.</summary>
public sealed class DocumentNumbers(IDb db)
{
    // The row stays locked until the transaction ends: that is what makes the numbers gapless, and why only sales of
    // the same till wait for each other here. Numbered is only a till of this store: the counter of another one is behind
    // the wall between stores, and running into it would be a failure instead of an answer.
    private const string NextSql =
        """
        insert into core.document_number as n (terminal_id, kind, store_id, last_number)
        select terminal_id, @Kind, store_id, 1
          from core.terminal
         where tenant_id = @tenant
           and store_id = @StoreId
           and terminal_id = @TerminalId
            on conflict (tenant_id, terminal_id, kind) do update
           set last_number = n.last_number + 1
        returning last_number
        """;

    // As above, for documents that belong to no till.
    private const string NextOfTenantSql =
        """
        insert into core.tenant_document_number as n (kind, last_number)
        values (@Kind, 1)
            on conflict (tenant_id, kind) do update
           set last_number = n.last_number + 1
        returning last_number
        """;

    /// <summary>The merchant's next number, given back if the transaction does not commit.</summary>
    /// <param name="kind"><c>purchase_order</c> or <c>transfer</c>.</param>
    public Deferred<long> NextOfTenant(string kind) => db.Defer<long>(NextOfTenantSql, new { Kind = kind });

    /// <summary>The till's next number, given back if the transaction does not commit; none if the store has no such till.</summary>
    /// <param name="kind"><c>sale</c> or <c>z_report</c>.</param>
    public Deferred<long> Next(Guid storeId, Guid terminalId, string kind) =>
        db.Defer<long>(NextSql, new { StoreId = storeId, TerminalId = terminalId, Kind = kind });
}
