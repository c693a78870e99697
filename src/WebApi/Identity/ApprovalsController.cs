using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Identity;

[Route("v1/approvals")]
public sealed class ApprovalsController : ApiController
{
    [HttpGet("{challengeId:guid}"), SignedIn]
    public Task<ActionResult<PendingApproval>> GetApproval(Guid challengeId, CancellationToken ct) => Send(new GetApproval(challengeId), ct);

    [HttpPost("{challengeId:guid}/approve"), SignedIn]
    public Task<ActionResult<GivenApproval>> ApproveChallenge(Guid challengeId, ApprovalBy body, CancellationToken ct) => Send(new ApproveChallenge(challengeId, body.Approver), ct);
}

/// <param name="Approver">Who approves by PIN at this till; leave it out to approve by the session that asks.</param>
public sealed record ApprovalBy(PinApprover? Approver = null);
