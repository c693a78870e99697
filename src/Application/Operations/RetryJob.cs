using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Lets a parked job be tried again, now and from the first attempt on.</summary>
public sealed record RetryJob(Guid JobId) : ICommand<Job>;

internal sealed class RetryJobHandler(IDb db, IJobs jobs, TimeProvider clock) : ICommandHandler<RetryJob, Job>
{
    public async Task<Job> Handle(RetryJob command, CancellationToken ct)
    {
        var job = await jobs.FindAsync(command.JobId, hold: true, ct) ?? throw new Refused(OperationsErrors.JobNotFound);
        if (job.State is not JobState.Parked)
            throw new Refused(OperationsErrors.JobIsNotParked);
        jobs.Release(job.JobId);
        var released = job with { State = JobState.Due, DueAt = clock.GetUtcNow(), Attempts = 0 };
        db.Changes(job, released);
        return released;
    }
}
