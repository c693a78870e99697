using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: what other contexts may know of stores and terminals.</summary>
public sealed class StoreDirectory(IDb db)
{
    private const string ListSql = """
        select store_id, code, name
          from core.store
         where tenant_id = @tenant
           and archived_at is null
         order by code collate "C"
        """;

    private const string HomeCountrySql = """
        select country
          from core.store
         where tenant_id = @tenant
           and archived_at is null
           and country is not null
         order by code collate "C"
         limit 1
        """;

    private const string Columns = """
        select s.store_id, s.version, s.code, s.currency, s.country, s.region, s.time_zone, s.day_ends_at, s.tax_mode, s.first_day, s.earlier_until,
               s.earlier_time_zone, s.earlier_day_ends_at, s.earlier_tax_mode, s.tax_rounding, s.cash_rounding_step, s.cash_rounding::text,
               s.sells, s.archived_at is not null as is_archived,
               (select settings::text
                  from core.settings
                 where tenant_id = @tenant
                 order by version desc
                 limit 1) as settings,
        """;

    private const string OneStore = """

          from core.store as s
         where s.tenant_id = @tenant
           and s.store_id = @StoreId
        """;

    private const string StoreSql = Columns + " null::text as terminal_code" + OneStore;

    // Held together with others that act in it, and apart from whoever archives it: shared, because no stronger lock would let
    // two of them pass, and a weaker one, which a foreign key takes, would let the archiving pass.
    private const string HeldStoreSql =
        StoreSql
        + """

               for share
            """;

    // A sale asks for both at once.
    private const string WithTerminalSql =
        Columns
        + """

                   (select t.code
                      from core.terminal as t
                     where t.tenant_id = @tenant
                       and t.store_id = s.store_id
                       and t.terminal_id = @TerminalId
                       and t.archived_at is null) as terminal_code
            """
        + OneStore;

    // Apart from whoever archives it or its store, or changes a code; together with those who sell at it.
    private const string HoldTerminalSql = """
        select terminal_id
          from core.terminal
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           for share
        """;

    private const string OfTerminalSql =
        Columns
        + """

                   t.code as terminal_code
              from core.terminal as t
              join core.store as s using (tenant_id, store_id)
             where t.tenant_id = @tenant
               and s.tenant_id = @tenant
               and t.terminal_id = @TerminalId
               and t.archived_at is null
            """;

    /// <summary>The stores in scope that still trade.</summary>
    public Deferred<StoreLabel> List() => db.Defer<StoreLabel>(ListSql);

    /// <summary>The country of the first store in scope that has one.</summary>
    public Deferred<string> HomeCountry() => db.Defer<string>(HomeCountrySql);

    /// <summary>One store, if it is in scope, archived or not.</summary>
    public Deferred<StoreFacts> Find(Guid storeId) => db.Defer<StoreRow>(StoreSql, new { StoreId = storeId }).Select(row => row.Facts);

    /// <summary>The same, and it is held as it is until the transaction ends.</summary>
    public Deferred<StoreFacts> Hold(Guid storeId) => db.Defer<StoreRow>(HeldStoreSql, new { StoreId = storeId }).Select(row => row.Facts);

    /// <summary>Does a store in scope still trade? It is held as it is until the transaction ends.</summary>
    public Deferred<bool> StillTrades(Guid storeId) => Hold(storeId).Select(store => !store.IsArchived);

    /// <summary>One store, if it is in scope, archived or not, and the code of one of its terminals.</summary>
    public Deferred<StoreAndTerminal> Find(Guid storeId, Guid terminalId) =>
        db.Defer<StoreRow>(WithTerminalSql, new { StoreId = storeId, TerminalId = terminalId })
            .Select(row => new StoreAndTerminal(row.Facts, row.TerminalCode));

    /// <summary>A terminal that is in use, and its store; both are held as they are until the transaction ends.</summary>
    public Deferred<StoreAndTerminal> HoldOfTerminal(Guid terminalId)
    {
        db.Lock(HoldTerminalSql, new { TerminalId = terminalId });
        return db.Defer<StoreRow>(OfTerminalSql, new { TerminalId = terminalId })
            .Select(row => new StoreAndTerminal(row.Facts, row.TerminalCode));
    }

