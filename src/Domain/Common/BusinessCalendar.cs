using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace PosCommerce.Domain.Common;

/// <summary>Which business day it is: by a zone, and by the hour at which a day ends there.</summary>
/// <param name="TimeZone">IANA name.</param>
/// <param name="DayEndsAt">The hour of the next day until which a business day lasts; midnight for days as the calendar has them.</param>
public sealed record BusinessCalendar(string TimeZone, TimeOnly DayEndsAt)
{
    /// <summary>The latest end of a day: beyond noon, a day would be called by the date on which it hardly was.</summary>
    public static readonly TimeOnly LatestEnd = new(12, 0);

    // A day begins once. Where the clocks pass its hour twice it is the first time; where they leap over it, it is the leap.
    private static readonly ZoneLocalMappingResolver Once = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    private const string HourForm = "HH:mm";

    private readonly DateTimeZone zone = TimeZones.Of(TimeZone);

    /// <summary><see cref="DayEndsAt"/> as it is kept and answered: <c>04:00</c>.</summary>
    public string EndOfDay => DayEndsAt.ToString(HourForm, CultureInfo.InvariantCulture);

    /// <param name="timeZone">IANA name.</param>
    /// <param name="endOfDay">As in <see cref="EndOfDay"/>.</param>
    public static BusinessCalendar Of(string timeZone, string endOfDay) => new(timeZone, HourOf(endOfDay));

    /// <summary>The hour that such a text names.</summary>
    public static TimeOnly HourOf(string endOfDay) => TimeOnly.ParseExact(endOfDay, HourForm, CultureInfo.InvariantCulture);

    /// <summary>
    /// The business day at an instant: the last one that has begun. By the time of day alone it would go back when the clocks do.
    /// </summary>
    public DateOnly DayAt(DateTimeOffset instant)
    {
        var day = DateOnly.FromDateTime(Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime.ToDateTimeUnspecified());
        // Where clocks went back over the hour, or a whole day was left out, the days beside it are in question, too.
        for (var candidate = day.AddDays(1); ; candidate = candidate.AddDays(-1))
        {
            if (BeginningOf(candidate) <= instant)
                return candidate;
        }
    }

    /// <summary>The same, and no day before one that has been reached already.</summary>
    public DateOnly DayAt(DateTimeOffset instant, DateOnly? notBefore) =>
        DayAt(instant) is var day && day < notBefore ? notBefore.Value : day;

    /// <summary>The instant at which a business day begins, and the one before it ends.</summary>
    public DateTimeOffset BeginningOf(DateOnly day)
    {
        var local = LocalDateTime.FromDateTime(day.ToDateTime(DayEndsAt));
        return zone.ResolveLocal(local, Once).ToDateTimeOffset().ToUniversalTime();
    }

    public override string ToString() => $"{TimeZone}, until {EndOfDay}";
}
