using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>
/// Lets somebody do one thing that takes another's right: the act is refused with a challenge, somebody who holds the right
/// approves it, and the same act, sent again with the approval, uses it up in its own transaction.
/// </summary>
public interface IApprovals
{
    /// <summary>
    /// Holds the act to a right in a store: the caller's own, or one that an approval lends. Call it when everything else
    /// about the act has been found right, so that nobody is asked to approve what cannot be done.
    /// </summary>
    /// <exception cref="Refused">Neither is there: 403 with the challenge to have approved.</exception>
    Task DemandAsync(ApprovalDemand demand, CancellationToken ct);

    /// <summary>
    /// The challenge of this id that still waits to be approved, if the caller asked for it or works in its store; null when
    /// there is none, or no longer.
    /// </summary>
    Task<PendingApproval?> FindPendingAsync(Guid approvalId, CancellationToken ct);

    /// <summary>Approves a challenge on behalf of somebody who holds the right in its store.</summary>
    /// <returns>Until when it can be used; null when somebody was faster or it is over.</returns>
    /// <exception cref="Refused">That person does not hold the right.</exception>
    Task<DateTimeOffset?> ApproveAsync(PendingApproval approval, Guid approverId, CancellationToken ct);
}

/// <param name="Permission">The right that the act takes.</param>
/// <param name="SubjectId">What it is done to.</param>
/// <param name="Amount">How much it is about, in minor units.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="FreeUpTo">Up to this amount nobody needs to be asked; 0 asks always.</param>
public sealed record ApprovalDemand(
    string Permission,
    Guid StoreId,
    Guid? SubjectId = null,
    long? Amount = null,
    string? Currency = null,
    long FreeUpTo = 0
);

/// <param name="Operation">Method and path of the act.</param>
/// <param name="Currency">Of the amount; absent for what was asked before it was kept.</param>
/// <param name="RequestedBy">Who wants to do it.</param>
/// <param name="ExpiresAt">Until when it can be approved.</param>
public sealed record PendingApproval(
    Guid ApprovalId,
    string Operation,
    string Permission,
    Guid StoreId,
    Guid? SubjectId,
    long? Amount,
    string? Currency,
    Guid RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for; absent without an amount.</summary>
    public int? CurrencyDigits => Currency is null ? null : Currencies.DigitsOf(Currency);
}
