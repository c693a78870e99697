using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What was paid with on business days, by tender type and currency, and what change and rounding came to.</summary>
/// <param name="From">The first business day.</param>
/// <param name="To">The last one.</param>
/// <param name="StoreId">Only these stores; all of the caller's, where none is named.</param>
/// <param name="Format">JSON where it is left out and no CSV is accepted. A table has the rows by tender type.</param>
public sealed record GetTenderReport(DateOnly From, DateOnly To, IReadOnlyList<Guid>? StoreId = null, ReportFormat? Format = null)
    : IQuery<TenderReport>,
        IReport,
        IOneMoment;

/// <param name="Totals">One row a currency.</param>
/// <param name="Items">By tender type.</param>
public sealed record TenderReport(
    DateOnly From,
    DateOnly To,
    [property: MaxLength(PageRules.MaximumLimit)] IReadOnlyList<TenderReportTotal> Totals,
    [property: MaxLength(TenderReport.MostRows)] IReadOnlyList<TenderReportRow> Items
)
{
    // As many types and currencies as nobody has.
    internal const int MostRows = 10_000;
}

/// <summary>What all tender types of a currency came to. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="Taken">What was tendered for sales, of those that were voided later too.</param>
/// <param name="Change">What of it was given back at once.</param>
/// <param name="Voided">What of it was paid back because the sale was voided, without its change.</param>
/// <param name="Refunded">What was paid for what was taken back.</param>
/// <param name="Rounding">What rounding added to sales that stand, less what it added to refunds.</param>
/// <param name="Kept">What is left of it all: the gross turnover and the rounding.</param>
public sealed record TenderReportTotal(
    [property: Form(Forms.Currency, 3)] string Currency,
    long Taken,
    long Change,
    long Voided,
    long Refunded,
    long Rounding,
    long Kept
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

/// <summary>What one tender type came to. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="Method">The code of a tender type.</param>
/// <param name="TakenCount">How often for sales.</param>
/// <param name="Taken">For sales, before change was given.</param>
/// <param name="VoidedCount">How often of sales that were voided.</param>
/// <param name="Voided">Of sales that were voided, before their change.</param>
/// <param name="RefundedCount">How often for what was taken back.</param>
/// <param name="Refunded">For what was taken back.</param>
/// <param name="Net">Taken, less voided and refunded.</param>
public sealed record TenderReportRow(
    string Method,
    [property: Form(Forms.Currency, 3)] string Currency,
    long TakenCount,
    long Taken,
    long VoidedCount,
    long Voided,
    long RefundedCount,
    long Refunded,
    long Net
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed class GetTenderReportValidator : AbstractValidator<GetTenderReport>
{
    public GetTenderReportValidator() => this.ReportOf();
}

internal sealed class GetTenderReportHandler(IDb db) : IQueryHandler<GetTenderReport, TenderReport>
{
    private const string TypesSql =
        DayFigures.OfTenders
        + """

            select t.key as method, t.currency,
                   coalesce(sum(t.documents) filter (where t.act = 'sale'), 0)::bigint as taken_count,
                   coalesce(sum(t.gross) filter (where t.act = 'sale'), 0)::bigint as taken,
                   coalesce(sum(t.documents) filter (where t.act = 'void'), 0)::bigint as voided_count,
                   coalesce(sum(t.gross) filter (where t.act = 'void'), 0)::bigint as voided,
                   coalesce(sum(t.documents) filter (where t.act = 'return'), 0)::bigint as refunded_count,
                   coalesce(sum(t.gross) filter (where t.act = 'return'), 0)::bigint as refunded,
                   coalesce(sum(case t.act when 'sale' then t.gross else -t.gross end), 0)::bigint as net
              from figure as t
             group by t.key, t.currency
             order by t.key collate "C", t.currency collate "C"
            """;

    private const string RestSql =
        DayFigures.OfDocuments
        + """

            select t.currency,
                   coalesce(sum(t.change) filter (where t.act = 'sale'), 0)::bigint as change,
                   coalesce(sum(t.change) filter (where t.act = 'void'), 0)::bigint as voided_change,
                   coalesce(sum(case t.act when 'sale' then t.rounding else -t.rounding end), 0)::bigint as rounding
              from figure as t
             group by t.currency
             order by t.currency collate "C"
            """;

    public async Task<TenderReport> Handle(GetTenderReport query, CancellationToken ct)
    {
        var asked = db.Defer<TenderReportRow>(TypesSql, AskedFigures.Of(query, "tender"));
        var rest = db.Defer<Rest>(RestSql, AskedFigures.Of(query, "total"));
        await db.RequireStoresAsync(query, ct);
        var types = await asked.ToListAsync(ct);
        var of = types.ToLookup(t => t.Currency, StringComparer.Ordinal);
        return new TenderReport(query.From, query.To, [.. (await rest.ToListAsync(ct)).Select(r => Total(r, of[r.Currency]))], types);
    }

    private static TenderReportTotal Total(Rest rest, IEnumerable<TenderReportRow> types)
    {
        var (taken, voided, refunded) = types.Aggregate(
            (Taken: 0L, Voided: -rest.VoidedChange, Refunded: 0L),
            (sum, t) => (sum.Taken + t.Taken, sum.Voided + t.Voided, sum.Refunded + t.Refunded)
        );
        return new TenderReportTotal(
            rest.Currency,
            taken,
            rest.Change,
            voided,
            refunded,
            rest.Rounding,
            taken - rest.Change - voided - refunded
        );
    }

    private sealed record Rest(string Currency, long Change, long VoidedChange, long Rounding);
}
