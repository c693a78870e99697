using System.Text.RegularExpressions;

namespace PosCommerce.Application.Common;

/// <summary>
/// What a spreadsheet would run when it opens a table: it stands there behind an apostrophe, which makes it text, and is read back without
/// it. Either undoes the other, whatever the text.
/// </summary>
public static partial class Formulas
{
    private const string Apostrophe = "'";

    /// <summary>The text as it stands in a cell.</summary>
    public static string Harmless(string text) => Start().Replace(text, Apostrophe);

    /// <summary>What a cell means.</summary>
    public static string Meant(string cell) => cell.Contains('\'', StringComparison.Ordinal) ? Made().Replace(cell, "") : cell;

    // Where the decimal sign is a comma a spreadsheet parts cells at semicolons, and heeds no quotes that do not begin at one:
    // there a formula may begin behind any of them, behind a tab or in a new line.
    [GeneratedRegex(@"^(?=[ ']*[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[ ']*[=+\-@＝＋－＠])", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"^'(?=[ ']*[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])'(?=[ ']*[=+\-@＝＋－＠])", RegexOptions.CultureInvariant)]
    private static partial Regex Made();
}
