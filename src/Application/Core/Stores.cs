using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Stores: how one is read, held still and written.</summary>
internal sealed class Stores(IDb db, TimeProvider clock)
{
    public const string Columns = """
        select store_id, code, name, street, postal_code, city, region, country, currency, time_zone, day_ends_at, tax_mode, tax_rounding,
               cash_rounding_step, cash_rounding::text, earlier_until, first_day, earlier_time_zone, earlier_day_ends_at, earlier_tax_mode,
               receipt_header, receipt_footer, tax_id, receipt_language, opening_hours::text, sells, archived_at is not null as is_archived, version
          from core.store
         where tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + """

               and store_id = @StoreId
            """;

    // Locked: two edits of the same version must not both find it current. Not against what only refers to the store: a sale
    // holds its till and comes for the store, while whoever archives the store holds it and comes for the tills.
    private const string LockSql = """
        select store_id
          from core.store
         where tenant_id = @tenant
           and store_id = @StoreId
           for no key update
        """;

    // Held together with others that add to it, and apart from whoever archives it.
    private const string HoldSql = """
        select store_id
          from core.store
         where tenant_id = @tenant
           and store_id = @StoreId
           for share
        """;

    private const string AddSql = """
        insert into core.store (store_id, code, name, street, postal_code, city, region, country, currency, time_zone, day_ends_at,
               tax_mode, tax_rounding, cash_rounding_step, cash_rounding, earlier_until, first_day, earlier_time_zone, earlier_day_ends_at,
               earlier_tax_mode, receipt_header, receipt_footer, tax_id, receipt_language, opening_hours, sells, archived_at, created_at)
        values (@StoreId, @Code, @Name, @Street, @PostalCode, @City, @Region, @Country, @Currency, @TimeZone, @DayEndsAt,
               @TaxMode, @TaxRounding, @CashRoundingStep, @CashRounding::jsonb, @EarlierUntil, @FirstDay, @EarlierTimeZone,
               @EarlierDayEndsAt,
               @EarlierTaxMode, @ReceiptHeader, @ReceiptFooter, @TaxId, @ReceiptLanguage, @OpeningHours::jsonb, @Sells,
               case when @IsArchived then @Now::timestamptz end, @Now)
        """;

    private const string SaveSql = """
        update core.store
           set code = @Code,
               name = @Name,
               street = @Street,
               postal_code = @PostalCode,
               city = @City,
               region = @Region,
               country = @Country,
               currency = @Currency,
               time_zone = @TimeZone,
               day_ends_at = @DayEndsAt,
               tax_mode = @TaxMode,
               tax_rounding = @TaxRounding,
               cash_rounding_step = @CashRoundingStep,
               cash_rounding = @CashRounding::jsonb,
               earlier_until = @EarlierUntil,
               first_day = @FirstDay,
               earlier_time_zone = @EarlierTimeZone,
               earlier_day_ends_at = @EarlierDayEndsAt,
               earlier_tax_mode = @EarlierTaxMode,
               receipt_header = @ReceiptHeader,
               receipt_footer = @ReceiptFooter,
               tax_id = @TaxId,
               receipt_language = @ReceiptLanguage,
               opening_hours = @OpeningHours::jsonb,
               sells = @Sells,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and store_id = @StoreId
        """;

    private const string KeepHeadSql = """
        insert into core.receipt_head (store_id, version, name, street, postal_code, city, region, country, tax_id, language, header, footer)
        values (@StoreId, @Version, @Name, @Street, @PostalCode, @City, @Region, @Country, @TaxId, @Language, @Header, @Footer)
        """;

    /// <summary>One store; null when it is not in scope.</summary>
    public async Task<Store?> FindAsync(Guid storeId, CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(FindSql, new { StoreId = storeId }, ct))?.Store;

    /// <summary>One store, held still until this transaction ends; null when it is not in scope.</summary>
    public Task<Store?> LockAsync(Guid storeId, CancellationToken ct)
    {
        db.Lock(LockSql, new { StoreId = storeId });
        return FindAsync(storeId, ct);
    }

    /// <summary>Makes sure that a store trades, and does so until this transaction ends.</summary>
    /// <exception cref="Refused">It is archived, or not in scope.</exception>
    public async Task RequireOpenAsync(Guid storeId, CancellationToken ct)
    {
        db.Lock(HoldSql, new { StoreId = storeId });
        var store = await FindAsync(storeId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
    }

    /// <summary>Queues a new store.</summary>
    public void Add(Store store)
    {
        db.Enqueue(AddSql, Kept.Of(store, clock))
            .OnConstraint("store_pkey", CoreErrors.StoreExists)
            .OnConstraint("store_code_is_taken", CoreErrors.StoreCodeTaken);
        Keep(ReceiptHead.Of(store), store.StoreId, store.Version);
    }

    /// <summary>Queues what a locked store becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public Store Save(Store before, Store after)
    {
        db.Changes(before, after);
        db.Enqueue(SaveSql, Kept.Of(after, clock)).OnConstraint("store_code_is_taken", CoreErrors.StoreCodeTaken);
        if (ReceiptHead.Of(after) is var head && head != ReceiptHead.Of(before))
            Keep(head, after.StoreId, before.Version + 1);
        return after with { Version = before.Version + 1 };
    }

    // A receipt names the version of the store by which it was made: what stood above and below it then stays to be read.
    private void Keep(ReceiptHead head, Guid storeId, int version) =>
        db.Enqueue(
            KeepHeadSql,
            new
            {
                StoreId = storeId,
                Version = version,
                head.Name,
                head.Street,
                head.PostalCode,
                head.City,
                head.Region,
                head.Country,
                head.TaxId,
                head.Language,
                head.Header,
                head.Footer,
            }
        );

    public sealed record Row(
        Guid StoreId,
        string Code,
        string Name,
        string? Street,
        string? PostalCode,
        string? City,
        string? Region,
        string? Country,
        string Currency,
        string TimeZone,
        string DayEndsAt,
        TaxMode TaxMode,
        TaxRounding TaxRounding,
        long CashRoundingStep,
        string? CashRounding,
        DateTimeOffset? EarlierUntil,
        DateOnly? FirstDay,
        string? EarlierTimeZone,
        string? EarlierDayEndsAt,
        TaxMode? EarlierTaxMode,
        string? ReceiptHeader,
        string? ReceiptFooter,
        string? TaxId,
        ReceiptLanguage? ReceiptLanguage,
        string OpeningHours,
        bool Sells,
        bool IsArchived,
        int Version
    )
    {
        public Store Store =>
            new(
                StoreId,
                Code,
                Name,
                new StoreAddress(Street, PostalCode, City, Region, Country),
                Currency,
                TimeZones.Present(TimeZone),
                DayEndsAt,
                TaxMode,
                TaxRounding,
                KeptCashRounding.Read(CashRounding, CashRoundingStep),
                ReceiptHeader,
                ReceiptFooter,
                TaxId,
                ReceiptLanguage,
                Json.ReadKeptList<OpeningHours>(OpeningHours),
                Sells,
                Earlier,
                IsArchived,
                Version
            );

        // store_earlier_terms_are_whole
        private EarlierTerms? Earlier =>
            EarlierUntil is { } until
                ? new EarlierTerms(until, FirstDay!.Value, TimeZones.Present(EarlierTimeZone!), EarlierDayEndsAt!, EarlierTaxMode!.Value)
                : null;
    }

    /// <summary>What is written of a store, new or changed.</summary>
    private sealed record Kept(
        Guid StoreId,
        string Code,
        string Name,
        string? Street,
        string? PostalCode,
        string? City,
        string? Region,
        string? Country,
        string Currency,
        string TimeZone,
        string DayEndsAt,
        TaxMode TaxMode,
        TaxRounding TaxRounding,
        long CashRoundingStep,
        string CashRounding,
        DateTimeOffset? EarlierUntil,
        DateOnly? FirstDay,
        string? EarlierTimeZone,
        string? EarlierDayEndsAt,
        TaxMode? EarlierTaxMode,
        string? ReceiptHeader,
        string? ReceiptFooter,
        string? TaxId,
        ReceiptLanguage? ReceiptLanguage,
        string OpeningHours,
        bool Sells,
        bool IsArchived,
        DateTimeOffset Now
    )
    {
        public static Kept Of(Store store, TimeProvider clock)
        {
            var (rounding, address, earlier) = (KeptCashRounding.Of(store, clock), store.Address, store.Earlier);
            return new Kept(
                store.StoreId,
                store.Code,
                store.Name,
                address.Street,
                address.PostalCode,
                address.City,
                address.Region,
                address.Country,
                store.Currency,
                store.TimeZone,
                store.DayEndsAt,
                store.TaxMode,
                store.TaxRounding,
                rounding.Step,
                rounding.ToText(),
                earlier?.Until,
                earlier?.FirstDay,
                earlier?.TimeZone,
                earlier?.DayEndsAt,
                earlier?.TaxMode,
                store.ReceiptHeader,
                store.ReceiptFooter,
                store.TaxId,
                store.ReceiptLanguage,
                JsonSerializer.Serialize(store.OpeningHours, Json.Options),
                store.Sells,
                store.IsArchived,
                clock.GetUtcNow()
            );
        }
    }
}
