using System.Globalization;
using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed class BusinessCalendarTests
{
    [TestCase("Europe/Berlin", "00:00", "2026-12-01T22:59:59Z", "2026-12-01")]
    [TestCase("Europe/Berlin", "00:00", "2026-12-01T23:00:00Z", "2026-12-02")]
    [TestCase("Europe/Berlin", "04:00", "2026-12-02T02:59:59Z", "2026-12-01")]
    [TestCase("Europe/Berlin", "04:00", "2026-12-02T03:00:00Z", "2026-12-02")]
    [TestCase("America/New_York", "06:00", "2026-07-04T09:59:59Z", "2026-07-03")]
    [TestCase("Pacific/Kiritimati", "00:00", "2026-12-01T10:00:00Z", "2026-12-02")]
    [TestCase("Pacific/Kiritimati", "00:00", "2026-12-01T09:59:59Z", "2026-12-01")]
    [TestCase("Etc/GMT+12", "00:00", "2026-12-01T11:59:59Z", "2026-11-30")]
    [TestCase("Asia/Kathmandu", "00:00", "2026-12-01T18:15:00Z", "2026-12-02")]
    public void A_business_day_lasts_until_its_hour(string zone, string endsAt, string instant, string day) =>
        Assert.That(Of(zone, endsAt).DayAt(At(instant)), Is.EqualTo(Day(day)));

    // 2026-10-25: at 03:00 the clocks go back to 02:00. 2026-03-29: at 02:00 they leap to 03:00.
    [TestCase("02:30", "2026-10-25T00:29:59Z", "2026-10-24")]
    [TestCase("02:30", "2026-10-25T00:30:00Z", "2026-10-25")]
    [TestCase("02:30", "2026-10-25T01:15:00Z", "2026-10-25")]
    [TestCase("02:30", "2026-03-29T00:59:59Z", "2026-03-28")]
    [TestCase("02:30", "2026-03-29T01:00:00Z", "2026-03-29")]
    public void A_day_begins_once_though_the_clocks_pass_its_hour_twice_or_not_at_all(string endsAt, string instant, string day) =>
        Assert.That(Of("Europe/Berlin", endsAt).DayAt(At(instant)), Is.EqualTo(Day(day)));

    [TestCase("Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24")]
    [TestCase("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06")]
    [TestCase("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29")]
    [TestCase("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31")]
    public void Midnight_and_whole_days_may_be_left_out(string zone, string instant, string day) =>
        Assert.That(Of(zone, "00:00").DayAt(At(instant)), Is.EqualTo(Day(day)));

    [TestCase("Europe/Berlin", "00:00")]
    [TestCase("Europe/Berlin", "02:30")]
    [TestCase("Africa/Cairo", "00:30")]
    [TestCase("America/Havana", "00:00")]
    [TestCase("Australia/Lord_Howe", "01:45")]
    [TestCase("America/Santiago", "00:00")]
    public void Days_never_fall_while_time_goes_on_and_none_is_left_out(string zone, string endsAt)
    {
        var calendar = Of(zone, endsAt);
        var days = Enumerable
            .Range(0, 4 * 24 * 366)
            .Select(quarter => calendar.DayAt(At("2026-01-01T00:00:00Z").AddMinutes(15 * quarter)))
            .ToList();

        Assert.Multiple(() =>
        {
            Assert.That(days, Is.Ordered);
            Assert.That(days.Distinct().Count(), Is.EqualTo(days[^1].DayNumber - days[0].DayNumber + 1));
        });
    }

    [Test]
    public void A_day_contains_its_beginning_and_not_its_end()
    {
        var calendar = Of("America/New_York", "04:00");
        Assert.Multiple(() =>
        {
            for (var day = Day("2026-01-01"); day < Day("2027-01-01"); day = day.AddDays(1))
            {
                Assert.That(calendar.DayAt(calendar.BeginningOf(day)), Is.EqualTo(day));
                Assert.That(calendar.DayAt(calendar.BeginningOf(day).AddTicks(-1)), Is.EqualTo(day.AddDays(-1)));
            }
        });
    }

    private static BusinessCalendar Of(string zone, string endsAt) =>
        new(zone, TimeOnly.ParseExact(endsAt, "HH:mm", CultureInfo.InvariantCulture));

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
