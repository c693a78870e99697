using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Operations;

[Route("v1/integrity")]
public sealed class IntegrityController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Operations.Read)]
    public Task<ActionResult<Integrity>> GetIntegrity(CancellationToken ct) => Send(new GetIntegrity(), ct);

    [HttpPost("proofs"), RequiresPermission(Permissions.Operations.RetryJobs)]
    public Task<ActionResult<ProofRequested>> RequestProof(CancellationToken ct) => Send(new RequestProof(), ct);
}
