using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Lists what is done without a caller, newest first: what waits, what was done, what was parked.</summary>
/// <param name="State">Only jobs that are this far.</param>
public sealed record ListJobs(JobState? State = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<Job>>,
        IPaged;

internal sealed class ListJobsValidator : AbstractValidator<ListJobs>
{
    public ListJobsValidator()
    {
        this.PageOf<ListJobs, Guid?>();
        RuleFor(q => q.State).IsInEnum();
    }
}

internal sealed class ListJobsHandler(IJobs jobs) : IQueryHandler<ListJobs, Page<Job>>
{
    public async Task<Page<Job>> Handle(ListJobs query, CancellationToken ct) =>
        Page<Job>.Of(
            await jobs.ReadAsync(query.State, Cursor.Read<Guid?>(query.Cursor), query.Limit + 1, ct),
            query.Limit,
            j => (Guid?)j.JobId
        );
}
