using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PosCommerce.Application.Common;

/// <summary>
/// Finds numbers of payment cards in free text (ISO/IEC 7812: 13 to 19 digits whose last one checks the others), however they are
/// grouped and in whatever digits they are written. Nobody types them here on purpose, and where they rest the whole system is in
/// scope of PCI DSS.
/// </summary>
public static partial class CardNumbers
{
    private const int Shortest = 13;
    private const int Longest = 19;
    private const int LongestGap = 3;

    // What stays readable (PCI DSS 3.4.1).
    private const int ShownFirst = 6;
    private const int ShownLast = 4;

    // As cards print them. Any other grouping counts only when nothing else is in the run of digits: two telephone numbers in a row
    // are no card.
    private static readonly int[][] Groupings =
    [
        [4, 4, 4, 4],
        [4, 4, 4, 4, 3],
        [4, 4, 4, 4, 2],
        [4, 4, 4, 4, 1],
        [4, 4, 4, 3],
        [4, 4, 4, 2],
        [4, 4, 4, 1],
        [4, 4, 5],
        [4, 6, 5],
        [4, 6, 4],
        [8, 8],
    ];

    public static bool IsIn(string text) => Find(text).Any();

    /// <summary>The text with all but the first six and the last four digits of each card number made stars.</summary>
    public static string Mask(string text)
    {
        var masked = new StringBuilder(text);
        foreach (var number in Find(text).ToList())
        {
            foreach (var digit in number.Skip(ShownFirst).SkipLast(ShownLast))
            {
                masked[digit.At] = '*';
                for (var i = 1; i < digit.Length; i++)
                    masked[digit.At + i] = '*';
            }
        }

        return masked.ToString();
    }

    /// <summary>Each card number, by its digits and where they stand.</summary>
    private static IEnumerable<IReadOnlyList<Digit>> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length < Shortest)
            yield break;
        foreach (var run in RunsOf(text))
        {
            for (var first = 0; first < run.Count; first++)
            {
                List<Digit> digits = [];
                for (var last = first; last < run.Count && digits.Count + run[last].Count <= Longest; last++)
                {
                    digits.AddRange(run[last]);
                    var isWhole = first == 0 && last == run.Count - 1;
                    if ((first == last || isWhole || IsGroupedAsOnCards(run, first, last)) && IsCard(digits))
                        yield return [.. digits];
                }
            }
        }
    }

    private static bool IsGroupedAsOnCards(List<List<Digit>> run, int first, int last) =>
        Array.Exists(
            Groupings,
            sizes => sizes.Length == last - first + 1 && sizes.Index().All(size => run[first + size.Index].Count == size.Item)
        );

    // No card begins with zero, and ids are filled up with them.
    private static bool IsCard(List<Digit> digits) =>
        digits.Count >= Shortest && digits[0].Value != 0 && digits[^1].Value == CheckDigit(digits);

    private static int CheckDigit(List<Digit> digits)
    {
        var sum = 0;
        for (var i = digits.Count - 2; i >= 0; i--)
        {
            var doubled = (digits.Count - 2 - i) % 2 == 0 ? digits[i].Value * 2 : digits[i].Value;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return (10 - (sum % 10)) % 10;
    }

    /// <summary>Groups of digits that nothing but blanks and hyphens parts.</summary>
    private static IEnumerable<List<List<Digit>>> RunsOf(string text)
    {
        List<List<Digit>> run = [];
        var gap = 0;
        var at = 0;
        var others = Others().Matches(text).Where(IsOther).ToList();
        while (at < text.Length)
        {
            if (others.Find(o => o.Index == at) is { } other)
            {
                at += other.Length;
                gap = LongestGap + 1;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber)
            {
                if (gap > LongestGap && run.Count > 0)
                {
                    yield return run;
                    run = [];
                }

                if (run.Count == 0 || gap > 0)
                    run.Add([]);
                run[^1].Add(new Digit((int)Rune.GetNumericValue(rune), at, length));
                gap = 0;
            }
            else
            {
                gap += Parts(rune) ? 1 : LongestGap + 1;
            }

            at += length;
        }

        if (run.Count > 0)
            yield return run;
    }

    private static bool Parts(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format
        || rune.Value is '_' or 0x2212;

    // A pattern finds what may be an account; its check digits tell.
    private static bool IsOther(Match match) => !match.Groups["iban"].Success || IsIban(match.Value);

    // ISO 13616: letters are two digits, and the whole, with its head put behind, leaves one when it is divided by 97.
    private static bool IsIban(string text)
    {
        var signs = text.Where(char.IsAsciiLetterOrDigit).ToList();
        var rest = 0;
        foreach (var sign in signs.Skip(4).Concat(signs.Take(4)))
        {
            var value = char.IsAsciiDigit(sign) ? sign - '0' : char.ToUpperInvariant(sign) - 'A' + 10;
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }

        return rest == 1;
    }

    // What has as many digits and is none: ids, accounts, and telephone numbers as ITU-T E.164 writes them.
    [GeneratedRegex(
        """
            (?<![0-9A-Za-z])
            (?: [0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}
              | (?<iban>[A-Z]{2}[0-9]{2}(\ ?[0-9A-Z]{4}){2,7}(\ ?[0-9A-Z]{1,3})?)
              | \+[0-9](?:[-\ ()/]{0,3}[0-9]){6,14}(?![-\ ]?[0-9]) )
            (?![0-9A-Za-z])
            """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Others();

    private readonly record struct Digit(int Value, int At, int Length);
}
