using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PosCommerce.Domain.Common;

/// <summary>
/// How a document's number looks: printable ASCII with <c>{number}</c> or <c>{number:6}</c> in it once, and the codes of
/// store and terminal where the numbers are theirs. Digits are the least there are: a number that outgrows them gets longer.
/// </summary>
public static partial class NumberFormat
{
    /// <summary>Of the format; with codes of ten characters and a number of twelve digits the result stays below 64.</summary>
    public const int MaximumLength = 40;
    private const string Number = "number";

    /// <summary>Both codes are needed: numbers of two terminals must never be the same.</summary>
    public static readonly IReadOnlySet<string> OfTerminal = new[] { "store", "terminal" }.ToFrozenSet(StringComparer.Ordinal);

    public static readonly IReadOnlySet<string> OfTenant = FrozenSet<string>.Empty;

    /// <summary>What is wrong with a format; null when nothing is.</summary>
    /// <param name="placeholders">Those that it must hold besides the number.</param>
    public static string? Problem(string format, IReadOnlySet<string> placeholders)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(placeholders);
        if (!format.All(c => c is >= '!' and <= '~'))
            return "Must be visible ASCII without blanks.";
        var names = Placeholder().Matches(format).Select(m => m.Groups["name"].Value).ToList();
        if (Placeholder().Replace(format, "") is var rest && rest.AsSpan().ContainsAny('{', '}'))
            return "Braces stand around a placeholder only, as in {number:6}.";
        if (names.Count(name => name == Number) != 1)
            return "Must hold {number} or {number:6} once.";
        if (RunTogether().IsMatch(format))
            return "Between two placeholders must stand something other than capital letters and digits, as in {terminal}-{number}.";
        var codes = names.Where(name => name != Number).ToList();
        return codes.ToHashSet().SetEquals(placeholders) && codes.Count == placeholders.Count ? null
            : placeholders.Count == 0 ? "Must hold no placeholder but the number."
            : $"Must hold each of {string.Join(", ", placeholders.Order().Select(p => $"{{{p}}}"))} once.";
    }

    /// <summary>Fills a format in.</summary>
    /// <param name="code">The code that stands for a placeholder.</param>
    public static string Fill(string format, long number, Func<string, string> code)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        return Placeholder()
            .Replace(
                format,
                match =>
                    match.Groups["name"].Value == Number
                        ? number
                            .ToString(CultureInfo.InvariantCulture)
                            .PadLeft(
                                int.TryParse(match.Groups["digits"].ValueSpan, CultureInfo.InvariantCulture, out var digits) ? digits : 1,
                                '0'
                            )
                        : code(match.Groups["name"].Value)
            );
    }

    [GeneratedRegex(@"\{((?<name>store|terminal)|(?<name>number)(:(?<digits>[1-9]|1[0-2]))?)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // Codes and numbers are capital letters and digits: with nothing else between them, T1 and 11 read as T11 and 1.
    [GeneratedRegex(@"\}[A-Z0-9]*\{", RegexOptions.CultureInvariant)]
    private static partial Regex RunTogether();
}
