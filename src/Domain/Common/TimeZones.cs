using System.Collections.Frozen;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace PosCommerce.Domain.Common;

/// <summary>
/// Time zones by the rules that come with this build. Those of the machine are as old as its last update: on the day it was
/// tried, seven zones were an hour off, and a zone that was renamed was not found at all.
/// </summary>
public static partial class TimeZones
{
    /// <summary>Places that were renamed, where the rules alone would name another country's zone instead.</summary>
    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Africa/Asmera"] = "Africa/Asmara",
        ["Africa/Timbuktu"] = "Africa/Bamako",
        ["America/Coral_Harbour"] = "America/Atikokan",
        ["America/Virgin"] = "America/St_Thomas",
        ["Antarctica/South_Pole"] = "Antarctica/McMurdo",
        ["Atlantic/Jan_Mayen"] = "Arctic/Longyearbyen",
        ["Pacific/Ponape"] = "Pacific/Pohnpei",
        ["Pacific/Truk"] = "Pacific/Chuuk",
        ["Pacific/Yap"] = "Pacific/Chuuk",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What tells the zones of countries apart: TZDB itself makes Oslo another name of Berlin, because their clocks agree.
    private static readonly FrozenSet<string> Places = TzdbDateTimeZoneSource
        .Default.ZoneLocations!.Select(place => place.ZoneId)
        .ToFrozenSet(StringComparer.Ordinal); // The built-in data has them.

    /// <summary>The version of the rules, as in <c>2026f</c>.</summary>
    public static string Version => TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>The present name of a zone that is asked for by its present or a former one; null when it is none.</summary>
    public static string? Canonical(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!PlaceName().IsMatch(name) || !TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(name, out var byRules))
            return null;
        return Places.Contains(name) ? name : Renamed.GetValueOrDefault(name, byRules);
    }

    /// <summary>The present name of a zone that was kept by the name it had then; that one, where the rules do not know it.</summary>
    public static string Present(string kept) => Canonical(kept) ?? kept;

    /// <summary>An instant as clocks in a zone show it.</summary>
    /// <param name="name">A name that <see cref="Canonical"/> knows.</param>
    public static DateTimeOffset At(string name, DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(Of(name)).ToDateTimeOffset();

    /// <summary>What hour the clocks of a zone show at an instant; those of UTC, where the rules do not know the zone.</summary>
    public static int HourAt(string kept, DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(Canonical(kept) is { } name ? Of(name) : DateTimeZone.Utc).Hour;

    /// <summary>A zone that <see cref="Canonical"/> knows.</summary>
    internal static DateTimeZone Of(string name) => DateTimeZoneProviders.Tzdb[name];

    // America/Argentina/Buenos_Aires, Etc/GMT+3; no abbreviations, which mean one thing in one country and another elsewhere.
    [GeneratedRegex(@"^(UTC|[A-Z][A-Za-z]*(/[A-Z][A-Za-z0-9_+-]*)+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceName();
}
