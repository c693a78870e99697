using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Reads one job: how far it is, and why it failed if it did.</summary>
public sealed record GetJob(Guid JobId) : IQuery<Job>;

internal sealed class GetJobHandler(IJobs jobs) : IQueryHandler<GetJob, Job>
{
    public async Task<Job> Handle(GetJob query, CancellationToken ct) =>
        await jobs.FindAsync(query.JobId, hold: false, ct) ?? throw new Refused(OperationsErrors.JobNotFound);
}
