using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Opens a shift at a terminal with what was counted into its drawer; the drawer is the caller's until it is closed.</summary>
/// <param name="Float">What lies in the drawer, in minor units of the store's currency.</param>
public sealed record OpenShift(Guid TerminalId, long Float) : ICommand<Shift>, ITerminalRequest, IExactlyOnce, ICreates
{
    Guid? ITerminalRequest.TerminalId => TerminalId;
}

/// <summary>Told when a shift was opened.</summary>
/// <param name="Float">What lay in the drawer.</param>
public sealed record ShiftOpened(Guid ShiftId, Guid StoreId, Guid TerminalId, Guid CashierId, string Currency, long Float) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.shift_opened";
}

internal sealed class OpenShiftValidator : AbstractValidator<OpenShift>
{
    public OpenShiftValidator() => RuleFor(c => c.Float).InclusiveBetween(0, Rules.MaximumAmount);
}

internal sealed class OpenShiftHandler(IDb db, ITerminals terminals, IActor actor) : ICommandHandler<OpenShift, Shift>
{
    private const string OpenSql = """
        insert into sales.shift (shift_id, store_id, terminal_id, terminal_code, cashier_id, currency, float_amount, is_shared, is_blind,
               over_short_up_to, business_date, time_zone, day_ends_at, opened_at, opened_by)
        values (@ShiftId, @StoreId, @TerminalId, @TerminalCode, @CashierId, @Currency, @Float, @IsShared, @IsBlind,
               @OverShortUpTo, @BusinessDate, @TimeZone, @DayEndsAt, @OpenedAt, @OpenedBy)
        """;

    public async Task<Shift> Handle(OpenShift command, CancellationToken ct)
    {
        var at = await terminals.HeldTerminal(command.TerminalId).SingleOrDefaultAsync(ct);
        var (store, code) = at ?? throw new Refused(PipelineErrors.TerminalIsUnknown);
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        if (!store.Sells)
            throw new Refused(SalesErrors.StoreDoesNotSell);
        var terms = store.TermsOfSale(actor.Now, notBefore: null, isDistanceSale: false);
        var shift = new Shift(
            Ids.New(),
            store.StoreId,
            command.TerminalId,
            code,
            actor.ActorId,
            ShiftStatus.Open,
            store.Currency,
            command.Float,
            store.Shifts.IsShared,
            store.Shifts.IsBlind,
            store.Shifts.OverShortUpTo,
            terms.BusinessDate,
            terms.Calendar.TimeZone,
            terms.Calendar.EndOfDay,
            terms.SoldAt,
            actor.ActorId,
            Count: null,
            Reason: null,
            ClosedAt: null,
            ClosedBy: null,
            Version: 1
        );
        db.Enqueue(
                OpenSql,
                new
                {
                    shift.ShiftId,
                    shift.StoreId,
                    shift.TerminalId,
                    shift.TerminalCode,
                    shift.CashierId,
                    shift.Currency,
                    shift.Float,
                    shift.IsShared,
                    shift.IsBlind,
                    shift.OverShortUpTo,
                    shift.BusinessDate,
                    shift.TimeZone,
                    shift.DayEndsAt,
                    shift.OpenedAt,
                    shift.OpenedBy,
                }
            )
            .OnConstraint("shift_is_one_at_a_terminal", ShiftErrors.IsOpenAtTerminal)
            .OnConstraint("shift_is_one_of_a_cashier", ShiftErrors.IsOpenOfCashier);
        db.Publish(new ShiftOpened(shift.ShiftId, shift.StoreId, shift.TerminalId, shift.CashierId, shift.Currency, shift.Float));
        return shift;
    }
}
