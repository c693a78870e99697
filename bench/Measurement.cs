namespace PosCommerce.Bench;

/// <summary>One operation that came to its end.</summary>
/// <param name="At">Microseconds since 1970.</param>
/// <param name="Latency">Microseconds.</param>
internal readonly record struct Completion(long At, int Latency, bool IsFailure);

/// <summary>Work that can be done for a while by some clients at once.</summary>
internal interface ILoad
{
    /// <summary>Works for that long and answers everything that was done, warming up included.</summary>
    Task<IReadOnlyList<Completion>> RunAsync(TimeSpan duration, CancellationToken ct);
}

/// <summary>What was done between two instants, and the CPU time that it took.</summary>
/// <param name="ServiceCpu">Seconds of the process that answers; null when PostgreSQL is asked directly.</param>
/// <param name="DatabaseCpu">Seconds of all of PostgreSQL; null when it is not on this machine.</param>
internal sealed record Measurement(
    int Done,
    int Failed,
    double Seconds,
    IReadOnlyList<int> Latencies,
    double? ServiceCpu,
    double? DatabaseCpu
)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    // The end of the window must find everyone still at work.
    private static readonly TimeSpan RunOut = TimeSpan.FromMilliseconds(200);

    public double PerSecond => Done / Seconds;

    /// <summary>Counts what completes inside the window only: sessions are open, plans are made, code is warm.</summary>
    public static async Task<Measurement> OfAsync(ILoad load, TimeSpan window, int? service, int? postmaster, CancellationToken ct)
    {
        var work = load.RunAsync(WarmUp + window + RunOut, ct);
        await Task.WhenAny(Task.Delay(WarmUp, ct), work);
        var from = Sample(service, postmaster);
        await Task.WhenAny(Task.Delay(window, ct), work);
        var to = Sample(service, postmaster);

        List<Completion> counted = [.. (await work).Where(c => c.At >= from.At && c.At < to.At)];
        return new Measurement(
            counted.Count(c => !c.IsFailure),
            counted.Count(c => c.IsFailure),
            (to.At - from.At) / 1e6,
            [.. counted.Select(c => c.Latency)],
            to.Service - from.Service,
            to.Database - from.Database
        );
    }

    public static long Now() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static (long At, double? Service, double? Database) Sample(int? service, int? postmaster) =>
        (Now(), service is { } process ? CpuTime.OfProcess(process) : null, CpuTime.OfServer(postmaster));
}
