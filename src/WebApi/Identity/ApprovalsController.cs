using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/approvals")]
public sealed class ApprovalsController : ApiController
{
    [HttpGet("{challengeId:guid}"), SignedIn]
    public Task<ActionResult<PendingApproval>> GetApproval([FromRoute] GetApproval query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{challengeId:guid}/approve"), SignedIn]
    public Task<ActionResult<GivenApproval>> ApproveChallenge(ApproveChallenge command, CancellationToken ct) => Send(command, ct);
}
