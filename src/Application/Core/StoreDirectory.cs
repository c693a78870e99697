using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: what other contexts may know of stores and tills.</summary>
public sealed class StoreDirectory(IDb db)
{
    private const string ListSql =
        """
        select store_id, code, name, currency, time_zone, tax_mode, tax_rounding
          from core.store
         where tenant_id = @tenant
           and archived_at is null
         order by code
        """;

    private const string StoreSql =
        """
        select store_id, code, name, currency, time_zone, tax_mode, tax_rounding
          from core.store
         where tenant_id = @tenant
           and store_id = @StoreId
           and archived_at is null
        """;

    private const string TerminalSql =
        """
        select terminal_id, code
          from core.terminal
         where tenant_id = @tenant
           and store_id = @StoreId
           and terminal_id = @TerminalId
           and archived_at is null
        """;

    /// <summary>The stores in scope that still trade.</summary>
    public Deferred<StoreFacts> List() => db.Defer<StoreFacts>(ListSql);

    /// <summary>One store, if it is in scope and still trades.</summary>
    public Deferred<StoreFacts> Find(Guid storeId) => db.Defer<StoreFacts>(StoreSql, new { StoreId = storeId });

    /// <summary>One till of a store, if it is in use.</summary>
    public Deferred<TerminalFacts> FindTerminal(Guid storeId, Guid terminalId) =>
        db.Defer<TerminalFacts>(TerminalSql, new { StoreId = storeId, TerminalId = terminalId });
}

/// <param name="TimeZone">IANA name; business days begin at its midnight.</param>
/// <param name="TaxMode"><c>inclusive</c> or <c>exclusive</c>.</param>
/// <param name="TaxRounding"><c>line</c> or <c>total</c>.</param>
public sealed record StoreFacts(Guid StoreId, string Code, string Name, string Currency, string TimeZone, string TaxMode, string TaxRounding);

public sealed record TerminalFacts(Guid TerminalId, string Code);
