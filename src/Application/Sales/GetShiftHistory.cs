using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>The shifts that were opened on business days: what was in their drawers and what should have been, newest day first.</summary>
/// <param name="From">The first business day.</param>
/// <param name="To">The last one.</param>
/// <param name="StoreId">Only these stores; all of the caller's, where none is named.</param>
/// <param name="Format">JSON where it is left out and no CSV is accepted. A table has all rows, 20,000 at most, and no pages.</param>
public sealed record GetShiftHistory(
    DateOnly From,
    DateOnly To,
    IReadOnlyList<Guid>? StoreId = null,
    ReportFormat? Format = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ShiftHistoryRow>>, IReport, IPaged, IOneMoment;

/// <summary>A shift of the past. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="TerminalCode">That of its terminal when it was opened.</param>
/// <param name="CashierName">What the cashier is called now.</param>
/// <param name="BusinessDate">The store's business day on which it was opened.</param>
/// <param name="Float">What was counted into the drawer.</param>
/// <param name="Expected">What should have been there at its end; null until it is counted.</param>
/// <param name="Counted">What was there.</param>
/// <param name="OverShort">What was there beyond what was expected; negative where something was missing.</param>
/// <param name="Reason">Why that was.</param>
/// <param name="ZNumber">Of its Z report; null until it is closed.</param>
public sealed record ShiftHistoryRow(
    Guid ShiftId,
    Guid StoreId,
    Guid TerminalId,
    string TerminalCode,
    Guid CashierId,
    [property: Form(Forms.OneLine, 300)] string? CashierName,
    ShiftStatus Status,
    [property: Form(Forms.Currency, 3)] string Currency,
    DateOnly BusinessDate,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    long Float,
    long? Expected,
    long? Counted,
    long? OverShort,
    string? Reason,
    [property: Form(Forms.OneLine, NumberFormat.MaximumLength)] string? ZNumber
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed record ShiftHistoryKey(DateOnly BusinessDate, Guid ShiftId);

internal sealed class GetShiftHistoryValidator : AbstractValidator<GetShiftHistory>
{
    public GetShiftHistoryValidator()
    {
        this.ReportOf();
        this.PageOf<GetShiftHistory, ShiftHistoryKey>();
    }
}

internal sealed class GetShiftHistoryHandler(IDb db, IReportNames names) : IQueryHandler<GetShiftHistory, Page<ShiftHistoryRow>>
{
    // The end of the period is a place in the list, too.
    private const string ListSql = """
        select s.shift_id, s.store_id, s.terminal_id, s.terminal_code, s.cashier_id, null::text as cashier_name, s.status, s.currency,
               s.business_date, s.opened_at, s.closed_at, s.float_amount as float, s.expected, s.counted,
               s.counted - s.expected as over_short, s.reason,
               (select number
                  from sales.z_report
                 where tenant_id = @tenant
                   and shift_id = s.shift_id) as z_number
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select shift_id, store_id, terminal_id, terminal_code, cashier_id, status, currency, business_date, opened_at, closed_at,
                      float_amount, expected, counted, reason
                 from sales.shift
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and business_date >= @From
                  and (business_date, shift_id) < (@BeforeDay, @BeforeId)
                order by business_date desc, shift_id desc
                limit @Limit
               ) as s
         where @AllStores or mine.store_id = any (@StoreIds)
         order by s.business_date desc, s.shift_id desc
         limit @Limit
        """;

    public async Task<Page<ShiftHistoryRow>> Handle(GetShiftHistory query, CancellationToken ct)
    {
        var (from, to, _, all, stores) = query.Period();
        // No id is as high as all ones.
        var before = Cursor.Read<ShiftHistoryKey>(query.Cursor) ?? new ShiftHistoryKey(to, Guid.AllBitsSet);
        var asked = db.Defer<ShiftHistoryRow>(
            ListSql,
            new
            {
                From = from,
                BeforeDay = before.BusinessDate,
                BeforeId = before.ShiftId,
                AllStores = all,
                StoreIds = stores,
                Limit = query.Wanted(),
            }
        );
        await db.RequireStoresAsync(query, ct);
        var page = query.PageOf(await asked.ToListAsync(ct), s => new ShiftHistoryKey(s.BusinessDate, s.ShiftId));
        var people = await Reports.NamesAsync(page.Items.Select(s => $"{s.CashierId}"), ct, names.Actors);
        return page with { Items = [.. page.Items.Select(s => s with { CashierName = people.GetValueOrDefault($"{s.CashierId}")?.Name })] };
    }
}
