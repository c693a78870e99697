using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: what other contexts may know of stores and tills.</summary>
public sealed class StoreDirectory(IDb db)
{
    private const string ListSql =
        """
        select store_id, code, name
          from core.store
         where tenant_id = @tenant
           and archived_at is null
         order by code
        """;

    private const string StoreSql =
        """
        select store_id, code, currency, time_zone, tax_mode, tax_rounding, cash_rounding_step, archived_at is not null as is_archived,
               (select settings::text
                  from core.settings
                 where tenant_id = @tenant
                 order by version desc
                 limit 1) as settings
          from core.store
         where tenant_id = @tenant
           and store_id = @StoreId
        """;

    // Held together with others that act in it, and apart from whoever archives it: shared, because no stronger lock would let
    // two of them pass, and a weaker one, which a foreign key takes, would let the archiving pass.
    private const string HeldStoreSql =
        StoreSql +
        """

           for share
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
    public Deferred<StoreLabel> List() => db.Defer<StoreLabel>(ListSql);

    /// <summary>One store, if it is in scope, archived or not.</summary>
    public Deferred<StoreFacts> Find(Guid storeId) => db.Defer<StoreRow>(StoreSql, new { StoreId = storeId }).Select(row => row.Facts);

    /// <summary>The same, and it is held as it is until the transaction ends.</summary>
    public Deferred<StoreFacts> Hold(Guid storeId) => db.Defer<StoreRow>(HeldStoreSql, new { StoreId = storeId }).Select(row => row.Facts);

    /// <summary>Does a store in scope still trade? It is held as it is until the transaction ends.</summary>
    public Deferred<bool> StillTrades(Guid storeId) => Hold(storeId).Select(store => !store.IsArchived);

    /// <summary>One till of a store, if it is in use.</summary>
    public Deferred<TerminalFacts> FindTerminal(Guid storeId, Guid terminalId) =>
        db.Defer<TerminalFacts>(TerminalSql, new { StoreId = storeId, TerminalId = terminalId });

    private sealed record StoreRow(Guid StoreId, string Code, string Currency, string TimeZone, string TaxMode, string TaxRounding, long CashRoundingStep, bool IsArchived, string? Settings)
    {
        public StoreFacts Facts
        {
            get
            {
                var settings = TenantSettings.Read(Settings);
                return new StoreFacts(StoreId, Code, Currency, TimeZone, TaxMode, TaxRounding, CashRoundingStep, IsArchived, settings.NumberFormats.Sale, settings.ApprovalLimits.VoidUpTo);
            }
        }
    }
}

public sealed record StoreLabel(Guid StoreId, string Code, string Name);

/// <param name="TimeZone">IANA name; business days begin at its midnight.</param>
/// <param name="TaxMode"><c>inclusive</c> or <c>exclusive</c>.</param>
/// <param name="TaxRounding"><c>line</c> or <c>total</c>.</param>
/// <param name="CashRoundingStep">The smallest coin that its tills give back, in minor units.</param>
/// <param name="IsArchived">It trades no more.</param>
/// <param name="SaleNumbers">The format of its receipts' numbers.</param>
/// <param name="VoidUpTo">Up to this total a sale is voided without an approval, in minor units.</param>
public sealed record StoreFacts(
    Guid StoreId, string Code, string Currency, string TimeZone, string TaxMode, string TaxRounding, long CashRoundingStep, bool IsArchived, string SaleNumbers, long VoidUpTo);

public sealed record TerminalFacts(Guid TerminalId, string Code);
