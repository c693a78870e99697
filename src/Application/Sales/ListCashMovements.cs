using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Lists what cash was moved in a shift, and when its drawer was opened without a sale, newest first.</summary>
public sealed record ListCashMovements(Guid ShiftId, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<CashMovement>>,
        IPaged;

internal sealed class ListCashMovementsValidator : AbstractValidator<ListCashMovements>
{
    public ListCashMovementsValidator() => this.PageOf<ListCashMovements, Guid?>();
}

internal sealed class ListCashMovementsHandler(IDb db, Shifts shifts) : IQueryHandler<ListCashMovements, Page<CashMovement>>
{
    private const string ListSql = """
        select cash_movement_id, shift_id, kind, amount, reason, moved_at, moved_by
          from sales.cash_movement
         where tenant_id = @tenant
           and shift_id = @ShiftId
           and cash_movement_id < @Before
         order by cash_movement_id desc
         limit @Limit
        """;

    public async Task<Page<CashMovement>> Handle(ListCashMovements query, CancellationToken ct)
    {
        var moved = db.Defer<Row>(
            ListSql,
            new
            {
                query.ShiftId,
                Before = Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, // No id is as high as all ones.
                Limit = query.Limit + 1,
            }
        );
        var shift = (await shifts.SeeAsync(query.ShiftId, ct)).Shift;
        return Page<CashMovement>.Of(
            await moved.ToListAsync(ct),
            query.Limit,
            m => (Guid?)m.CashMovementId,
            m => new CashMovement(m.CashMovementId, m.ShiftId, m.Kind, shift.Currency, m.Amount, m.Reason, m.MovedAt, m.MovedBy)
        );
    }

    private sealed record Row(
        Guid CashMovementId,
        Guid ShiftId,
        CashMovementKind Kind,
        long Amount,
        string Reason,
        DateTimeOffset MovedAt,
        Guid MovedBy
    );
}
