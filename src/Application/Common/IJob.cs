namespace PosCommerce.Application.Common;

/// <summary>
/// Work without a caller: asked for by <see cref="IJobs.Ask"/>, done by a worker in one transaction, as
/// <see cref="SystemPrincipal"/>. What it is about stands in the request, which is kept as JSON: no secrets, and members that
/// the next release still reads.
/// </summary>
public interface IJob : ICommand<JobDone>
{
    /// <summary><c>context.what_is_done</c>, stable: rows of the release before name it.</summary>
    static abstract string Kind { get; }

    /// <summary>How long after it was done it is due again, in every tenant; null for what is done when it was asked for.</summary>
    static virtual TimeSpan? Every => null;
}

/// <summary>One act of a job is over.</summary>
/// <param name="Next">With what to go on at once, in a transaction of its own: work that is too long for one goes on from here.</param>
/// <param name="Progress">How far that is, for those who look.</param>
/// <param name="IsNothing">There was nothing to do: that is no act, and the audit log has no entry of it.</param>
public sealed record JobDone(IJob? Next = null, JobProgress? Progress = null, bool IsNothing = false)
{
    public static readonly JobDone Whole = new();

    public static readonly JobDone Nothing = new(IsNothing: true);
}

/// <summary>How far work is that goes on over many transactions, in parts of whatever it is made of.</summary>
public sealed record JobProgress(int Done, int Total);

/// <summary>Where jobs are asked for and seen.</summary>
public interface IJobs
{
    /// <summary>Queues a job in this transaction: it is done only if this commits, and then it is done.</summary>
    /// <param name="after">How long it waits at least.</param>
    /// <returns>The id of the job.</returns>
    Guid Ask<T>(T job, TimeSpan after = default)
        where T : IJob;

    /// <summary>Jobs of the tenant, newest first.</summary>
    Task<IReadOnlyList<Job>> ReadAsync(JobState? state, Guid? before, int limit, CancellationToken ct);

    /// <summary>One of them, with its row held where <paramref name="hold"/> says so; null when there is none.</summary>
    Task<Job?> FindAsync(Guid jobId, bool hold, CancellationToken ct);

    /// <summary>Queues that a job is due now, as if it had never failed.</summary>
    void Release(Guid jobId);
}

public enum JobState
{
    /// <summary>Waits for its time, or is being done.</summary>
    Due,

    Done,

    /// <summary>Kept failing; waits for somebody to look at it.</summary>
    Parked,
}

/// <summary>Something that is done without a caller.</summary>
/// <param name="Kind">What is done: <c>context.what_is_done</c>.</param>
/// <param name="ComesBackAfter">Of what is done again and again: how many seconds after it was done.</param>
/// <param name="DueAt">Not before this time; after a failure, when it is tried again.</param>
/// <param name="Attempts">How often it was begun since it was last done.</param>
/// <param name="LastError">Why the last attempt failed.</param>
/// <param name="PartsDone">Of work in many parts: how many are done; absent for work in one.</param>
/// <param name="PartsTotal">How many there are, as far as is known.</param>
[Audited(nameof(State))]
public sealed record Job(
    Guid JobId,
    string Kind,
    JobState State,
    int? ComesBackAfter,
    DateTimeOffset RequestedAt,
    DateTimeOffset DueAt,
    int Attempts,
    DateTimeOffset? TakenAt,
    DateTimeOffset? FinishedAt,
    string? LastError,
    int? PartsDone = null,
    int? PartsTotal = null
);

/// <summary>The job is another attempt's, or was done meanwhile: nothing is left to do.</summary>
public sealed class JobHasGone(Exception cause) : Exception("The job is another attempt's, or done.", cause);
