using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Approves one act of somebody else: by the caller's own session, or at a terminal by the approver's PIN.</summary>
/// <param name="Approver">Who approves by PIN at this terminal; leave it out to approve by the session that asks.</param>
public sealed record ApproveChallenge(Guid ChallengeId, PinApprover? Approver = null) : IUnscoped<GivenApproval>, IHoldsSecret;

public sealed record PinApprover(Guid UserId, string Pin);

/// <param name="ApprovalId">Send it in the Approval header of the request that was refused.</param>
/// <param name="ExpiresAt">Until when it can be used, once.</param>
public sealed record GivenApproval(Guid ApprovalId, Guid ApprovedById, DateTimeOffset ExpiresAt);

internal sealed class ApproveChallengeValidator : AbstractValidator<ApproveChallenge>
{
    public ApproveChallengeValidator() =>
        RuleFor(c => c.Approver!)
            .ChildRules(approver =>
                approver.RuleFor(a => a.Pin).Secret(PinRules.Form, $"Must be {PinRules.Shortest} to {PinRules.Longest} digits.")
            )
            .When(c => c.Approver is not null);
}

internal sealed class ApproveChallengeHandler(IDb db, IApprovals approvals, PinChecks pins, RequestContext context)
    : IUnscopedHandler<ApproveChallenge, GivenApproval>
{
    public async Task<GivenApproval> Handle(ApproveChallenge command, CancellationToken ct)
    {
        var isRight = true;
        if (command.Approver is { } approver)
        {
            if (context.TerminalId is null)
                throw new Refused(IdentityErrors.PinNeedsTerminal);
            isRight = await pins.CheckAsync(approver.UserId, approver.Pin, ct) is not null;
        }

        return await db.InTransaction(Access.Write, () => ApproveAsync(command, isRight, ct), ct);
    }

    private async Task<Outcome<GivenApproval>> ApproveAsync(ApproveChallenge command, bool isRight, CancellationToken ct)
    {
        if (!isRight)
            return Outcome<GivenApproval>.Refuse(IdentityErrors.PinWrong);

        var approverId = command.Approver?.UserId ?? context.UserId;
        db.Concerns("approverId", approverId);
        var pending = await approvals.FindPendingAsync(command.ChallengeId, ct) ?? throw new Refused(IdentityErrors.ChallengeNotFound);
        return await approvals.ApproveAsync(pending, approverId, ct) is { } expiresAt
            ? new GivenApproval(pending.ApprovalId, approverId, expiresAt)
            : throw new Refused(IdentityErrors.ChallengeTaken);
    }
}
