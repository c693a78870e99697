using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Lists the shifts of the caller's stores, newest first.</summary>
/// <param name="TerminalId">At one terminal.</param>
/// <param name="Status">What they are now.</param>
/// <param name="BusinessDate">The business day on which they were opened.</param>
public sealed record ListShifts(
    Guid? StoreId = null,
    Guid? TerminalId = null,
    ShiftStatus? Status = null,
    DateOnly? BusinessDate = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ShiftSummary>>, IPaged, IStoreRequest;

/// <summary>A shift as a list shows it. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="CashierId">Whose drawer it is.</param>
/// <param name="Float">What was counted into the drawer.</param>
/// <param name="BusinessDate">The store's business day on which it was opened.</param>
/// <param name="Counted">What was counted at its end.</param>
/// <param name="OverShort">What was there beyond what was expected; negative where something was missing.</param>
public sealed record ShiftSummary(
    Guid ShiftId,
    Guid StoreId,
    Guid TerminalId,
    Guid CashierId,
    ShiftStatus Status,
    [property: Form(Forms.Currency, 3)] string Currency,
    long Float,
    DateOnly BusinessDate,
    DateTimeOffset OpenedAt,
    long? Counted,
    long? OverShort,
    DateTimeOffset? ClosedAt
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed class ListShiftsValidator : AbstractValidator<ListShifts>
{
    public ListShiftsValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageOf<ListShifts, Guid?>();
    }
}

internal sealed class ListShiftsHandler(IDb db) : IQueryHandler<ListShifts, Page<ShiftSummary>>
{
    // One walk a store, each in the order of an index; a store has a handful of tills.
    private const string Walk = """
        select s.shift_id, s.store_id, s.terminal_id, s.cashier_id, s.status, s.currency, s.float_amount as float, s.business_date, s.opened_at,
               s.counted, s.counted - s.expected as over_short, s.closed_at
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select shift_id, store_id, terminal_id, cashier_id, status, currency, float_amount, business_date, opened_at, counted, expected,
                      closed_at
                 from sales.shift
                where tenant_id = @tenant
                  and store_id = mine.store_id
        """;

    private const string Newest = """

                  and shift_id < @Before
                  and (@TerminalId::uuid is null or terminal_id = @TerminalId)
                order by shift_id desc
                limit @Limit
               ) as s
         order by s.shift_id desc
         limit @Limit
        """;

    private const string OfStatus = """

                  and status = @Status
        """;

    private const string OnDay = """

                  and business_date = @BusinessDate
        """;

    private const string ListSql = Walk + Newest;
    private const string OfStatusSql = Walk + OfStatus + Newest;
    private const string OnDaySql = Walk + OnDay + Newest;
    private const string OfStatusOnDaySql = Walk + OfStatus + OnDay + Newest;

    public async Task<Page<ShiftSummary>> Handle(ListShifts query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, terminal, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.TerminalId, query.Limit + 1);
        var rows = (query.Status, query.BusinessDate) switch
        {
            ({ } status, { } day) => await db.QueryAsync<ShiftSummary>(
                OfStatusOnDaySql,
                new
                {
                    Status = status,
                    BusinessDate = day,
                    Before = before,
                    TerminalId = terminal,
                    Limit = limit,
                },
                ct
            ),
            ({ } status, null) => await db.QueryAsync<ShiftSummary>(
                OfStatusSql,
                new
                {
                    Status = status,
                    Before = before,
                    TerminalId = terminal,
                    Limit = limit,
                },
                ct
            ),
            (null, { } day) => await db.QueryAsync<ShiftSummary>(
                OnDaySql,
                new
                {
                    BusinessDate = day,
                    Before = before,
                    TerminalId = terminal,
                    Limit = limit,
                },
                ct
            ),
            _ => await db.QueryAsync<ShiftSummary>(
                ListSql,
                new
                {
                    Before = before,
                    TerminalId = terminal,
                    Limit = limit,
                },
                ct
            ),
        };
        return Page<ShiftSummary>.Of(rows, query.Limit, s => (Guid?)s.ShiftId);
    }
}
