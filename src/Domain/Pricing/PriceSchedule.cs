namespace PosCommerce.Domain.Pricing;

/// <summary>Puts a price into what a list says of one article and quantity over time. What has held stays as it was.</summary>
public static class PriceSchedule
{
    /// <summary>
    /// A price without an end holds until the next planned one begins. One with an end is a stretch in between: what held before goes on
    /// behind it, and what was planned inside it is given up.
    /// </summary>
    /// <param name="known">What is there and ends after <paramref name="from"/>, in any order; none of it overlaps.</param>
    /// <param name="until">Null for no end of its own.</param>
    public static ScheduleChange Put(IReadOnlyList<PriceSpan> known, long amount, DateTimeOffset from, DateTimeOffset? until)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (until <= from)
            throw new ArgumentException("A price ends after it begins.", nameof(until));
        var later = known.Where(s => !(s.Until <= from)).OrderBy(s => s.From).ToList();
        var end = until ?? later.Where(s => s.From > from).Select(s => (DateTimeOffset?)s.From).FirstOrDefault();
        // The same again changes nothing.
        if (later.Exists(s => s.From <= from && Covers(s.Until, end) && s.Amount == amount && (until is null || s.Until == end)))
            return ScheduleChange.None;

        var ends = new List<SpanEnd>();
        var added = new List<NewSpan> { new(amount, from, end) };
        foreach (var span in later.Where(s => end is null || s.From < end))
        {
            ends.Add(new SpanEnd(span.PriceId, span.From < from ? from : span.From));
            if (end is { } rest && !(span.Until <= rest))
                added.Add(new NewSpan(span.Amount, rest, span.Until));
        }

        return new ScheduleChange(ends, added);
    }

    private static bool Covers(DateTimeOffset? until, DateTimeOffset? end) => until is null || (end is not null && until >= end);
}

/// <summary>A price of one list, article and quantity, over a stretch of time.</summary>
public sealed record PriceSpan(Guid PriceId, long Amount, DateTimeOffset From, DateTimeOffset? Until);

/// <param name="Until">Where it ends now; at its own beginning it never holds.</param>
public sealed record SpanEnd(Guid PriceId, DateTimeOffset Until);

public sealed record NewSpan(long Amount, DateTimeOffset From, DateTimeOffset? Until);

/// <param name="Ends">Ended before anything is added.</param>
/// <param name="Added">The new price first, then what goes on behind it.</param>
public sealed record ScheduleChange(IReadOnlyList<SpanEnd> Ends, IReadOnlyList<NewSpan> Added)
{
    public static readonly ScheduleChange None = new([], []);
}
