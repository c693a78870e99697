using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Operations;

[Route("v1/jobs")]
public sealed class JobsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Operations.ReadJobs)]
    public Task<ActionResult<Page<Job>>> ListJobs([FromQuery] ListJobs query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{jobId:guid}"), RequiresPermission(Permissions.Operations.ReadJobs)]
    public Task<ActionResult<Job>> GetJob([FromRoute] GetJob query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{jobId:guid}/retry"), RequiresPermission(Permissions.Operations.RetryJobs)]
    public Task<ActionResult<Job>> RetryJob([FromRoute] RetryJob command, CancellationToken ct) => Send(command, ct);
}
