using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: the gapless numbers of a till's documents.</summary>
public sealed class DocumentNumbers(IDb db)
{
    // The row stays locked until the transaction ends: that is what makes the numbers gapless, and why only sales of
    // the same till wait for each other here.
    private const string NextSql =
        """
        insert into core.document_number as n (terminal_id, kind, store_id, last_number)
        values (@TerminalId, @Kind, @StoreId, 1)
            on conflict (tenant_id, terminal_id, kind) do update
           set last_number = n.last_number + 1
        returning last_number
        """;

    /// <summary>The till's next number, given back if the transaction does not commit.</summary>
    public Deferred<long> Next(Guid storeId, Guid terminalId, string kind) =>
        db.Defer<long>(NextSql, new { StoreId = storeId, TerminalId = terminalId, Kind = kind })
            .OnConstraint("document_number_belongs_to_terminal", CoreErrors.TerminalNotFound);
}
