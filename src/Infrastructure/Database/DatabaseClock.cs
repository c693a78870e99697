namespace PosCommerce.Infrastructure.Database;

/// <summary>
/// Now, to the microsecond that PostgreSQL keeps: what an act answers is then what a later read answers, digit for digit.
/// </summary>
internal sealed class DatabaseClock(TimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
