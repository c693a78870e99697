using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// How cells are read that spreadsheets have written: what can be meant in two ways is refused with a hint, never guessed.
/// </summary>
internal static partial class ImportCells
{
    private const string Rounded = "A spreadsheet has rounded it: format the column as text, enter it again, and save the file anew.";

    /// <summary>Values in one cell.</summary>
    public static IReadOnlyList<string> ListOf(string cell) => [.. PathsOf(cell).Select(Plain)];

    /// <summary>The same with what parts them: paths, whose names <see cref="NamesOf"/> tells apart.</summary>
    public static IReadOnlyList<string> PathsOf(string cell) =>
        [.. Parted(cell, '|').Select(part => part.Trim()).Where(part => part.Length > 0)];

    /// <summary>The names of a path, from the top down.</summary>
    public static IReadOnlyList<string> NamesOf(string path) => [.. Parted(path, '>').Select(name => Plain(name.Trim()))];

    /// <summary>A value as it stands beside others in one cell.</summary>
    public static string Listed(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal);

    /// <summary>The same of a name within a path.</summary>
    public static string Named(string name) => Listed(name).Replace(">", @"\>", StringComparison.Ordinal);

    // What stands behind a backslash parts nothing.
    private static List<string> Parted(string cell, char sign)
    {
        List<string> parts = [];
        var start = 0;
        for (var i = 0; i < cell.Length; i++)
        {
            if (IsMeant(cell, i))
                i++;
            else if (cell[i] == sign)
            {
                parts.Add(cell[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, cell[start..]];
    }

    private static string Plain(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
            plain.Append(IsMeant(value, i) ? value[++i] : value[i]);
        return plain.ToString();
    }

    private static bool IsMeant(string text, int at) => text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '\\' or '|' or '>';

    /// <summary>A number; or what is wrong with it.</summary>
    /// <param name="separator">Of the columns: where it is no comma, the comma is that of decimals.</param>
    public static string? TryNumber(string cell, ImportSeparator separator, out decimal number)
    {
        number = 0;
        if (Scientific().IsMatch(cell))
            return Rounded;
        if (Number().Match(cell) is not { Success: true } match)
            return Grouped().IsMatch(cell) ? "Leave out what parts the thousands." : "Must be a number, such as 12 or 1.50.";
        var (whole, sign, decimals) = (match.Groups["whole"].Value, match.Groups["sign"].Value, match.Groups["decimals"].Value);
        if (sign == "," && separator is ImportSeparator.Comma)
            return FormattableString.Invariant(
                $"Has a comma, which parts columns in this file: write {whole}.{decimals} or part the columns by semicolons."
            );
        if (decimals.Length == 3 && separator is not ImportSeparator.Comma && whole is not ("0" or "-0") && whole.Length <= 3)
            return FormattableString.Invariant($"Can be {whole}{decimals} or {whole}.{decimals[..2]}: leave out what parts the thousands.");
        return decimal.TryParse($"{whole}.{decimals}0", NumberStyles.Number, CultureInfo.InvariantCulture, out number)
            ? null
            : "Is larger than any number that is read here.";
    }

    public static string? TryFlag(string cell, out bool flag)
    {
        flag = cell.ToLowerInvariant() is "true" or "yes" or "1";
        return flag || cell.ToLowerInvariant() is "false" or "no" or "0" ? null : "Must be true or false.";
    }

    /// <summary>
    /// Codes, each with what it packs: <c>4006381333931 | 14006381333938 x12</c>. What looks like a number and is none says its kind:
    /// <c>12345678905 other</c>.
    /// </summary>
    public static string? TryCodes(string cell, ImportSeparator separator, out IReadOnlyList<NewBarcode> codes)
    {
        List<NewBarcode> read = [];
        codes = read;
        foreach (var told in ListOf(cell))
        {
            var pack = Pack().Match(told);
            var code = pack.Success ? pack.Groups["code"].Value : told;
            var quantity = 1m;
            BarcodeKind? kind = Enum.TryParse<BarcodeKind>(pack.Groups["kind"].Value, ignoreCase: true, out var named) ? named : null;
            if (kind is null && Scientific().IsMatch(code))
                return $"{code}: {Rounded}";
            if (pack.Groups["quantity"].Success && TryNumber(pack.Groups["quantity"].Value, separator, out quantity) is { } problem)
                return $"{told}: {problem}";
            read.Add(new NewBarcode((kind is null ? Domain.Catalog.Barcode.WithLeadingZeros(code) : null) ?? code, quantity, kind));
        }

        return null;
    }

    [GeneratedRegex(@"^-?\d+([.,]\d+)?E[+-]?\d+\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();

    [GeneratedRegex(@"^(?<whole>-?[0-9]{1,20})((?<sign>[.,])(?<decimals>[0-9]{1,20}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^-?[0-9]{1,3}([.,'\u00a0\u202f ][0-9]{3})+([.,][0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();

    [GeneratedRegex(
        @"^(?<code>\S+)(\s+(?<kind>gtin|inStore|other))?(\s+[x×*]\s*(?<quantity>\S+))?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Pack();
}
