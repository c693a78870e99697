using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Core;

[Route("v1/terminals")]
public sealed class TerminalsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Page<Terminal>>> ListTerminals([FromQuery] ListTerminals query, CancellationToken ct) => Send(query, ct);
}
