namespace PosCommerce.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Window">How long each measurement counts; warming up comes on top.</param>
/// <param name="Rounds">How often everything is measured.</param>
/// <param name="Clients">How many connections work at the same time, each a till of its own.</param>
internal sealed record BenchOptions(TimeSpan Window, int Rounds, int Clients);

/// <summary>Something could not be measured; the message says what and why.</summary>
internal sealed class BenchFailure : Exception
{
    public BenchFailure(string message, Exception? inner = null)
        : base(message, inner) { }
}
