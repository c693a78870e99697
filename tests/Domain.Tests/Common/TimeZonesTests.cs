using System.Text.RegularExpressions;
using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed partial class TimeZonesTests
{
    [TestCase("Europe/Kiev", "Europe/Kyiv")]
    [TestCase("Europe/Kyiv", "Europe/Kyiv")]
    [TestCase("US/Pacific", "America/Los_Angeles")]
    [TestCase("Asia/Calcutta", "Asia/Kolkata")]
    [TestCase("Asia/Saigon", "Asia/Ho_Chi_Minh")]
    [TestCase("America/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [TestCase("Pacific/Enderbury", "Pacific/Kanton")]
    [TestCase("UTC", "Etc/UTC")]
    [TestCase("Etc/GMT+3", "Etc/GMT+3")]
    [TestCase("America/Coyhaique", "America/Coyhaique")]
    public void A_zone_goes_by_its_present_name(string name, string canonical) =>
        Assert.That(TimeZones.Canonical(name), Is.EqualTo(canonical));

    // The rules take them for names of Berlin, Brussels, Abidjan, Puerto Rico, Port Moresby.
    [TestCase("Europe/Oslo", "Europe/Oslo")]
    [TestCase("Europe/Amsterdam", "Europe/Amsterdam")]
    [TestCase("Atlantic/Reykjavik", "Atlantic/Reykjavik")]
    [TestCase("America/Curacao", "America/Curacao")]
    [TestCase("America/Virgin", "America/St_Thomas")]
    [TestCase("Africa/Asmera", "Africa/Asmara")]
    [TestCase("Pacific/Truk", "Pacific/Chuuk")]
    public void No_zone_becomes_that_of_another_country(string name, string canonical) =>
        Assert.That(TimeZones.Canonical(name), Is.EqualTo(canonical));

    [TestCase("GMT")]
    [TestCase("EST")]
    [TestCase("EST5EDT")]
    [TestCase("CET")]
    [TestCase("Japan")]
    [TestCase("utc")]
    [TestCase("europe/berlin")]
    [TestCase("Factory")]
    [TestCase("localtime")]
    [TestCase("posix/Europe/Berlin")]
    [TestCase("W. Europe Standard Time")]
    [TestCase("Europe/Berlin\n")]
    [TestCase("")]
    public void What_is_no_place_is_no_zone(string name) => Assert.That(TimeZones.Canonical(name), Is.Null);

    [Test]
    public void The_version_of_the_rules_is_told() =>
        Assert.That(TimeZones.Version, Does.Match("^20[0-9]{2}[a-z]$").And.GreaterThanOrEqualTo("2026f"));

    // An hour off in the rules of the machine that this was first tried on.
    [TestCase("America/Edmonton", "2026-12-01T12:00:00Z", "06:00")]
    [TestCase("America/Vancouver", "2026-12-01T12:00:00Z", "05:00")]
    public void The_rules_are_those_of_this_build(string zone, string instant, string midnightPassedBy)
    {
        var at = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        var calendar = new BusinessCalendar(zone, TimeOnly.MinValue);

        Assert.That(
            (at - calendar.BeginningOf(calendar.DayAt(at))).ToString("hh\\:mm", System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(midnightPassedBy)
        );
    }

    [Test]
    public void Nothing_in_the_product_asks_the_machine_for_a_zone_or_a_local_time() =>
        Assert.That(Findings("*.cs", MachineTime(), line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)), Is.Empty);

    // Local days come of a store's calendar alone: a database reckons by its own rules, and by the session's zone.
    [Test]
    public void No_statement_and_no_script_reckons_a_local_day() =>
        Assert.Multiple(() =>
        {
            Assert.That(Findings("*.cs", LocalDay(), line => line.TrimStart().StartsWith("//", StringComparison.Ordinal)), Is.Empty);
            Assert.That(Findings("*.sql", LocalDay(), line => line.TrimStart().StartsWith("--", StringComparison.Ordinal)), Is.Empty);
        });

    [TestCase("select sold_at at time zone 'Europe/Berlin'")]
    [TestCase("select sold_at::date")]
    [TestCase("select cast(sold_at as date)")]
    [TestCase("select date_trunc('day', sold_at)")]
    [TestCase("where business_date = current_date")]
    [TestCase("select to_char(sold_at, 'YYYY-MM-DD')")]
    [TestCase("select extract(hour from sold_at)")]
    [TestCase("set local time zone 'UTC'")]
    public void A_local_day_in_a_statement_would_be_found(string statement) => Assert.That(LocalDay().IsMatch(statement), Is.True);

    private static IEnumerable<string> Findings(string files, Regex forbidden, Predicate<string> isComment)
    {
        var root = ContextWallsTests.Repository();
        return new[] { "src", Path.Combine("db", "scripts") }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), files, SearchOption.AllDirectories))
            .SelectMany(file =>
                File.ReadLines(file)
                    .Index()
                    .Where(line => !isComment(line.Item) && forbidden.IsMatch(line.Item))
                    .Select(line => $"{Path.GetRelativePath(root, file)}:{line.Index + 1}: {line.Item.Trim()}")
            );
    }

    [GeneratedRegex(
        @"\bTimeZoneInfo\b|\bDateTime\.(Now|Today)\b|\bDateTimeOffset\.Now\b|\.ToLocalTime\(|\.LocalDateTime\b(?!\.ToDateTimeUnspecified)|\bGetLocalNow\b|\bGetSystemDefault\b"
    )]
    private static partial Regex MachineTime();

    [GeneratedRegex(
        @"\bat\s+time\s+zone\b|\btime\s+zone\s+'|\bset\b.*\btimezone\b|::\s*date\b|\bas\s+date\s*\)|\bcurrent_date\b|\bcurrent_time\b|\blocaltime(stamp)?\b|\bdate_trunc\s*\(|\bdate_part\s*\(|\bdate_bin\s*\(|\bextract\s*\((?!epoch\b)|\bto_char\s*\(|(?-i:\btimezone\s*\()",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex LocalDay();
}
