using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>
/// By what a store's days and prices are read. A change of it waits for the next business day: what was sold today, and what
/// is on the shelf until the shop closes, keeps its meaning.
/// </summary>
/// <param name="TaxMode">Whether the prices on its shelves contain the tax.</param>
/// <param name="FirstDay">The business day from which this holds: none before it is counted any more, whatever the zone says.</param>
public sealed record StoreTerms(string TimeZone, TimeOnly DayEndsAt, TaxMode TaxMode, DateOnly? FirstDay = null)
{
    internal const string Midnight = "00:00";

    public BusinessCalendar Calendar => new(TimeZone, DayEndsAt);

    public DateOnly DayAt(DateTimeOffset instant) => Calendar.DayAt(instant, FirstDay);

    internal static StoreTerms Of(Store store) =>
        new(store.TimeZone, BusinessCalendar.HourOf(store.DayEndsAt), store.TaxMode, store.Earlier?.FirstDay);

    internal static StoreTerms Of(EarlierTerms earlier) =>
        new(earlier.TimeZone, BusinessCalendar.HourOf(earlier.DayEndsAt), earlier.TaxMode);

    /// <summary>What has to be kept beside new terms: what holds at an instant, until the business day ends that it belongs to.</summary>
    /// <param name="store">As it is before the change.</param>
    internal static EarlierTerms Until(Store store, DateTimeOffset now)
    {
        var inForce = store.Earlier is { } earlier && now < earlier.Until ? Of(earlier) : Of(store);
        var next = inForce.DayAt(now).AddDays(1);
        return new EarlierTerms(inForce.Calendar.BeginningOf(next), next, inForce.TimeZone, inForce.Calendar.EndOfDay, inForce.TaxMode);
    }
}
