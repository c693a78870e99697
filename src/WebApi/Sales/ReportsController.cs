using MediatR;
using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

[Route("v1/reports"), Produces("application/json", CsvResult.MediaType)]
public sealed class ReportsController : ApiController
{
    [HttpGet("sales"), RequiresPermission(Permissions.Reports.Read)]
    public Task<ActionResult<SalesReport>> GetSalesReport([FromQuery] GetSalesReport query, CancellationToken ct) =>
        SendAsReport("sales", query with { Format = FormatOf(query) }, report => report.Items, ReportsCsv.Sales, ct);

    [HttpGet("taxes"), RequiresPermission(Permissions.Reports.Read)]
    public Task<ActionResult<TaxReport>> GetTaxReport([FromQuery] GetTaxReport query, CancellationToken ct) =>
        SendAsReport("taxes", query with { Format = FormatOf(query) }, report => report.Items, ReportsCsv.Taxes, ct);

    [HttpGet("tenders"), RequiresPermission(Permissions.Reports.Read)]
    public Task<ActionResult<TenderReport>> GetTenderReport([FromQuery] GetTenderReport query, CancellationToken ct) =>
        SendAsReport("tenders", query with { Format = FormatOf(query) }, report => report.Items, ReportsCsv.Tenders, ct);

    [HttpGet("exceptions"), RequiresPermission(Permissions.Reports.Read)]
    public Task<ActionResult<ExceptionReport>> GetExceptionReport([FromQuery] GetExceptionReport query, CancellationToken ct) =>
        SendAsReport("exceptions", query with { Format = FormatOf(query) }, report => report.Items, ReportsCsv.Exceptions, ct);

    [HttpGet("shifts"), RequiresPermission(Permissions.Reports.Read)]
    public Task<ActionResult<Page<ShiftHistoryRow>>> GetShiftHistory([FromQuery] GetShiftHistory query, CancellationToken ct) =>
        SendAsReport("shifts", query with { Format = FormatOf(query) }, page => page.Items, ReportsCsv.Shifts, ct);

    // What is asked for by name goes before what is accepted; the first of that counts.
    private ReportFormat FormatOf(IReport report) =>
        report.Format
        ?? (
            Request.GetTypedHeaders().Accept is [var first, ..] && first.MediaType == CsvResult.MediaType
                ? ReportFormat.Csv
                : ReportFormat.Json
        );

    private async Task<ActionResult<T>> SendAsReport<T, TRow>(
        string name,
        IRequest<T> request,
        Func<T, IReadOnlyList<TRow>> rowsOf,
        IReadOnlyList<CsvColumn<TRow>> columns,
        CancellationToken ct
    ) =>
        request is IReport { Format: ReportFormat.Csv }
            ? CsvResult.Of(name, rowsOf(await HttpContext.RequestServices.GetRequiredService<IMediator>().Send(request, ct)), columns)
            : await Send(request, ct);
}
