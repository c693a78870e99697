namespace PosCommerce.Testing;

/// <summary>A clock that runs as usual, from whatever time a test has moved it to.</summary>
public sealed class TestClock : TimeProvider
{
    private long shift;

    /// <summary>Moves the clock on, or back.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    /// <summary>Like the product's own clock, to the microsecond that PostgreSQL keeps.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow().AddTicks(Interlocked.Read(ref shift));
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
