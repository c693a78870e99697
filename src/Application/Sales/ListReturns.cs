using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Lists what the caller's stores sold and what came back of it, and what they took back, newest first.</summary>
/// <param name="StoreId">Where it was sold, or taken back.</param>
/// <param name="SaleId">Those of one sale.</param>
public sealed record ListReturns(Guid? StoreId = null, Guid? SaleId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<SaleReturnSummary>>,
        IPaged,
        IStoreRequest;

/// <summary>A return as a list shows it. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="SaleStoreId">The store that sold the goods.</param>
/// <param name="StoreId">The store that took them back, and paid.</param>
/// <param name="Total">What they were worth.</param>
/// <param name="Refunded">What the customer got back.</param>
public sealed record SaleReturnSummary(
    Guid ReturnId,
    string Number,
    Guid SaleId,
    Guid SaleStoreId,
    Guid StoreId,
    Guid TerminalId,
    [property: Form(Forms.Currency, 3)] string Currency,
    long Net,
    long Tax,
    long Total,
    long Refunded,
    string? Reason,
    DateOnly BusinessDate,
    DateTimeOffset ReturnedAt,
    Guid ReturnedBy
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed class ListReturnsValidator : AbstractValidator<ListReturns>
{
    public ListReturnsValidator() => this.PageOf<ListReturns, Guid?>();
}

internal sealed class ListReturnsHandler(IDb db) : IQueryHandler<ListReturns, Page<SaleReturnSummary>>
{
    // Two walks a store, both in the order of an index; what one of the caller's stores sold and another took back is met by both.
    private const string ListSql = """
        select distinct r.return_id, r.number, r.sale_id, r.from_store_id as sale_store_id, r.to_store_id as store_id, r.terminal_id,
               r.currency, r.net, r.tax, r.total, r.refunded, r.reason, r.business_date, r.returned_at, r.returned_by
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               (select return_id, number, sale_id, from_store_id, to_store_id, terminal_id, currency, net, tax, total, refunded, reason,
                       business_date, returned_at, returned_by
                  from sales.sale_return
                 where tenant_id = @tenant
                   and from_store_id = mine.store_id
                   and return_id < @Before
                 order by return_id desc
                 limit @Limit)
                union all
               (select return_id, number, sale_id, from_store_id, to_store_id, terminal_id, currency, net, tax, total, refunded, reason,
                       business_date, returned_at, returned_by
                  from sales.sale_return
                 where tenant_id = @tenant
                   and to_store_id = mine.store_id
                   and return_id < @Before
                 order by return_id desc
                 limit @Limit)
               ) as r
         order by r.return_id desc
         limit @Limit
        """;

    private const string OfSaleSql = """
        select return_id, number, sale_id, from_store_id as sale_store_id, to_store_id as store_id, terminal_id, currency, net, tax, total,
               refunded, reason, business_date, returned_at, returned_by
          from sales.sale_return
         where tenant_id = @tenant
           and sale_id = @SaleId
           and return_id < @Before
         order by return_id desc
         limit @Limit
        """;

    public async Task<Page<SaleReturnSummary>> Handle(ListReturns query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var rows = query.SaleId is { } sale
            ? await db.QueryAsync<SaleReturnSummary>(
                OfSaleSql,
                new
                {
                    SaleId = sale,
                    Before = before,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<SaleReturnSummary>(ListSql, new { Before = before, Limit = limit }, ct);
        return Page<SaleReturnSummary>.Of(rows, query.Limit, r => (Guid?)r.ReturnId);
    }
}
