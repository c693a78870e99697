using System.Collections.Frozen;
using System.Text;

namespace PosCommerce.Domain.Common;

/// <summary>
/// How names are searched and ordered: without regard to capitals and accents, by tables of our own. The key columns of the
/// database fill themselves by the same rule (<c>app.fold</c>, <c>app.order_key</c>).
/// </summary>
public static class HumanText
{
    private const string Apart = "  ";

    private static readonly FrozenDictionary<int, int> Smalls = Pairs(HumanTextTable.Capitals, HumanTextTable.Smalls);
    private static readonly FrozenDictionary<int, int> Plains = Pairs(HumanTextTable.Marked, HumanTextTable.Plain);
    private static readonly FrozenDictionary<int, string> Ligatures = HumanTextTable.Ligatures.ToFrozenDictionary(
        l => (int)l.Letter,
        l => l.Several
    );

    /// <summary>The text without capitals, accents, signs that cannot be seen, and blanks that are not one between two words.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsLeftOut(rune.Value))
                continue;
            var small = Smalls.GetValueOrDefault(rune.Value, rune.Value);
            var sign = Plains.GetValueOrDefault(small, small);
            if (sign == ' ' && (folded.Length == 0 || folded[^1] == ' '))
                continue;
            if (Ligatures.TryGetValue(sign, out var several))
                folded.Append(several);
            else
                folded.Append(new Rune(sign));
        }

        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>
    /// What to order names by, byte by byte in UTF-8: letters first; where those are the same, accents, then capitals. Of long
    /// names it is the beginning; what is the same until there stands in any order that is always the same one.
    /// </summary>
    public static string OrderKey(string text) =>
        Beginning(Fold(text), 60) + Apart + Beginning(SmallLetters(text), 30) + Apart + Beginning(text, 20);

    /// <summary>The text without capitals, as <c>app.small_letters</c> writes it.</summary>
    public static string SmallLetters(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => new Rune(Smalls.GetValueOrDefault(rune.Value, rune.Value)).ToString()));

    private static string Beginning(string text, int signs) =>
        string.Concat(text.EnumerateRunes().Take(signs).Select(rune => rune.ToString()));

    private static bool IsLeftOut(int sign) =>
        sign > 0x7F && HumanTextTable.LeftOut.Any(range => sign >= range.First && sign <= range.Last);

    private static FrozenDictionary<int, int> Pairs(string from, string to) =>
        from.EnumerateRunes().Zip(to.EnumerateRunes()).ToFrozenDictionary(pair => pair.First.Value, pair => pair.Second.Value);
}
