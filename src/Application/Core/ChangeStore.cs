using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Changes what is known of a store; what is left out becomes empty, and rounding stays as it is.</summary>
public sealed record ChangeStore(Guid StoreId, [property: WholeBody] StoreDetails Store) : ICommand<Store>, IEdit;

internal sealed class ChangeStoreValidator : AbstractValidator<ChangeStore>
{
    public ChangeStoreValidator()
    {
        RuleFor(c => c.Store).SetValidator(new StoreDetailsValidator()).OverridePropertyName("");
        RuleFor(c => c.Store.StoreId)
            .Must((c, told) => told is null || told == c.StoreId)
            .WithMessage("Must be the id of this store.")
            .OverridePropertyName("storeId");
    }
}

internal sealed class ChangeStoreHandler(IDb db, Stores stores, Terminals terminals, IActor actor) : ICommandHandler<ChangeStore, Store>
{
    // Asked while its tills are held: the next number waits.
    private const string HasNumberedSql = """
        select exists (select
                         from core.document_number
                        where tenant_id = @tenant
                          and store_id = @StoreId)
        """;

    public async Task<Store> Handle(ChangeStore command, CancellationToken ct)
    {
        var before = await stores.LockAsync(command.StoreId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var told = command.Store;
        if (told.Currency != before.Currency)
            NewCurrency.Require(told.Currency, actor.Now);
        var after = before with
        {
            Code = told.Code,
            Name = told.Name,
            Address = told.Address ?? new StoreAddress(),
            Currency = told.Currency,
            TimeZone = TimeZones.Canonical(told.TimeZone)!, // The validator knows it.
            DayEndsAt = told.DayEndsAt ?? StoreTerms.Midnight,
            TaxMode = told.TaxMode,
            TaxRounding = told.TaxRounding ?? before.TaxRounding,
            CashRounding = told.CashRounding,
            ReceiptHeader = told.ReceiptHeader,
            ReceiptFooter = told.ReceiptFooter,
            TaxId = told.TaxId,
            ReceiptLanguage = told.ReceiptLanguage,
            OpeningHours = told.OpeningHours ?? [],
            Sells = told.Sells ?? before.Sells,
        };
        var keepsNumbers = (after.Currency, after.Code) == (before.Currency, before.Code);
        var keepsTerms = StoreTerms.Of(after) == StoreTerms.Of(before);
        // Only what documents carry or are read by waits for the sales under way; a footer need not.
        var hasNumbered = (!keepsNumbers || !keepsTerms) && await HasNumberedAsync(before, ct);
        if (!keepsNumbers && hasNumbered)
            throw new Refused(after.Currency == before.Currency ? CoreErrors.StoreCodeIsFixed : CoreErrors.CurrencyIsFixed);
        return stores.Save(before, keepsTerms ? after : after with { Earlier = hasNumbered ? StoreTerms.Until(before, actor.Now) : null });
    }

    private async Task<bool> HasNumberedAsync(Store store, CancellationToken ct)
    {
        terminals.LockOfStore(store.StoreId);
        return await db.QuerySingleOrDefaultAsync<bool>(HasNumberedSql, new { store.StoreId }, ct);
    }
}
