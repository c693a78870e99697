using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Changes what is known of a store; what is left out becomes empty, and rounding stays as it is.</summary>
public sealed record ChangeStore(Guid StoreId, StoreDetails Store) : ICommand<Store>, IEdit;

internal sealed class ChangeStoreValidator : AbstractValidator<ChangeStore>
{
    public ChangeStoreValidator()
    {
        RuleFor(c => c.Store).SetValidator(new StoreDetailsValidator()).OverridePropertyName("");
        RuleFor(c => c.Store.StoreId).Must((c, told) => told is null || told == c.StoreId).WithMessage("Must be the id of this store.").OverridePropertyName("storeId");
    }
}

internal sealed class ChangeStoreHandler(StoreRecords stores, TerminalRecords terminals, DocumentNumbers numbers, IActor actor, TimeProvider clock)
    : ICommandHandler<ChangeStore, Store>
{
    public async Task<Store> Handle(ChangeStore command, CancellationToken ct)
    {
        var before = await stores.LockAsync(command.StoreId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var told = command.Store;
        await RequireNoDocumentsAsync(before, told, ct);
        if (told.Currency != before.Currency)
            NewCurrency.Require(told.Currency, clock);

        return stores.Save(before, before with
        {
            Code = told.Code,
            Name = told.Name,
            Address = told.Address ?? new StoreAddress(),
            Currency = told.Currency,
            TimeZone = TimeZones.Canonical(told.TimeZone)!, // The validator knows it.
            TaxMode = told.TaxMode,
            TaxRounding = told.TaxRounding ?? before.TaxRounding,
            CashRoundingStep = told.CashRoundingStep ?? before.CashRoundingStep,
            ReceiptHeader = told.ReceiptHeader,
            ReceiptFooter = told.ReceiptFooter,
            OpeningHours = told.OpeningHours ?? [],
        });
    }

    // Only what documents carry waits for the sales under way; a footer need not.
    private async Task RequireNoDocumentsAsync(Store before, StoreDetails told, CancellationToken ct)
    {
        if (told.Currency == before.Currency && told.Code == before.Code)
            return;
        terminals.LockOfStore(before.StoreId);
        if (await numbers.HasNumberedInStore(before.StoreId).SingleAsync(ct))
            throw new Refused(told.Currency == before.Currency ? CoreErrors.StoreCodeIsFixed : CoreErrors.CurrencyIsFixed);
    }
}
