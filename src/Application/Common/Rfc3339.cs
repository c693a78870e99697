using System.Globalization;
using System.Text.RegularExpressions;

namespace PosCommerce.Application.Common;

/// <summary>Reads times as RFC 3339 writes them: date, time and offset, all present; T and Z may be small letters (section 5.6).</summary>
public static partial class Rfc3339
{
    // +01:00
    private const int OffsetLength = 6;

    public static bool TryParse(string? text, out DateTimeOffset value)
    {
        value = default;
        return text is not null
            && Form().IsMatch(text)
            && DateTimeOffset.TryParse(text.ToUpperInvariant(), CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    /// <summary>A plus sign that was not escaped in an address arrives as a blank, and there only the offset can have had one.</summary>
    public static string WithPlus(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > OffsetLength && text[^OffsetLength] == ' ' ? $"{text[..^OffsetLength]}+{text[^(OffsetLength - 1)..]}" : text;
    }

    [GeneratedRegex(
        @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Form();
}
