using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Operations;

[Route("v1/audit-log")]
public sealed class AuditLogController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Operations.ReadAudit)]
    public Task<ActionResult<Page<AuditLogEntry>>> ListAuditLog([FromQuery] ListAuditLog query, CancellationToken ct) => Send(query, ct);

    [HttpGet("export"), RequiresPermission(Permissions.Operations.ReadAudit), Produces(CsvResult.MediaType)]
    public Task<ActionResult<string>> ExportAuditLog([FromQuery] ExportAuditLog query, CancellationToken ct) =>
        SendAsCsv("audit-log", query, AuditLogCsv.Columns, ct);
}
