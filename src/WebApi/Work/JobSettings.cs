namespace PosCommerce.WebApi.Work;

/// <summary>How jobs are done: section <c>Jobs</c> of the configuration.</summary>
internal sealed class JobSettings
{
    /// <summary>How often a worker without work looks for some.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many are done at once, each on a connection of its own.</summary>
    public int Concurrency { get; init; } = 2;

    /// <summary>How long a job rests after its first attempt, should that fail or never be heard of again; doubled with each.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>As long as it rests at most.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After so many it is parked.</summary>
    public int MaximumAttempts { get; init; } = 10;

    /// <summary>How often it is looked whether what comes back is on its way in every tenant.</summary>
    public TimeSpan ScheduleInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Over how long the first time of what comes back is spread.</summary>
    public TimeSpan ScheduleSpread { get; init; } = TimeSpan.FromHours(1);
}