    private sealed record StoreRow(
        Guid StoreId,
        int Version,
        string Code,
        string Currency,
        string? Country,
        string? Region,
        string TimeZone,
        string DayEndsAt,
        TaxMode TaxMode,
        DateOnly? FirstDay,
        DateTimeOffset? EarlierUntil,
        string? EarlierTimeZone,
        string? EarlierDayEndsAt,
        TaxMode? EarlierTaxMode,
        TaxRounding TaxRounding,
        long CashRoundingStep,
        string? CashRounding,
        bool Sells,
        bool IsArchived,
        string? Settings,
        string? TerminalCode
    )
    {
        public StoreFacts Facts
        {
            get
            {
                var settings = TenantSettings.Read(Settings);
                return new StoreFacts(
                    StoreId,
                    Version,
                    Code,
                    Currency,
                    Country,
                    Region,
                    new StoreTerms(TimeZones.Present(TimeZone), BusinessCalendar.HourOf(DayEndsAt), TaxMode, FirstDay),
                    EarlierUntil,
                    Earlier,
                    TaxRounding,
                    KeptCashRounding.Read(CashRounding, CashRoundingStep),
                    Sells,
                    IsArchived,
                    settings.NumberFormats.Sale,
                    settings.NumberFormats.Return,
                    settings.NumberFormats.ZReport,
                    settings.ApprovalLimits.VoidUpTo,
                    settings.ApprovalLimits.ReturnUpTo,
                    settings.ApprovalLimits.OverShortUpTo,
                    settings.Shifts ?? ShiftSettings.Default,
                    settings.TenderTypes ?? TenderType.Predefined,
                    settings.DiscountReasons ?? DiscountReason.Predefined,
                    settings.DiscountLimits.ToDictionary(l => l.RoleCode, l => l.Percent, StringComparer.Ordinal)
                );
            }
        }

        // store_earlier_terms_are_whole
        private StoreTerms? Earlier =>
            EarlierUntil is null
                ? null
                : new StoreTerms(TimeZones.Present(EarlierTimeZone!), BusinessCalendar.HourOf(EarlierDayEndsAt!), EarlierTaxMode!.Value);
    }
}

public sealed record StoreLabel(Guid StoreId, string Code, string Name);

/// <param name="Version">By which a document tells what the store was like when it was made.</param>
/// <param name="Country">Of its address.</param>
/// <param name="Region">Of its address.</param>
/// <param name="Terms">By what its days and prices are read, from <paramref name="EarlierUntil"/> on where that is given.</param>
/// <param name="Earlier">By what they are read until then.</param>
/// <param name="CashRounding">Its own rule for cash; null where it does as its country.</param>
/// <param name="Sells">False for a warehouse.</param>
/// <param name="IsArchived">It trades no more.</param>
/// <param name="SaleNumbers">The format of its receipts' numbers.</param>
/// <param name="ReturnNumbers">The same for what it takes back.</param>
/// <param name="ZReportNumbers">The same for what its drawers come to.</param>
/// <param name="VoidUpTo">Up to this total a sale is voided without an approval, in minor units.</param>
/// <param name="ReturnUpTo">Up to this refund goods are taken back without an approval, in minor units.</param>
/// <param name="OverShortUpTo">Up to this much a drawer is over or short without an approval, in minor units.</param>
/// <param name="Shifts">How its drawers are kept.</param>
/// <param name="TenderTypes">What its sales are paid with.</param>
/// <param name="DiscountReasons">Why its sales are made for less.</param>
/// <param name="DiscountUpTo">How much discount a role gives without an approval, in percent, by its code.</param>
public sealed record StoreFacts(
    Guid StoreId,
    int Version,
    string Code,
    string Currency,
    string? Country,
    string? Region,
    StoreTerms Terms,
    DateTimeOffset? EarlierUntil,
    StoreTerms? Earlier,
    TaxRounding TaxRounding,
    CashRounding? CashRounding,
    bool Sells,
    bool IsArchived,
    string SaleNumbers,
    string ReturnNumbers,
    string ZReportNumbers,
    long VoidUpTo,
    long ReturnUpTo,
    long OverShortUpTo,
    ShiftSettings Shifts,
    IReadOnlyList<TenderType> TenderTypes,
    IReadOnlyList<DiscountReason> DiscountReasons,
    IReadOnlyDictionary<string, decimal> DiscountUpTo
)
{
    /// <summary>Its business day at an instant.</summary>
    public DateOnly DayAt(DateTimeOffset instant) => (instant < EarlierUntil ? Earlier! : Terms).DayAt(instant); // They come together.
}

/// <param name="TerminalCode">Null when the store has no such terminal in use.</param>
public sealed record StoreAndTerminal(StoreFacts Store, string? TerminalCode);
