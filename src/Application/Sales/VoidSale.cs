using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Takes a sale back on the day it was made: the stock returns, the record stays.</summary>
public sealed record VoidSale(Guid SaleId, string Reason) : ICommand<Sale>, IExactlyOnce;

/// <summary>Told when a sale was voided.</summary>
public sealed record SaleVoided(Guid SaleId, Guid StoreId, string Reason) : IBusinessEvent
{
    string IBusinessEvent.Type => "sales.sale_voided";
}

internal sealed class VoidSaleValidator : AbstractValidator<VoidSale>
{
    public VoidSaleValidator() => RuleFor(c => c.Reason).ShortText(200);
}

internal sealed class VoidSaleHandler(SaleRecords records, ITills tills, IStock stock, IApprovals approvals, TimeProvider clock)
    : ICommandHandler<VoidSale, Sale>
{
    // By the zone in which it was made: where the store has gone since makes no day of it longer or shorter.
    private static DateOnly DayOf(Sale sale, SellingStore store, DateTimeOffset now) => sale is { TimeZone: { } zone, DayEndsAt: { } endsAt }
        ? BusinessCalendar.Of(zone, endsAt).DayAt(now)
        : store.TermsAt(now).DayAt(now);

    public async Task<Sale> Handle(VoidSale command, CancellationToken ct)
    {
        var sale = await records.LockAsync(command.SaleId, ct) ?? throw new Refused(SalesErrors.SaleNotFound);
        if (sale.Status is SaleStatus.Voided)
            throw new Refused(SalesErrors.AlreadyVoided);
        // A void takes no number, which is what keeps a sale apart from whoever archives its store: so it holds the store. After
        // its own row, for which they never come.
        var store = await tills.HeldStore(sale.StoreId).SingleAsync(ct);
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var now = clock.GetUtcNow();
        if (DayOf(sale, store, now) > sale.BusinessDate)
            throw new Refused(SalesErrors.VoidTooLate);
        await approvals.DemandAsync(new ApprovalDemand(Permissions.Sales.Void, sale.StoreId, sale.SaleId, sale.Total, sale.Currency, FreeUpTo: store.VoidUpTo), ct);

        stock.Restore(sale.StoreId, sale.SaleId, [.. sale.Lines.Select(l => new SoldQuantity(l.VariantId, l.Quantity))]);
        return records.Void(sale, command.Reason, now);
    }
}
