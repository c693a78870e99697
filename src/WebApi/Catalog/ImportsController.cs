using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

[Route("v1/imports")]
public sealed class ImportsController : ApiController
{
    [HttpPost, RequiresPermission(Permissions.Catalog.Manage), TakesFile]
    public Task<ActionResult<Import>> CreateImport(CreateImport command, CancellationToken ct) => Send(command, ct);

    [HttpGet, RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Page<Import>>> ListImports([FromQuery] ListImports query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{importId:guid}"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Import>> GetImport([FromRoute] GetImport query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{importId:guid}/cancel"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Import>> CancelImport([FromRoute] CancelImport command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{importId:guid}/rows"), RequiresPermission(Permissions.Catalog.Manage)]
    public Task<ActionResult<Page<ImportedRow>>> ListImportRows([FromQuery] ListImportRows query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{importId:guid}/rows/export"), RequiresPermission(Permissions.Catalog.Manage), Produces(CsvResult.MediaType)]
    public Task<ActionResult<string>> ExportImportRows([FromQuery] ExportImportRows query, CancellationToken ct) =>
        SendAsCsv("import-rows", query, ImportRowsCsv.Columns, ct);
}
