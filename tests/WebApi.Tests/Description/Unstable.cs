using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Tests.Description;

/// <summary>
/// Takes out of an answer what is another one each time. What that is, nobody lists: the same calls are made twice, and what
/// differs is replaced by something of the same look; times are always, since two runs of one day agree in their dates.
/// </summary>
internal sealed partial class Unstable(string password)
{
    private const string Password = "correct horse battery staple";
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    // From a moment to the next one that people would name.
    private static readonly TimeSpan[] Spans =
    [
        TimeSpan.Zero,
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(3),
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(14),
        TimeSpan.FromDays(30),
        TimeSpan.FromDays(90),
        TimeSpan.FromDays(365),
    ];

    private readonly Dictionary<string, string> standIns = new(StringComparer.Ordinal);
    private readonly DateTimeOffset now = DateTimeOffset.UtcNow;

    /// <summary>The first of two answers to the same call, with stand-ins for what differs between them.</summary>
    public JsonNode? Settle(JsonNode? first, JsonNode? second) =>
        (first, second) switch
        {
            (JsonObject members, JsonObject others) => new JsonObject(
                members.Select(m => KeyValuePair.Create(m.Key, Settle(m.Value, others[m.Key])))
            ),
            (JsonArray items, JsonArray others) when items.Count == others.Count => new JsonArray([.. items.Zip(others, Settle)]),
            (JsonValue one, JsonValue other) when one.TryGetValue<string>(out var text) && other.TryGetValue<string>(out var another) =>
                Settle(text, another),
            _ => JsonNode.DeepEquals(first, second)
                ? first?.DeepClone()
                : throw new InvalidOperationException($"Two runs differ: {first?.ToJsonString()} and {second?.ToJsonString()}."),
        };

    /// <summary>The same of a text, part by part.</summary>
    public string Settle(string first, string second)
    {
        if (first == password)
            return Password;
        var others = Part().Matches(second);
        var index = 0;
        return Part().Replace(first, part => SettlePart(part.Value, index < others.Count ? others[index++].Value : ""));
    }

    /// <summary>The same of an address.</summary>
    public string SettlePath(string first, string second) => string.Join('/', first.Split('/').Zip(second.Split('/'), Settle));

    private string SettlePart(string first, string second)
    {
        if (Rfc3339.TryParse(first, out var at))
            return IsLongAgo(at) && first == second
                ? first
                : Rounded(at)
                    .ToString(first.EndsWith('Z') ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        if (DateOnly.TryParseExact(first, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return IsLongAgo(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)) && first == second
                ? first
                : Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (first == second)
            return first;
        if (!standIns.TryGetValue(first, out var standIn))
            standIns.Add(first, standIn = StandInFor(first, second, standIns.Count + 1));
        return standIn;
    }

    // What happened before the test is part of what is known, such as when a currency came up.
    private bool IsLongAgo(DateTimeOffset at) => now - at > TimeSpan.FromDays(3);

    // By what kind of text it is alone: which signs chance has put where is another matter each time, and it may put digits only.
    private static string StandInFor(string text, string other, int number)
    {
        if (Guid.TryParseExact(text, "D", out _))
            return string.Create(CultureInfo.InvariantCulture, $"0195a0c8-4d00-7000-8000-{number:x12}");
        var alphabet =
            Digits().IsMatch(text) && (other.Length == 0 || Digits().IsMatch(other)) ? "0123456789"
            : Hex().IsMatch(text) ? "0123456789abcdef"
            : Lower().IsMatch(text) ? "abcdefghjkmnpqrstuvwxyz"
            : Upper().IsMatch(text) ? "ABCDEFGHJKMNPQRSTUVWXYZ"
            : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var keepsHyphens = !text.Any(char.IsAsciiLetterLower) || !text.Any(char.IsAsciiLetterUpper);
        return string.Concat(
            text.Select((sign, i) => keepsHyphens && sign == '-' ? '-' : alphabet[((number * 31) + (i * 7)) % alphabet.Length])
        );
    }

    private DateTimeOffset Rounded(DateTimeOffset at)
    {
        var span = at - now;
        var nearest = span <= TimeSpan.Zero ? TimeSpan.Zero : Spans.Skip(1).MinBy(known => Math.Abs(Math.Log(known / span)));
        return (Day + nearest).ToOffset(at.Offset);
    }

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}T[0-9:.]+(?:Z|[+-]\d{2}:\d{2})|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]+")]
    private static partial Regex Part();

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();

    [GeneratedRegex("^(?:[0-9a-f]{32}){1,2}$")]
    private static partial Regex Hex();

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex Lower();

    [GeneratedRegex("^[A-Z0-9-]+$")]
    private static partial Regex Upper();
}
