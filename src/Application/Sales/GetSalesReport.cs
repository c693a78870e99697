using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>
/// What stores turned over on business days, told apart by one thing: hours and days in their order, all else by what is left of it, the
/// most first. A row has one currency.
/// </summary>
/// <param name="From">The first business day.</param>
/// <param name="To">The last one.</param>
/// <param name="By">What rows are told apart by: hours are those of the stores' clocks, products are the articles that were sold, and
/// categories are those that articles are in now.</param>
/// <param name="StoreId">Only these stores; all of the caller's, where none is named.</param>
/// <param name="Format">JSON where it is left out and no CSV is accepted. A table has all rows, 20,000 at most, and no pages.</param>
public sealed record GetSalesReport(
    DateOnly From,
    DateOnly To,
    SalesReportBy By = SalesReportBy.Day,
    IReadOnlyList<Guid>? StoreId = null,
    ReportFormat? Format = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<SalesReport>, IReport, IPaged, IOneMoment;

public enum SalesReportBy
{
    Hour,
    Day,
    Product,
    Category,
    Cashier,
    Terminal,
    Customer,
    Store,
}

/// <param name="Totals">One row a currency: what all rows come to, on other pages too. An article in several categories counts
/// once.</param>
/// <param name="Items">A page of them.</param>
/// <param name="NextCursor">Pass it as `cursor` for the page after this; null on the last page.</param>
public sealed record SalesReport(
    DateOnly From,
    DateOnly To,
    SalesReportBy By,
    [property: MaxLength(PageRules.MaximumLimit)] IReadOnlyList<SalesReportRow> Totals,
    [property: MaxLength(PageRules.MaximumLimit)] IReadOnlyList<SalesReportRow> Items,
    [property: Form(Forms.Cursor, PageRules.MaximumCursorLength)] string? NextCursor
) : IPage
{
    IPage IPage.Continued(string cursor) => this with { NextCursor = cursor };
}

/// <summary>What one hour, day, article, person and so on came to. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="Key">An id, a day, or an hour from `00` to `23`; null in totals, for what was sold to nobody in particular, and for
/// articles without a category.</param>
/// <param name="Code">The article number, or the code of a store or terminal.</param>
/// <param name="Name">What an article was called when it was sold last; what others are called now.</param>
/// <param name="Sales">What was sold, of what was voided later too.</param>
/// <param name="Voids">What was voided, on the day and at the hour at which it was sold.</param>
/// <param name="Returns">What was taken back, when and where it was.</param>
/// <param name="Discount">What discounts took off what was sold and not voided, with or without tax as the prices are.</param>
/// <param name="Units">What was sold, less what was voided and taken back; as the amounts behind it.</param>
public sealed record SalesReportRow(
    [property: Form(Forms.OneLine, 100)] string? Key,
    [property: Form(Forms.OneLine, 100)] string? Code,
    [property: Form(Forms.OneLine, 300)] string? Name,
    [property: Form(Forms.Currency, 3)] string Currency,
    ReportTurnover Sales,
    ReportTurnover Voids,
    ReportTurnover Returns,
    long Discount,
    [property: Step("0.001")] decimal Units,
    long Net,
    long Tax,
    long Gross
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    internal static SalesReportRow Of(TurnoverRow row) =>
        new(
            row.Key.Length > 0 ? row.Key : null,
            row.Code.Length > 0 ? row.Code : null,
            row.Name.Length > 0 ? row.Name : null,
            row.Currency,
            row.Sold,
            row.Voided,
            row.TakenBack,
            row.Discount,
            row.Left.Units,
            row.Left.Net,
            row.Left.Tax,
            row.Left.Gross
        );
}

/// <summary>A place among the rows.</summary>
/// <param name="Gross">What the row has left; zero where rows are in an order of their own.</param>
internal sealed record SalesReportKey(long Gross, string Key, string Currency);

internal sealed class GetSalesReportValidator : AbstractValidator<GetSalesReport>
{
    public GetSalesReportValidator()
    {
        this.ReportOf();
        RuleFor(q => q.By).IsInEnum();
        this.PageOf<GetSalesReport, SalesReportKey>();
    }
}

internal sealed class GetSalesReportHandler(IDb db, Turnovers turnovers, IReportNames names) : IQueryHandler<GetSalesReport, SalesReport>
{
    private const int QuarterSeconds = 900;

    // Where rows can be many only a page of them leaves the database.
    private const string Ranked =
        """

            , ranked as (
            select max(t.business_date) filter (where false) as no_day, t.key collate "C" as key, t.currency collate "C" as currency,
                   coalesce((array_agg(t.code order by t.business_date desc))[1], '') as code,
                   coalesce((array_agg(t.name order by t.business_date desc))[1], '') as name,
            """
        + " "
        + DayFigures.Turnover
        + """

              from figure as t
             group by t.key, t.currency
            )
            select null::uuid as store_id, r.no_day as business_date, coalesce(r.key, '') as key, r.currency, r.code, r.name,
                   r.sales, r.sales_units, r.sales_net, r.sales_tax, r.sales_gross, r.voids, r.voids_units,
                   r.voids_net, r.voids_tax, r.voids_gross, r.returns, r.returns_units, r.returns_net, r.returns_tax, r.returns_gross,
                   r.discount
              from ranked as r
             where @IsFirst
                or (r.returns_gross + r.voids_gross - r.sales_gross, r.key, r.currency) > (-@Gross::bigint, @Key, @Currency)
             order by r.returns_gross + r.voids_gross - r.sales_gross, r.key, r.currency
             limit @Limit
            """;

    // Of the kinds total, time, cashier and terminal.
    private const string DocumentsSql = DayFigures.OfDocuments + Turnovers.Grouped;

    private const string ProductsSql = DayFigures.OfLines + Ranked;

    private const string CustomersSql = DayFigures.OfDocuments + Ranked;

    public async Task<SalesReport> Handle(GetSalesReport query, CancellationToken ct)
    {
        var all = Documents(query, "total", Apart.ByNothing);
        await db.RequireStoresAsync(query, ct);
        var totals = (await all.ToListAsync(ct)).OrderBy(t => t.Currency, StringComparer.Ordinal).Select(SalesReportRow.Of).ToList();
        var rows = query.By switch
        {
            SalesReportBy.Product => await RankedAsync("product", query, ct),
            SalesReportBy.Customer => await NamedAsync(await RankedAsync("customer", query, ct), names.Customers, ct),
            SalesReportBy.Category => Sorted(await CategoriesAsync(query, ct), query),
            SalesReportBy.Cashier => Sorted(await NamedAsync(await KeyedAsync("cashier"), names.Actors, ct), query),
            SalesReportBy.Terminal => Sorted(await NamedAsync(await KeyedAsync("terminal"), names.Terminals, ct), query),
            SalesReportBy.Store => Sorted(await NamedAsync(await StoresAsync(), names.Stores, ct), query),
            SalesReportBy.Hour => Sorted(Hours(await KeyedAsync("time")), query),
            _ => Sorted(await DaysAsync(), query),
        };
        var page = query.PageOf(rows, r => PlaceOf(r, query));
        return new SalesReport(query.From, query.To, query.By, totals, [.. page.Items.Select(SalesReportRow.Of)], page.NextCursor);

        Task<IReadOnlyList<TurnoverRow>> KeyedAsync(string kind) => Documents(query, kind, Apart.ByKey).ToListAsync(ct);

        async Task<List<TurnoverRow>> DaysAsync() =>
            [
                .. (await Documents(query, "total", Apart.ByDay).ToListAsync(ct)).Select(r =>
                    r with
                    {
                        Key = r.BusinessDate!.Value.Text(), // They are told apart by it.
                    }
                ),
            ];

        async Task<List<TurnoverRow>> StoresAsync() =>
            [.. (await Documents(query, "total", Apart.ByStore).ToListAsync(ct)).Select(r => r with { Key = $"{r.StoreId}" })];
    }

    private Deferred<TurnoverRow> Documents(GetSalesReport query, string kind, Apart by) =>
        db.Defer<TurnoverRow>(DocumentsSql, GroupedFigures.Of(query, kind, by));

    private async Task<IReadOnlyList<TurnoverRow>> RankedAsync(string kind, GetSalesReport query, CancellationToken ct)
    {
        var (from, to, days, all, stores) = query.Period();
        var place = Cursor.Read<SalesReportKey>(query.Cursor);
        return await db.QueryAsync<TurnoverRow>(
            kind == "product" ? ProductsSql : CustomersSql,
            new
            {
                From = from,
                To = to,
                Days = days,
                AllStores = all,
                StoreIds = stores,
                Kind = kind,
                IsFirst = place is null,
                Gross = place?.Gross ?? 0,
                Key = place?.Key ?? "",
                Currency = place?.Currency ?? "",
                Limit = query.Wanted(),
            },
            ct
        );
    }

    // An article that is in several counts in each of them.
    private async Task<IReadOnlyList<TurnoverRow>> CategoriesAsync(GetSalesReport query, CancellationToken ct)
    {
        var articles = await turnovers.OfLines(query, "product").ToListAsync(ct);
        var found = await names.Categories([.. articles.Select(a => Guid.Parse(a.Key)).Distinct()]).ToListAsync(ct);
        var of = found.ToLookup(c => c.VariantId.ToString(), StringComparer.Ordinal);
        return
        [
            .. articles
                .SelectMany(a =>
                    of[a.Key]
                        .Select(c => a with { Key = c.CategoryId.ToString(), Name = c.Name })
                        .DefaultIfEmpty(a with { Key = "", Name = "" })
                )
                .GroupBy(a => (a.Key, a.Currency))
                .Select(TurnoverRow.Sum),
        ];
    }

    private static IEnumerable<TurnoverRow> Hours(IReadOnlyList<TurnoverRow> quarters) =>
        quarters.Select(q => q with { Key = HourOf(q.Key) }).GroupBy(q => (q.Key, q.Currency)).Select(TurnoverRow.Sum);

    private static string HourOf(string time)
    {
        var parts = time.Split(' ', 2);
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture) * QuarterSeconds);
        return TimeZones.HourAt(parts[1], at).ToString("00", CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<TurnoverRow>> NamedAsync(
        IReadOnlyList<TurnoverRow> rows,
        Func<IReadOnlyList<Guid>, Deferred<ReportName>> find,
        CancellationToken ct
    )
    {
        var known = await Reports.NamesAsync(rows.Select(r => r.Key), ct, find);
        return [.. rows.Select(r => known.TryGetValue(r.Key, out var named) ? r with { Code = named.Code ?? "", Name = named.Name } : r)];
    }

    // As the ranked ones come: what has most left first, which hours and days are not asked for.
    private static List<TurnoverRow> Sorted(IEnumerable<TurnoverRow> rows, GetSalesReport query)
    {
        var place = Cursor.Read<SalesReportKey>(query.Cursor);
        return
        [
            .. rows.Select(r => (Row: r, Place: PlaceOf(r, query)))
                .Where(r => place is null || Compare(r.Place, place) > 0)
                .OrderBy(r => r.Place, Comparer<SalesReportKey>.Create(Compare))
                .Select(r => r.Row)
                .Take(query.Wanted()),
        ];
    }

    private static SalesReportKey PlaceOf(TurnoverRow row, GetSalesReport query) =>
        new(query.By is SalesReportBy.Hour or SalesReportBy.Day ? 0 : row.Left.Gross, row.Key, row.Currency);

    private static int Compare(SalesReportKey a, SalesReportKey b) =>
        a.Gross != b.Gross ? b.Gross.CompareTo(a.Gross)
        : string.CompareOrdinal(a.Key, b.Key) is not 0 and var byKey ? byKey
        : string.CompareOrdinal(a.Currency, b.Currency);
}
