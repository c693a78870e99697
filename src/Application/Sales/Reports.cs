using System.Globalization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What is reported of a period of business days, over stores.</summary>
public interface IReport
{
    DateOnly From { get; }

    DateOnly To { get; }

    IReadOnlyList<Guid>? StoreId { get; }

    ReportFormat? Format { get; }
}

public enum ReportFormat
{
    Json,
    Csv,
}

/// <summary>Figures of one kind of a report, as statements on them are asked.</summary>
internal sealed record AskedFigures(DateOnly From, DateOnly To, int Days, bool AllStores, Guid[] StoreIds, string Kind)
{
    public static AskedFigures Of(IReport report, string kind)
    {
        var (from, to, days, all, stores) = report.Period();
        return new AskedFigures(from, to, days, all, stores, kind);
    }
}

/// <summary>What all reports have in common.</summary>
internal static class Reports
{
    // A leap year.
    private const int MostDays = 366;
    private const int MostStores = 100;

    // What one table holds; more is asked for by shorter periods.
    private const int MostRows = 20_000;

    private const string OutOfScopeSql = """
        select count(*)::integer
          from unnest(@StoreIds) as asked (store_id)
         where asked.store_id <> all ((select app.store_scope())::uuid[])
        """;

    public static void ReportOf<T>(this AbstractValidator<T> validator)
        where T : IReport
    {
        validator.RuleFor(q => q.To).Must((q, to) => to >= q.From).WithMessage("Must not be before from.");
        validator
            .RuleFor(q => q.To)
            .Must((q, to) => to.DayNumber - q.From.DayNumber < MostDays)
            .WithMessage($"Must be at most {MostDays - 1} days after from.");
        validator.RuleFor(q => q.StoreId!).AtMost(MostStores);
        validator.RuleFor(q => q.Format).IsInEnum();
    }

    /// <summary>The arguments of every statement of a report.</summary>
    public static (DateOnly From, DateOnly To, int Days, bool AllStores, Guid[] StoreIds) Period(this IReport report) =>
        (
            report.From,
            report.To,
            report.To.DayNumber - report.From.DayNumber,
            report.StoreId is not { Count: > 0 },
            report.StoreId?.ToArray() ?? []
        );

    /// <summary>Refuses a report of a store that is not the caller's; what was queued before travels with the question.</summary>
    public static async Task RequireStoresAsync(this IDb db, IReport report, CancellationToken ct)
    {
        if (await db.Defer<int>(OutOfScopeSql, new { StoreIds = report.StoreId?.ToArray() ?? [] }).SingleAsync(ct) > 0)
            throw new Refused(PipelineErrors.StoreIsUnknown);
    }

    /// <summary>How many rows are asked for: one too many says that there are more.</summary>
    public static int Wanted<T>(this T report)
        where T : IReport, IPaged => (report.Format is ReportFormat.Csv ? MostRows : report.Limit) + 1;

    /// <summary>The page that is answered; a table is whole.</summary>
    /// <exception cref="Refused">There are more rows than a table holds.</exception>
    public static Page<TRow> PageOf<T, TRow, TKey>(this T report, IReadOnlyList<TRow> rows, Func<TRow, TKey> key)
        where T : IReport, IPaged =>
        report.Format is not ReportFormat.Csv ? Page<TRow>.Of(rows, report.Limit, key)
        : rows.Count <= MostRows ? new Page<TRow>(rows, null)
        : throw new Refused(SalesErrors.ReportIsTooLong);

    /// <summary>The names of those whose ids are among some keys, by key, wherever they are kept.</summary>
    public static async Task<Dictionary<string, ReportName>> NamesAsync(
        IEnumerable<string> keys,
        CancellationToken ct,
        params Func<IReadOnlyList<Guid>, Deferred<ReportName>>[] finds
    )
    {
        var ids = keys.Select(key => Guid.TryParse(key, out var id) ? id : (Guid?)null).OfType<Guid>().Distinct().ToList();
        Dictionary<string, ReportName> names = [];
        if (ids.Count == 0)
            return names;
        foreach (var asked in finds.Select(find => find(ids)).ToList())
        {
            foreach (var name in await asked.ToListAsync(ct))
                names[name.Id.ToString()] = name;
        }

        return names;
    }

    /// <summary>A day as a report names it.</summary>
    public static string Text(this DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
