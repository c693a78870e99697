namespace PosCommerce.Bench;

/// <summary>One thing measured, over all rounds.</summary>
internal sealed record Figure(string Name, IReadOnlyList<Measurement> Rounds)
{
    private readonly Lazy<int[]> sorted = new(() => [.. Rounds.SelectMany(r => r.Latencies).Order()]);

    public int Done => Rounds.Sum(r => r.Done);

    public int Failed => Rounds.Sum(r => r.Failed);

    public double PerSecond => Done / Rounds.Sum(r => r.Seconds);

    public double P50 => Percentile(0.50);

    public double P95 => Percentile(0.95);

    public double P99 => Percentile(0.99);

    /// <summary>Milliseconds of CPU per operation in the process that answers.</summary>
    public double? ServiceCpu => Cpu(r => r.ServiceCpu);

    /// <summary>Milliseconds of CPU per operation in PostgreSQL, all of its processes.</summary>
    public double? DatabaseCpu => Cpu(r => r.DatabaseCpu);

    public double? TotalCpu => DatabaseCpu + (ServiceCpu ?? 0);

    /// <summary>How often this does what the other does, round by round: the middle of the rounds, the least and the most.</summary>
    public (double Median, double Least, double Most) Over(Figure other)
    {
        var ratios = Rounds.Zip(other.Rounds, (mine, theirs) => mine.PerSecond / theirs.PerSecond).Order().ToArray();
        return (
            ratios.Length % 2 == 1 ? ratios[ratios.Length / 2] : (ratios[(ratios.Length / 2) - 1] + ratios[ratios.Length / 2]) / 2,
            ratios[0],
            ratios[^1]
        );
    }

    /// <summary>Milliseconds.</summary>
    private double Percentile(double share) =>
        sorted.Value.Length == 0
            ? 0
            : sorted.Value[(int)Math.Min(sorted.Value.Length - 1, Math.Floor(share * sorted.Value.Length))] / 1000.0;

    private double? Cpu(Func<Measurement, double?> seconds) =>
        Done > 0 && Rounds.All(r => seconds(r) is not null) ? Rounds.Sum(r => seconds(r)!.Value) * 1000 / Done : null; // All are known.
}
