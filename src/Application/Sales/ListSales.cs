using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Lists the sales of the caller's stores, newest first, from a time (included) to a time (excluded).</summary>
public sealed record ListSales(
    Guid? StoreId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null) : IQuery<Page<SaleSummary>>, IPaged, IStoreRequest;

/// <summary>A sale as a list shows it. Amounts are in minor units of <paramref name="Currency"/>.</summary>
public sealed record SaleSummary(
    Guid SaleId,
    string Number,
    SaleStatus Status,
    Guid StoreId,
    Guid TerminalId,
    string Currency,
    long Net,
    long Tax,
    long Total,
    DateOnly BusinessDate,
    DateTimeOffset SoldAt,
    Guid SoldBy)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed record SaleKey(DateTimeOffset SoldAt, Guid SaleId);

internal sealed class ListSalesValidator : AbstractValidator<ListSales>
{
    public ListSalesValidator()
    {
        RuleFor(q => q.To).GreaterThan(q => q.From).When(q => q.From is not null && q.To is not null).WithMessage("Must be later than from.");
        this.PageOf<ListSales, SaleKey>();
    }
}

internal sealed class ListSalesHandler(IDb db) : IQueryHandler<ListSales, Page<SaleSummary>>
{
    private const string ListSql =
        """
        select sale_id, number, status, store_id, terminal_id, currency, net, tax, total, business_date, sold_at, sold_by
          from sales.sale
         where tenant_id = @tenant
           and (@From::timestamptz is null or sold_at >= @From)
           and (@To::timestamptz is null or sold_at < @To)
           and (@BeforeTime::timestamptz is null or (sold_at, sale_id) < (@BeforeTime, @BeforeId))
         order by sold_at desc, sale_id desc
         limit @Limit
        """;

    private const string ListOfStoreSql =
        """
        select sale_id, number, status, store_id, terminal_id, currency, net, tax, total, business_date, sold_at, sold_by
          from sales.sale
         where tenant_id = @tenant
           and store_id = @StoreId
           and (@From::timestamptz is null or sold_at >= @From)
           and (@To::timestamptz is null or sold_at < @To)
           and (@BeforeTime::timestamptz is null or (sold_at, sale_id) < (@BeforeTime, @BeforeId))
         order by sold_at desc, sale_id desc
         limit @Limit
        """;

    public async Task<Page<SaleSummary>> Handle(ListSales query, CancellationToken ct)
    {
        var before = Cursor.Read<SaleKey>(query.Cursor);
        var rows = await db.QueryAsync<SaleSummary>(
            query.StoreId is null ? ListSql : ListOfStoreSql,
            new { query.StoreId, query.From, query.To, BeforeTime = before?.SoldAt, BeforeId = before?.SaleId, Limit = query.Limit + 1 },
            ct);
        return Page<SaleSummary>.Of(rows, query.Limit, s => new SaleKey(s.SoldAt, s.SaleId));
    }
}
