using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Stores as they are kept.</summary>
internal sealed class StoreRecords(IDb db, TimeProvider clock)
{
    private const string Columns =
        """
        select store_id, code, name, street, postal_code, city, region, country, currency, time_zone, day_ends_at, tax_mode, tax_rounding, cash_rounding_step,
               cash_rounding::text, earlier_until, first_day, earlier_time_zone, earlier_day_ends_at, earlier_tax_mode, receipt_header, receipt_footer, opening_hours::text, archived_at is not null as is_archived, version
          from core.store
         where tenant_id = @tenant
        """;

    private const string ListSql =
        Columns +
        """

           and (@After::text is null or code collate "C" > @After)
         order by code collate "C"
         limit @Limit
        """;

    private const string FindSql =
        Columns +
        """

           and store_id = @StoreId
        """;

    // Locked: two edits of the same version must not both find it current. Not against what only refers to the store: a sale
    // holds its till and comes for the store, while whoever archives the store holds it and comes for the tills.
    private const string LockSql =
        """
        select store_id
          from core.store
         where tenant_id = @tenant
           and store_id = @StoreId
           for no key update
        """;

    // Held together with others that add to it, and apart from whoever archives it.
    private const string HoldSql =
        """
        select store_id
          from core.store
         where tenant_id = @tenant
           and store_id = @StoreId
           for share
        """;

    private const string AddSql =
        """
        insert into core.store (store_id, code, name, street, postal_code, city, region, country, currency, time_zone, day_ends_at,
               tax_mode, tax_rounding, cash_rounding_step, cash_rounding, receipt_header, receipt_footer, opening_hours, created_at)
        values (@StoreId, @Code, @Name, @Street, @PostalCode, @City, @Region, @Country, @Currency, @TimeZone, @DayEndsAt,
               @TaxMode, @TaxRounding, @CashRoundingStep, @CashRounding::jsonb, @ReceiptHeader, @ReceiptFooter, @OpeningHours::jsonb, @Now)
        """;

    private const string SaveSql =
        """
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
               opening_hours = @OpeningHours::jsonb,
               archived_at = @ArchivedAt,
               version = version + 1
         where tenant_id = @tenant
           and store_id = @StoreId
        """;

    /// <summary>Stores behind a code, one more than asked for if there are more.</summary>
    public async Task<IReadOnlyList<Store>> ListAsync(string? after, int limit, CancellationToken ct) =>
        [.. (await db.QueryAsync<Row>(ListSql, new { After = after, Limit = limit + 1 }, ct)).Select(row => row.Store)];

    /// <summary>One store; null when it is not in scope.</summary>
    public async Task<Store?> FindAsync(Guid storeId, CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(FindSql, new { StoreId = storeId }, ct))?.Store;

    /// <summary>One store, held still until this transaction ends; null when it is not in scope.</summary>
    public Task<Store?> LockAsync(Guid storeId, CancellationToken ct)
    {
        db.Defer<Guid>(LockSql, new { StoreId = storeId });
        return FindAsync(storeId, ct);
    }

    /// <summary>Makes sure that a store trades, and does so until this transaction ends.</summary>
    /// <exception cref="Refused">It is archived, or not in scope.</exception>
    public async Task RequireOpenAsync(Guid storeId, CancellationToken ct)
    {
        db.Defer<Guid>(HoldSql, new { StoreId = storeId });
        var store = await FindAsync(storeId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
    }

    /// <summary>Queues a new store.</summary>
    public void Add(Store store)
    {
        var rounding = KeptCashRounding.Of(store, clock);
        db.Enqueue(
                AddSql,
                new
                {
                    store.StoreId,
                    store.Code,
                    store.Name,
                    store.Address.Street,
                    store.Address.PostalCode,
                    store.Address.City,
                    store.Address.Region,
                    store.Address.Country,
                    store.Currency,
                    store.TimeZone,
                    store.DayEndsAt,
                    store.TaxMode,
                    store.TaxRounding,
                    CashRoundingStep = rounding.Step,
                    CashRounding = rounding.ToText(),
                    store.ReceiptHeader,
                    store.ReceiptFooter,
                    OpeningHours = JsonSerializer.Serialize(store.OpeningHours, Json.Options),
                    Now = clock.GetUtcNow(),
                })
            .OnConstraint("store_pkey", CoreErrors.StoreExists)
            .OnConstraint("store_code_is_taken", CoreErrors.StoreCodeTaken);
    }

    /// <summary>Queues what a locked store becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public Store Save(Store before, Store after)
    {
        db.Changes(before, after);
        var rounding = KeptCashRounding.Of(after, clock);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.StoreId,
                    after.Code,
                    after.Name,
                    after.Address.Street,
                    after.Address.PostalCode,
                    after.Address.City,
                    after.Address.Region,
                    after.Address.Country,
                    after.Currency,
                    after.TimeZone,
                    after.DayEndsAt,
                    after.TaxMode,
                    after.TaxRounding,
                    CashRoundingStep = rounding.Step,
                    CashRounding = rounding.ToText(),
                    EarlierUntil = after.Earlier?.Until,
                    after.Earlier?.FirstDay,
                    EarlierTimeZone = after.Earlier?.TimeZone,
                    EarlierDayEndsAt = after.Earlier?.DayEndsAt,
                    EarlierTaxMode = after.Earlier?.TaxMode,
                    after.ReceiptHeader,
                    after.ReceiptFooter,
                    OpeningHours = JsonSerializer.Serialize(after.OpeningHours, Json.Options),
                    ArchivedAt = after.IsArchived ? clock.GetUtcNow() : (DateTimeOffset?)null,
                })
            .OnConstraint("store_code_is_taken", CoreErrors.StoreCodeTaken);
        return after with { Version = before.Version + 1 };
    }

    private sealed record Row(
        Guid StoreId, string Code, string Name, string? Street, string? PostalCode, string? City, string? Region, string? Country, string Currency,
        string TimeZone, string DayEndsAt, TaxMode TaxMode, TaxRounding TaxRounding, long CashRoundingStep, string? CashRounding,
        DateTimeOffset? EarlierUntil, DateOnly? FirstDay, string? EarlierTimeZone, string? EarlierDayEndsAt, TaxMode? EarlierTaxMode,
        string? ReceiptHeader, string? ReceiptFooter, string OpeningHours, bool IsArchived, int Version)
    {
        public Store Store => new(
            StoreId, Code, Name, new StoreAddress(Street, PostalCode, City, Region, Country), Currency, TimeZones.Present(TimeZone), DayEndsAt,
            TaxMode, TaxRounding, KeptCashRounding.Read(CashRounding, CashRoundingStep), ReceiptHeader, ReceiptFooter,
            Json.ReadKeptList<OpeningHours>(OpeningHours), Earlier, IsArchived, Version);

        // store_earlier_terms_are_whole
        private EarlierTerms? Earlier => EarlierUntil is { } until
            ? new EarlierTerms(until, FirstDay!.Value, TimeZones.Present(EarlierTimeZone!), EarlierDayEndsAt!, EarlierTaxMode!.Value)
            : null;
    }
}
