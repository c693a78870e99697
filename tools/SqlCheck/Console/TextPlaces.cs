using System.Text.RegularExpressions;

namespace PosCommerce.SqlCheck;

/// <summary>Finds words in scripts.</summary>
internal static partial class TextPlaces
{
    /// <summary>Line and column, from 1, of a whole word that is no comment; null when it is not there.</summary>
    public static (int Line, int Column)? Of(string text, string word, string? after = null)
    {
        var plain = Comment().Replace(text, comment => new string(' ', comment.Length));
        var pattern = $"{(after is null ? "" : after + @"\s+")}(?<![\\w.])(?<word>{Regex.Escape(word)})(?![\\w])";
        var found = Regex.Match(plain, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!found.Success)
            return null;
        var at = found.Groups["word"].Index;
        return (plain.AsSpan(0, at).Count('\n') + 1, at - plain.LastIndexOf('\n', Math.Max(0, at - 1)));
    }

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();
}
