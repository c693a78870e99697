using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>
/// What is looked at of business days, by who did it: discounts, other prices, voids, returns and drawers opened without a sale.
/// </summary>
/// <param name="From">The first business day.</param>
/// <param name="To">The last one.</param>
/// <param name="StoreId">Only these stores; all of the caller's, where none is named.</param>
/// <param name="Format">JSON where it is left out and no CSV is accepted.</param>
public sealed record GetExceptionReport(DateOnly From, DateOnly To, IReadOnlyList<Guid>? StoreId = null, ReportFormat? Format = null)
    : IQuery<ExceptionReport>,
        IReport,
        IOneMoment;

/// <param name="Items">By name.</param>
public sealed record ExceptionReport(
    DateOnly From,
    DateOnly To,
    [property: MaxLength(ExceptionReport.MostRows)] IReadOnlyList<ExceptionReportRow> Items
)
{
    // More than anybody employs in a year.
    internal const int MostRows = 100_000;
}

/// <summary>What one person or machine did. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="CashierId">A user, an API key or a terminal.</param>
/// <param name="Name">What they are called now; null of what has no name.</param>
/// <param name="Discounts">Lines that they sold with a discount, and what it took off.</param>
/// <param name="PriceOverrides">Lines that they sold at another price than the lists', and what that took off; negative where it
/// added.</param>
/// <param name="Voids">Sales that they voided, with tax, on the day on which those were made.</param>
/// <param name="Returns">Returns that they took, with tax.</param>
/// <param name="NoSales">How often they opened a drawer for something else, on the day on which its shift was opened.</param>
public sealed record ExceptionReportRow(
    Guid CashierId,
    [property: Form(Forms.OneLine, 300)] string? Name,
    [property: Form(Forms.Currency, 3)] string Currency,
    ReportedActs Discounts,
    ReportedActs PriceOverrides,
    ReportedActs Voids,
    ReportedActs Returns,
    long NoSales
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

/// <param name="Count">How often.</param>
/// <param name="Amount">How much in all.</param>
public sealed record ReportedActs(long Count, long Amount);

internal sealed class GetExceptionReportValidator : AbstractValidator<GetExceptionReport>
{
    public GetExceptionReportValidator() => this.ReportOf();
}

internal sealed class GetExceptionReportHandler(IDb db, IReportNames names) : IQueryHandler<GetExceptionReport, ExceptionReport>
{
    private const string ActsSql =
        DayFigures.OfExceptions
        + """

            select coalesce(t.key, '') as actor, t.currency, t.act, sum(t.documents)::bigint as count, coalesce(sum(t.gross), 0)::bigint as amount
              from figure as t
             group by t.key, t.currency, t.act
            """;

    // A drawer may be opened when the day of its shift is long over, so these are never added up; a shift has a handful of them. The limit
    // limits nothing: by it each store and shift is looked up by itself.
    private const string NoSalesSql = """
        select m.moved_by::text as actor, s.currency, 'noSale' as act, count(*) as count, 0::bigint as amount
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select shift_id, currency
                 from sales.shift
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and business_date >= @From
                  and business_date <= @To
                limit 2147483647
               ) as s
         cross join lateral (
               select moved_by
                 from sales.cash_movement
                where tenant_id = @tenant
                  and shift_id = s.shift_id
                  and kind = 'noSale'
                limit 2147483647
               ) as m
         where @AllStores or mine.store_id = any (@StoreIds)
         group by m.moved_by, s.currency
        """;

    public async Task<ExceptionReport> Handle(GetExceptionReport query, CancellationToken ct)
    {
        var (from, to, _, all, stores) = query.Period();
        var asked = db.Defer<Done>(ActsSql, AskedFigures.Of(query, "exception"));
        var opened = db.Defer<Done>(
            NoSalesSql,
            new
            {
                From = from,
                To = to,
                AllStores = all,
                StoreIds = stores,
            }
        );
        await db.RequireStoresAsync(query, ct);
        List<Done> acts = [.. await asked.ToListAsync(ct), .. await opened.ToListAsync(ct)];
        var known = await Reports.NamesAsync(acts.Select(a => a.Actor), ct, names.Actors, names.Terminals);
        var rows = acts.GroupBy(a => (a.Actor, a.Currency)).Select(of => Row(of.Key.Actor, of.Key.Currency, [.. of]));
        return new ExceptionReport(
            query.From,
            query.To,
            [.. rows.OrderBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.CashierId).ThenBy(r => r.Currency, StringComparer.Ordinal)]
        );

        ExceptionReportRow Row(string actor, string currency, IReadOnlyList<Done> of) =>
            new(
                Guid.Parse(actor),
                known.GetValueOrDefault(actor)?.Name,
                currency,
                Acts(of, "discount"),
                Acts(of, "override"),
                Acts(of, "void"),
                Acts(of, "return"),
                Acts(of, "noSale").Count
            );
    }

    private static ReportedActs Acts(IReadOnlyList<Done> of, string act) =>
        of.SingleOrDefault(d => d.Act == act) is { } done ? new ReportedActs(done.Count, done.Amount) : new ReportedActs(0, 0);

    private sealed record Done(string Actor, string Currency, string Act, long Count, long Amount);
}
