using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Lists the parked sales of the caller's stores, newest first.</summary>
/// <param name="Status">What they are now.</param>
public sealed record ListParkedSales(
    Guid? StoreId = null,
    ParkedSaleStatus? Status = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ParkedSaleSummary>>, IPaged, IStoreRequest;

/// <summary>A parked sale as a list shows it.</summary>
/// <param name="TerminalId">Where it was put aside, or is since it was taken up again.</param>
/// <param name="Label">How the people at the till know it.</param>
/// <param name="LineCount">How many lines were rung up.</param>
/// <param name="Total">What it came to when it was put aside, in minor units of <paramref name="Currency"/>.</param>
/// <param name="SaleId">The sale that it became.</param>
public sealed record ParkedSaleSummary(
    Guid ParkedSaleId,
    Guid StoreId,
    Guid TerminalId,
    ParkedSaleStatus Status,
    string Label,
    int LineCount,
    [property: Form(Forms.Currency, 3)] string Currency,
    long Total,
    DateTimeOffset ParkedAt,
    Guid ParkedBy,
    Guid? SaleId
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed class ListParkedSalesValidator : AbstractValidator<ListParkedSales>
{
    public ListParkedSalesValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageOf<ListParkedSales, Guid?>();
    }
}

internal sealed class ListParkedSalesHandler(IDb db) : IQueryHandler<ListParkedSales, Page<ParkedSaleSummary>>
{
    // One walk a store, each in the order of an index.
    private const string Walk = """
        select p.parked_sale_id, p.store_id, p.terminal_id, p.status, p.label, jsonb_array_length(p.lines) as line_count, p.currency, p.total,
               p.parked_at, p.parked_by, p.sale_id
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select parked_sale_id, store_id, terminal_id, status, label, lines, currency, total, parked_at, parked_by, sale_id
                 from sales.parked_sale
                where tenant_id = @tenant
                  and store_id = mine.store_id
        """;

    private const string Newest = """

                  and parked_sale_id < @Before
                order by parked_sale_id desc
                limit @Limit
               ) as p
         order by p.parked_sale_id desc
         limit @Limit
        """;

    private const string ListSql = Walk + Newest;

    private const string OfStatusSql =
        Walk
        + """

                      and status = @Status
            """
        + Newest;

    public async Task<Page<ParkedSaleSummary>> Handle(ListParkedSales query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var rows = query.Status is { } status
            ? await db.QueryAsync<ParkedSaleSummary>(
                OfStatusSql,
                new
                {
                    Status = status,
                    Before = before,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<ParkedSaleSummary>(ListSql, new { Before = before, Limit = limit }, ct);
        return Page<ParkedSaleSummary>.Of(rows, query.Limit, p => (Guid?)p.ParkedSaleId);
    }
}
