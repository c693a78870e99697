using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>
/// Lists the sales of the caller's stores, newest first, from a time (included) to a time (excluded). By till, person or status it looks
/// through all sales of a period, which must be told: a business date, or at most 92 days.
/// </summary>
/// <param name="Number">As it stands on the receipt.</param>
/// <param name="CustomerId">Only what was sold to this customer.</param>
/// <param name="TerminalId">Only what was sold at this till.</param>
/// <param name="SoldBy">Only what this person or machine sold.</param>
/// <param name="Status">Only what was voided, or what was not.</param>
/// <param name="BusinessDate">Only what counts for this day of the store.</param>
public sealed record ListSales(
    Guid? StoreId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Number = null,
    Guid? CustomerId = null,
    Guid? TerminalId = null,
    Guid? SoldBy = null,
    SaleStatus? Status = null,
    DateOnly? BusinessDate = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<SaleSummary>>, IPaged, IStoreRequest;

/// <summary>A sale as a list shows it. Amounts are in minor units of <paramref name="Currency"/>.</summary>
public sealed record SaleSummary(
    Guid SaleId,
    string Number,
    SaleStatus Status,
    Guid StoreId,
    Guid TerminalId,
    [property: Form(Forms.Currency, 3)] string Currency,
    long Net,
    long Tax,
    long Total,
    DateOnly BusinessDate,
    DateTimeOffset SoldAt,
    Guid SoldBy
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed record SaleKey(DateTimeOffset SoldAt, Guid SaleId);

/// <summary>From a time (included) to a time (excluded).</summary>
internal readonly record struct SalesPeriod(DateTimeOffset From, DateTimeOffset To)
{
    // Clocks are up to 14 hours ahead of UTC and 12 behind it, and a day ends up to a day late.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(14);
    private static readonly TimeSpan Behind = TimeSpan.FromDays(2) + TimeSpan.FromHours(12);

    /// <summary>In which all that is asked for was sold, wherever the store is.</summary>
    public static SalesPeriod Of(ListSales query)
    {
        var (from, to) = (query.From ?? DateTimeOffset.MinValue, query.To ?? DateTimeOffset.MaxValue);
        if (query.BusinessDate is not { } day || day.Year is 1 or 9999) // Nothing is sold at the ends of time.
            return new SalesPeriod(from, to);
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        return new SalesPeriod(Later(from, midnight - Ahead), Later(from, Earlier(to, midnight + Behind)));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

internal sealed class ListSalesValidator : AbstractValidator<ListSales>
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(92);

    public ListSalesValidator()
    {
        RuleFor(q => q.Number).ShortText(NumberFormat.MaximumLength);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.From)
            .Must((q, from) => q.BusinessDate is not null || (from is not null && q.To is not null && q.To - from <= LongestPeriod))
            .When(q => q.TerminalId is not null || q.SoldBy is not null || q.Status is not null)
            .WithMessage("Must be at most 92 days before to, or businessDate be given, where a till, a person or a status is asked for.");
        RuleFor(q => q.To)
            .GreaterThan(q => q.From)
            .When(q => q.From is not null && q.To is not null)
            .WithMessage("Must be later than from.");
        this.PageOf<ListSales, SaleKey>();
    }
}

internal sealed class ListSalesHandler(IDb db) : IQueryHandler<ListSales, Page<SaleSummary>>
{
    // One walk a store, each in the order of its index: a single one over the merchant would pass by every sale of the stores
    // that the caller may not see. Both ends are always bound, so that any plan reads between them, and bound as they are: below
    // the wall a plan for all values takes a coalesce around them for leaky, and for a filter.
    private const string Walk = """
        select s.sale_id, s.number, s.status, s.store_id, s.terminal_id, s.currency, s.net, s.tax, s.total, s.business_date, s.sold_at,
               s.sold_by
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select sale_id, number, status, store_id, terminal_id, currency, net, tax, total, business_date, sold_at, sold_by
                 from sales.sale
                where tenant_id = @tenant
                  and store_id = mine.store_id
        """;

    private const string Newest = """

                  and sold_at >= @From
                  and (sold_at, sale_id) < (@BeforeTime, @BeforeId)
                  and (@Number::text is null or number = @Number)
                  and (@CustomerId::uuid is null or customer_id = @CustomerId)
                  and (@TerminalId::uuid is null or terminal_id = @TerminalId)
                  and (@SoldBy::uuid is null or sold_by = @SoldBy)
                  and (@Status::text is null or status = @Status)
                  and (not @IsOfDay or business_date = @BusinessDate)
                order by sold_at desc, sale_id desc
                limit @Limit
               ) as s
         order by s.sold_at desc, s.sale_id desc
         limit @Limit
        """;

    private const string ListSql = Walk + Newest;

    // These two have an index, which is told here: what may be left out opens none.
    private const string OfNumberSql =
        Walk
        + """

                      and number = @Number
            """
        + Newest;

    private const string ToCustomerSql =
        Walk
        + """

                      and customer_id = @CustomerId
            """
        + Newest;

    public async Task<Page<SaleSummary>> Handle(ListSales query, CancellationToken ct)
    {
        var (from, to) = SalesPeriod.Of(query);
        // The end of the period is a place in the list, too: before the first sale of its moment.
        var place = Cursor.Read<SaleKey>(query.Cursor);
        var (beforeTime, beforeId) = place is null || to <= place.SoldAt ? (to, Guid.Empty) : (place.SoldAt, place.SaleId);
        var args = new
        {
            query.Number,
            query.CustomerId,
            query.TerminalId,
            query.SoldBy,
            query.Status,
            IsOfDay = query.BusinessDate is not null,
            BusinessDate = query.BusinessDate ?? DateOnly.MinValue,
            From = from,
            BeforeTime = beforeTime,
            BeforeId = beforeId,
            Limit = query.Limit + 1,
        };
        var rows =
            query.CustomerId is not null ? await db.QueryAsync<SaleSummary>(ToCustomerSql, args, ct)
            : query.Number is not null ? await db.QueryAsync<SaleSummary>(OfNumberSql, args, ct)
            : await db.QueryAsync<SaleSummary>(ListSql, args, ct);
        return Page<SaleSummary>.Of(rows, query.Limit, s => new SaleKey(s.SoldAt, s.SaleId));
    }
}
