using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Shows what somebody is to approve, as long as it waits.</summary>
public sealed record GetApproval(Guid ChallengeId) : IQuery<PendingApproval>;

internal sealed class GetApprovalHandler(IApprovals approvals) : IQueryHandler<GetApproval, PendingApproval>
{
    public async Task<PendingApproval> Handle(GetApproval query, CancellationToken ct) =>
        await approvals.FindPendingAsync(query.ChallengeId, ct) ?? throw new Refused(IdentityErrors.ChallengeNotFound);
}
