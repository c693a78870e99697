using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Deletes what nothing looks at any more: counts of guesses, challenges that nobody approved, old idempotency keys.</summary>
public sealed record TidyUp : IJob
{
    public static string Kind => "operations.tidy_up";

    public static TimeSpan? Every => TimeSpan.FromDays(1);
}

internal sealed class TidyUpHandler(IEnumerable<ITidy> contexts) : ICommandHandler<TidyUp, JobDone>
{
    // Some milliseconds of work: whoever signs in or sells waits for no more than that.
    private const int AtMost = 1_000;

    public async Task<JobDone> Handle(TidyUp command, CancellationToken ct)
    {
        var isMoreLeft = false;
        foreach (var context in contexts)
            isMoreLeft |= await context.TidyAsync(AtMost, ct) >= AtMost;
        return isMoreLeft ? new JobDone(Next: command) : JobDone.Whole;
    }
}
