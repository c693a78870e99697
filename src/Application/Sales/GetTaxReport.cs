using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What taxes came to on business days, by rate and currency: sums of the lines as they were sold and taken back.</summary>
/// <param name="From">The first business day.</param>
/// <param name="To">The last one.</param>
/// <param name="StoreId">Only these stores; all of the caller's, where none is named.</param>
/// <param name="Format">JSON where it is left out and no CSV is accepted.</param>
public sealed record GetTaxReport(DateOnly From, DateOnly To, IReadOnlyList<Guid>? StoreId = null, ReportFormat? Format = null)
    : IQuery<TaxReport>,
        IReport;

/// <param name="Items">By rate, the lowest first.</param>
public sealed record TaxReport(DateOnly From, DateOnly To, [property: MaxLength(TaxReport.MostRows)] IReadOnlyList<TaxReportRow> Items)
{
    // As many rates and currencies as nobody has.
    internal const int MostRows = 10_000;
}

/// <summary>What one rate came to. Amounts are in minor units of <paramref name="Currency"/>.</summary>
/// <param name="Rate">Percent.</param>
/// <param name="Sales">What was sold, of what was voided later too.</param>
/// <param name="Voids">What was voided, on the day on which it was sold.</param>
/// <param name="Returns">What was taken back, when and where it was.</param>
/// <param name="Net">What was sold, less what was voided and taken back; as the amounts behind it.</param>
public sealed record TaxReportRow(
    [property: Step("0.0001")] decimal Rate,
    [property: Form(Forms.Currency, 3)] string Currency,
    ReportTurnover Sales,
    ReportTurnover Voids,
    ReportTurnover Returns,
    long Net,
    long Tax,
    long Gross
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed class GetTaxReportValidator : AbstractValidator<GetTaxReport>
{
    public GetTaxReportValidator() => this.ReportOf();
}

internal sealed class GetTaxReportHandler(IDb db, Turnovers turnovers) : IQueryHandler<GetTaxReport, TaxReport>
{
    public async Task<TaxReport> Handle(GetTaxReport query, CancellationToken ct)
    {
        var asked = turnovers.OfLines(query, "tax");
        await db.RequireStoresAsync(query, ct);
        var rows = (await asked.ToListAsync(ct)).Select(r => new TaxReportRow(
            decimal.Parse(r.Key, CultureInfo.InvariantCulture),
            r.Currency,
            r.Sold,
            r.Voided,
            r.TakenBack,
            r.Left.Net,
            r.Left.Tax,
            r.Left.Gross
        ));
        return new TaxReport(query.From, query.To, [.. rows.OrderBy(r => r.Rate).ThenBy(r => r.Currency, StringComparer.Ordinal)]);
    }
}
