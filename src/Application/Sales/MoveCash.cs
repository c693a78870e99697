using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>
/// Puts cash into the drawer of an open shift, takes some out, or drops it to the safe; or opens the drawer without a sale, which takes
/// `sales.no_sale` or an approval.
/// </summary>
/// <param name="Amount">Minor units of the shift's currency; left out where nothing is moved.</param>
/// <param name="Reason">What for.</param>
public sealed record MoveCash(Guid ShiftId, CashMovementKind Kind, string Reason, long? Amount = null)
    : ICommand<CashMovement>,
        IExactlyOnce;

/// <summary>Told when cash was moved, or the drawer opened without a sale.</summary>
public sealed record CashMovedInShift(
    Guid CashMovementId,
    Guid ShiftId,
    Guid StoreId,
    Guid TerminalId,
    CashMovementKind Kind,
    string Currency,
    long Amount,
    string Reason
) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.cash_moved";
}

internal sealed class MoveCashValidator : AbstractValidator<MoveCash>
{
    public MoveCashValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Amount).InclusiveBetween(1, Rules.MaximumAmount);
        RuleFor(c => c.Amount)
            .Must((c, amount) => (c.Kind is CashMovementKind.NoSale) == (amount is null))
            .WithMessage("Say how much is moved; where the drawer is only opened, leave it out.");
        RuleFor(c => c.Reason).ShortText(200);
    }
}

internal sealed class MoveCashHandler(IDb db, Shifts shifts, IApprovals approvals, IActor actor) : ICommandHandler<MoveCash, CashMovement>
{
    private const string MoveSql = """
        insert into sales.cash_movement (cash_movement_id, shift_id, store_id, kind, amount, reason, moved_at, moved_by)
        values (@CashMovementId, @ShiftId, @StoreId, @Kind, @Amount, @Reason, @MovedAt, @MovedBy)
        """;

    public async Task<CashMovement> Handle(MoveCash command, CancellationToken ct)
    {
        var shift = (await shifts.HoldAsync(command.ShiftId, orShared: true, ct)).Shift;
        if (shift.Status is not ShiftStatus.Open)
            throw new Refused(ShiftErrors.IsOver);
        if (command.Kind is CashMovementKind.NoSale)
            await approvals.DemandAsync(new ApprovalDemand(Permissions.Sales.NoSale, shift.StoreId, shift.ShiftId), ct);

        var moved = new CashMovement(
            Ids.New(),
            shift.ShiftId,
            command.Kind,
            shift.Currency,
            command.Amount ?? 0,
            command.Reason,
            actor.Now,
            actor.ActorId
        );
        db.Enqueue(
            MoveSql,
            new
            {
                moved.CashMovementId,
                moved.ShiftId,
                shift.StoreId,
                moved.Kind,
                moved.Amount,
                moved.Reason,
                moved.MovedAt,
                moved.MovedBy,
            }
        );
        db.AddToShift(shift.ShiftId, [new ShiftTotal(TotalOf(moved.Kind), "", 1, moved.Amount)]);
        db.Publish(
            new CashMovedInShift(
                moved.CashMovementId,
                shift.ShiftId,
                shift.StoreId,
                shift.TerminalId,
                moved.Kind,
                moved.Currency,
                moved.Amount,
                moved.Reason
            )
        );
        return moved;
    }

    private static ShiftTotalKind TotalOf(CashMovementKind kind) =>
        kind switch
        {
            CashMovementKind.In => ShiftTotalKind.In,
            CashMovementKind.Out => ShiftTotalKind.Out,
            CashMovementKind.Drop => ShiftTotalKind.Drop,
            _ => ShiftTotalKind.NoSale,
        };
}
