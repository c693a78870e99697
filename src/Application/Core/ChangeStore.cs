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

internal sealed class ChangeStoreHandler(IDb db, StoreRecords stores, IActor actor) : ICommandHandler<ChangeStore, Store>
{
    private const string HasDocumentsSql =
        """
        select exists (select
                         from core.document_number
                        where tenant_id = @tenant
                          and store_id = @StoreId)
        """;

    public async Task<Store> Handle(ChangeStore command, CancellationToken ct)
    {
        var hasDocuments = db.Defer<bool>(HasDocumentsSql, new { command.StoreId });
        var before = await stores.LockAsync(command.StoreId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        actor.RequireVersion(before.Version);
        var told = command.Store;
        if (told.Currency != before.Currency && await hasDocuments.SingleAsync(ct))
            throw new Refused(CoreErrors.CurrencyIsFixed);

        return stores.Save(before, before with
        {
            Code = told.Code,
            Name = told.Name,
            Address = told.Address ?? new StoreAddress(),
            Currency = told.Currency,
            TimeZone = told.TimeZone,
            TaxMode = told.TaxMode,
            TaxRounding = told.TaxRounding ?? before.TaxRounding,
            CashRoundingStep = told.CashRoundingStep ?? before.CashRoundingStep,
            ReceiptHeader = told.ReceiptHeader,
            ReceiptFooter = told.ReceiptFooter,
            OpeningHours = told.OpeningHours ?? [],
        });
    }
}
