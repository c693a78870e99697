using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Proves all of the sealed past anew, some of it at a time; what it finds broken, every later check tells.</summary>
/// <param name="Since">What was proven then or later is proven; when the proof began, once it has.</param>
/// <param name="Proven">How much of it was proven so far.</param>
public sealed record ProveBooks(DateTimeOffset? Since = null, int Proven = 0) : IJob
{
    public static string Kind => "operations.prove_books";

    public static TimeSpan? Every => TimeSpan.FromDays(7);
}

internal sealed class ProveBooksHandler(IEnumerable<ILaws> books, TimeProvider clock) : ICommandHandler<ProveBooks, JobDone>
{
    public async Task<JobDone> Handle(ProveBooks command, CancellationToken ct)
    {
        var since = command.Since ?? clock.GetUtcNow();
        var (proven, left) = (command.Proven, 0);
        foreach (var laws in books)
        {
            var step = await laws.ProveAsync(since, ct);
            (proven, left) = (proven + step.Proven, left + step.Left);
        }

        var progress = new JobProgress(proven, proven + left);
        return left > 0 ? new JobDone(new ProveBooks(since, proven), progress) : new JobDone(Progress: progress);
    }
}
