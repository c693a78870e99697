using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Lists the sales of the caller's stores, newest first, from a time (included) to a time (excluded).</summary>
/// <param name="Number">As it stands on the receipt.</param>
/// <param name="CustomerId">Only what was sold to this customer.</param>
public sealed record ListSales(
    Guid? StoreId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Number = null,
    Guid? CustomerId = null,
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

internal sealed class ListSalesValidator : AbstractValidator<ListSales>
{
    public ListSalesValidator()
    {
        RuleFor(q => q.Number).ShortText(NumberFormat.MaximumLength);
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
                order by sold_at desc, sale_id desc
                limit @Limit
               ) as s
         order by s.sold_at desc, s.sale_id desc
         limit @Limit
        """;

    private const string ListSql = Walk + Newest;

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
                      and (@Number::text is null or number = @Number)
            """
        + Newest;

    public async Task<Page<SaleSummary>> Handle(ListSales query, CancellationToken ct)
    {
        // The end of the period is a place in the list, too: before the first sale of its moment.
        var place = Cursor.Read<SaleKey>(query.Cursor);
        var (beforeTime, beforeId) = place is null || query.To <= place.SoldAt ? (query.To, Guid.Empty) : (place.SoldAt, place.SaleId);
        var (from, to, limit) = (query.From ?? DateTimeOffset.MinValue, beforeTime ?? DateTimeOffset.MaxValue, query.Limit + 1);
        var rows =
            query.CustomerId is { } customer
                ? await db.QueryAsync<SaleSummary>(
                    ToCustomerSql,
                    new
                    {
                        CustomerId = customer,
                        query.Number,
                        From = from,
                        BeforeTime = to,
                        BeforeId = beforeId,
                        Limit = limit,
                    },
                    ct
                )
            : query.Number is { } number
                ? await db.QueryAsync<SaleSummary>(
                    OfNumberSql,
                    new
                    {
                        Number = number,
                        From = from,
                        BeforeTime = to,
                        BeforeId = beforeId,
                        Limit = limit,
                    },
                    ct
                )
            : await db.QueryAsync<SaleSummary>(
                ListSql,
                new
                {
                    From = from,
                    BeforeTime = to,
                    BeforeId = beforeId,
                    Limit = limit,
                },
                ct
            );
        return Page<SaleSummary>.Of(rows, query.Limit, s => new SaleKey(s.SoldAt, s.SaleId));
    }
}
