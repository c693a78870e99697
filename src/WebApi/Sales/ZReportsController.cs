using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

[Route("v1/z-reports")]
public sealed class ZReportsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<Page<ZReportSummary>>> ListZReports([FromQuery] ListZReports query, CancellationToken ct) => Send(query, ct);
}
