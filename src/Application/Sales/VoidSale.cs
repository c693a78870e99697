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

internal sealed class VoidSaleHandler(IDb db, ITerminals terminals, IStock stock, IApprovals approvals, IActor actor)
    : ICommandHandler<VoidSale, Sale>
{
    private const string VoidSql = """
        update sales.sale
           set status = 'voided',
               voided_at = @VoidedAt,
               voided_by = @VoidedBy,
               void_reason = @Reason,
               void_shift_id = @ShiftId,
               version = version + 1
         where tenant_id = @tenant
           and sale_id = @SaleId
        """;

    // What came of it as coins and notes; the releases before called only cash so.
    private const string CashSql = """
        select coalesce(sum(amount), 0)::bigint
          from sales.tender
         where tenant_id = @tenant
           and sale_id = @SaleId
           and coalesce(rounding, case method when 'cash' then 'asCash' else 'never' end) = 'asCash'
        """;

    public async Task<Sale> Handle(VoidSale command, CancellationToken ct)
    {
        db.LockSale(command.SaleId);
        var sale = await db.FindSaleAsync(command.SaleId, ct) ?? throw new Refused(SalesErrors.SaleNotFound);
        actor.RequireVersion(sale.Version);
        if (sale.Status is SaleStatus.Voided)
            throw new Refused(SalesErrors.AlreadyVoided);
        if (sale.Lines.Any(l => l.Returned > 0))
            throw new Refused(SalesErrors.SaleHasReturns);
        // It is paid back out of the drawer at which the caller works, or else of the one that was paid into.
        var open = db.HoldShiftAt(actor.TerminalId ?? sale.TerminalId);
        var cash = db.Defer<long>(CashSql, new { sale.SaleId });
        // A void takes no number, which is what keeps a sale apart from whoever archives its store: so it holds the store. After
        // its own row, for which they never come.
        var store = await terminals.HeldStore(sale.StoreId).SingleAsync(ct);
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var now = actor.Now;
        if (DayOf(sale, store, now) > sale.BusinessDate)
            throw new Refused(SalesErrors.VoidTooLate);
        // Whose drawer it is does not matter: whoever may void tells its cashier to pay back.
        var shift = RunningShift.Of(await open.SingleOrDefaultAsync(ct), store.Shifts, sale.Currency, sellerId: null);
        var demand = new ApprovalDemand(
            Permissions.Sales.Void,
            sale.StoreId,
            sale.SaleId,
            sale.Total,
            sale.Currency,
            FreeUpTo: store.VoidUpTo
        );
        await approvals.DemandAsync(demand, ct);

        await stock.RestoreAsync(sale.StoreId, sale.SaleId, [.. sale.Lines.Select(l => new SoldQuantity(l.VariantId, l.Quantity))], ct);
        var voided = sale with
        {
            Status = SaleStatus.Voided,
            Void = new SaleVoid(command.Reason, now, actor.ActorId),
            Version = sale.Version + 1,
        };
        db.AddVoidToShift(shift, sale, await cash.SingleAsync(ct));
        db.Enqueue(
            VoidSql,
            new
            {
                sale.SaleId,
                shift?.ShiftId,
                voided.Void.Reason,
                voided.Void.VoidedAt,
                voided.Void.VoidedBy,
            }
        );
        db.ReopenDay(sale.StoreId, sale.BusinessDate);
        db.Changes(sale, voided);
        db.Publish(new SaleVoided(sale.SaleId, sale.StoreId, command.Reason));
        return voided;
    }

    // By the zone in which it was made: where the store has gone since makes no day of it longer or shorter.
    private static DateOnly DayOf(Sale sale, SellingStore store, DateTimeOffset now) =>
        sale is { TimeZone: { } zone, DayEndsAt: { } endsAt }
            ? BusinessCalendar.Of(zone, endsAt).DayAt(now)
            : store.TermsAt(now).DayAt(now);
}
