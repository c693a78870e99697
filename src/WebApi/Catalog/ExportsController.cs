using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

[Route("v1/exports")]
public sealed class ExportsController : ApiController
{
    [HttpPost, RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Export>> CreateExport(CreateExport command, CancellationToken ct) => Send(command, ct);

    [HttpGet, RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Page<Export>>> ListExports([FromQuery] ListExports query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{exportId:guid}"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Export>> GetExport([FromRoute] GetExport query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{exportId:guid}/cancel"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Export>> CancelExport([FromRoute] CancelExport command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{exportId:guid}/content"), RequiresPermission(Permissions.Catalog.Manage), Produces(CsvResult.MediaType), IsPacked]
    public Task<ActionResult<string>> GetExportContent([FromRoute] GetExportContent query, CancellationToken ct) =>
        SendAsFile(
            FormattableString.Invariant($"articles-{query.ExportId}.csv"),
            CsvResult.MediaType,
            query,
            content => (content.Bytes, content.Parts),
            ct
        );
}
