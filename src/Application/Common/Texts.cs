using System.Text.RegularExpressions;

namespace PosCommerce.Application.Common;

/// <summary>
/// The one rule of how texts are read, whoever sends them: what surrounds a text is the doing of scanners, keyboards and copying,
/// and one text has one spelling.
/// </summary>
public static partial class Texts
{
    // Parts the elements of a GS1 code: it is meant.
    internal const char GroupSeparator = '\u001d';

    public static string Read(string text, TextKind kind)
    {
        ArgumentNullException.ThrowIfNull(text);
        return kind switch
        {
            TextKind.Secret => text,
            // Receipts are laid out with blanks.
            TextKind.Lines => Nfc.Of(OtherLineEnds().Replace(text, "\n")),
            TextKind.Scanned => WithoutLayout(Nfc.Of(Bare(text))),
            TextKind.Reference => CardNumbers.Mask(Nfc.Of(Bare(text))),
            _ => Nfc.Of(Bare(text)),
        };
    }

    /// <summary>The text without blanks, line ends, what scanners put around it, and marks that cannot be seen.</summary>
    private static string Bare(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && Surrounds(text[start]))
            start++;
        while (end > start && Surrounds(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static bool Surrounds(char sign) =>
        char.IsWhiteSpace(sign) || (char.IsControl(sign) && sign != GroupSeparator) || sign is '\ufeff' or '\u200b' or '\u2060';

    // Printed below the bars in groups, as of an ISBN; bars hold digits alone. Codes with anything else in them keep their hyphens.
    private static string WithoutLayout(string text) =>
        DigitsInGroups().IsMatch(text) ? string.Concat(text.Where(char.IsAsciiDigit)) : text;

    [GeneratedRegex(@"\r\n?|\u0085|\u2028|\u2029", RegexOptions.CultureInvariant)]
    private static partial Regex OtherLineEnds();

    [GeneratedRegex(@"^[0-9]+([-\u00a0\u2010-\u2013 ][0-9]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigitsInGroups();
}
