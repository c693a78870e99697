namespace PosCommerce.Domain.Common;

/// <summary>How long somebody who guesses has to wait: not at all at first, then twice as long each time, up to a cap.</summary>
/// <param name="Free">Failures that cost nothing: people mistype.</param>
/// <param name="Cap">The longest wait. A block always ends by itself, so that nobody can lock somebody else out for good.</param>
public sealed record Backoff(int Free, TimeSpan Cap)
{
    /// <summary>After this long without an attempt everything is forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    // 2^30 seconds are longer than any cap.
    private const int MostDoublings = 30;

    /// <summary>The wait after so many failures in a row; zero while they are free.</summary>
    public TimeSpan After(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(failures);
        if (failures < Free)
            return TimeSpan.Zero;
        var wait = TimeSpan.FromSeconds(1L << Math.Min(failures - Free, MostDoublings));
        return wait < Cap ? wait : Cap;
    }
}
