using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Opens a store; what is left open about rounding is taken from the settings.</summary>
public sealed record CreateStore([property: WholeBody] StoreDetails Store) : ICommand<Store>, ICreates;

/// <summary>Told when a store was opened.</summary>
public sealed record StoreOpened(Guid StoreId, string Code, string Name) : IBusinessEvent
{
    string IBusinessEvent.Type => "core.store_opened";
}

internal sealed class CreateStoreValidator : AbstractValidator<CreateStore>
{
    public CreateStoreValidator() => RuleFor(c => c.Store).SetValidator(new StoreDetailsValidator()).OverridePropertyName("");
}

internal sealed class CreateStoreHandler(IDb db, Stores stores, TenantSettings settings, TimeProvider clock)
    : ICommandHandler<CreateStore, Store>
{
    public async Task<Store> Handle(CreateStore command, CancellationToken ct)
    {
        var inForce = await settings.InForceAsync(ct);
        var told = command.Store;
        NewCurrency.Require(told.Currency, clock.GetUtcNow());
        var store = new Store(
            told.StoreId ?? Ids.New(),
            told.Code,
            told.Name,
            told.Address ?? new StoreAddress(),
            told.Currency,
            TimeZones.Canonical(told.TimeZone)!, // The validator knows it.
            told.DayEndsAt ?? StoreTerms.Midnight,
            told.TaxMode,
            told.TaxRounding ?? inForce.TaxRounding,
            told.CashRounding ?? inForce.CashRounding,
            told.ReceiptHeader,
            told.ReceiptFooter,
            told.TaxId,
            told.ReceiptLanguage,
            told.OpeningHours ?? [],
            told.Sells ?? true,
            Earlier: null,
            IsArchived: false,
            Version: 1
        );
        stores.Add(store);
        db.Publish(new StoreOpened(store.StoreId, store.Code, store.Name));
        return store;
    }
}
