using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Asks for a full proof of the books: a job that proves all of the past anew.</summary>
public sealed record RequestProof : ICommand<ProofRequested>;

/// <param name="JobId">The job that proves: `GET /v1/jobs/{jobId}` tells how far it is.</param>
public sealed record ProofRequested(Guid JobId);

internal sealed class RequestProofHandler(IJobs jobs) : ICommandHandler<RequestProof, ProofRequested>
{
    public Task<ProofRequested> Handle(RequestProof command, CancellationToken ct) =>
        Task.FromResult(new ProofRequested(jobs.Ask(new ProveBooks())));
}
