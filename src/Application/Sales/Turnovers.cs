using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What stores turned over in a period, told apart by store, by day or by the key of a kind of figures, or not at all.</summary>
internal sealed class Turnovers(IDb db)
{
    /// <summary>Behind figures of a kind: what they come to.</summary>
    public const string Grouped =
        """

            select case when @ByStore then t.store_id end as store_id,
                   case when @ByDay then t.business_date end as business_date,
                   coalesce(case when @ByKey then t.key end, '') as key,
                   t.currency, '' as code, '' as name,
            """
        + " "
        + DayFigures.Turnover
        + """

              from figure as t
             group by 1, 2, 3, 4
            """;

    private const string OfLinesSql = DayFigures.OfLines + Grouped;

    /// <summary>Queues what lines came to: of the kinds product and tax.</summary>
    public Deferred<TurnoverRow> OfLines(IReport report, string kind) =>
        db.Defer<TurnoverRow>(OfLinesSql, GroupedFigures.Of(report, kind, Apart.ByKey));
}

/// <summary>The arguments of <see cref="Turnovers.Grouped"/>.</summary>
internal sealed record GroupedFigures(
    DateOnly From,
    DateOnly To,
    int Days,
    bool AllStores,
    Guid[] StoreIds,
    string Kind,
    bool ByStore,
    bool ByDay,
    bool ByKey
)
{
    public static GroupedFigures Of(IReport report, string kind, Apart by)
    {
        var (from, to, days, all, stores) = report.Period();
        return new GroupedFigures(from, to, days, all, stores, kind, by is Apart.ByStore, by is Apart.ByDay, by is Apart.ByKey);
    }
}

/// <summary>By what turnover is told apart.</summary>
internal enum Apart
{
    ByNothing,
    ByStore,
    ByDay,
    ByKey,
}

/// <summary>Turnover as statements answer it.</summary>
internal sealed record TurnoverRow(
    Guid? StoreId,
    DateOnly? BusinessDate,
    string Key,
    string Currency,
    string Code,
    string Name,
    long Sales,
    decimal SalesUnits,
    long SalesNet,
    long SalesTax,
    long SalesGross,
    long Voids,
    decimal VoidsUnits,
    long VoidsNet,
    long VoidsTax,
    long VoidsGross,
    long Returns,
    decimal ReturnsUnits,
    long ReturnsNet,
    long ReturnsTax,
    long ReturnsGross,
    long Discount
)
{
    public ReportTurnover Sold => new(Sales, SalesUnits, SalesNet, SalesTax, SalesGross);

    public ReportTurnover Voided => new(Voids, VoidsUnits, VoidsNet, VoidsTax, VoidsGross);

    public ReportTurnover TakenBack => new(Returns, ReturnsUnits, ReturnsNet, ReturnsTax, ReturnsGross);

    /// <summary>What is left of what was sold.</summary>
    public ReportTurnover Left => Sold.Less(Voided).Less(TakenBack);

    /// <summary>Several rows of one key and currency as one.</summary>
    public static TurnoverRow Sum(IEnumerable<TurnoverRow> rows) =>
        rows.Aggregate(
            (a, b) =>
                a with
                {
                    Sales = a.Sales + b.Sales,
                    SalesUnits = a.SalesUnits + b.SalesUnits,
                    SalesNet = a.SalesNet + b.SalesNet,
                    SalesTax = a.SalesTax + b.SalesTax,
                    SalesGross = a.SalesGross + b.SalesGross,
                    Voids = a.Voids + b.Voids,
                    VoidsUnits = a.VoidsUnits + b.VoidsUnits,
                    VoidsNet = a.VoidsNet + b.VoidsNet,
                    VoidsTax = a.VoidsTax + b.VoidsTax,
                    VoidsGross = a.VoidsGross + b.VoidsGross,
                    Returns = a.Returns + b.Returns,
                    ReturnsUnits = a.ReturnsUnits + b.ReturnsUnits,
                    ReturnsNet = a.ReturnsNet + b.ReturnsNet,
                    ReturnsTax = a.ReturnsTax + b.ReturnsTax,
                    ReturnsGross = a.ReturnsGross + b.ReturnsGross,
                    Discount = a.Discount + b.Discount,
                }
        );
}

/// <summary>What was sold, voided or taken back. Amounts are in minor units of the row's currency.</summary>
/// <param name="Count">How many sales or returns; where they are told apart by article or tax, how many had some of it.</param>
/// <param name="Units">How much of their articles, whatever the units are.</param>
/// <param name="Gross">With tax.</param>
public sealed record ReportTurnover(long Count, [property: Step("0.001")] decimal Units, long Net, long Tax, long Gross)
{
    /// <summary>What is left of it without another; how many that is means nothing then.</summary>
    internal ReportTurnover Less(ReportTurnover other) =>
        new(Count - other.Count, Units - other.Units, Net - other.Net, Tax - other.Tax, Gross - other.Gross);
}
