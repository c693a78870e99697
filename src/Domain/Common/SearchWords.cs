using System.Text;

namespace PosCommerce.Domain.Common;

/// <summary>
/// What was typed into a search, as words: without capitals and accents, each as it stands between two blanks. The rule by which
/// articles have words (<c>catalog.search_words</c>) is the same.
/// </summary>
public sealed class SearchWords
{
    private const string Signs = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~«»„“”‚‘’…–—";
    private const int Longest = 50;
    private readonly IReadOnlyList<string> words;

    private SearchWords(IReadOnlyList<string> words) => this.words = words;

    /// <summary>The words of which one letter may be wrong.</summary>
    public IReadOnlyList<string> Correctable =>
        [
            .. words.Where(w =>
                Letters(w) is >= 4 and <= 30 && !w.Any(c => char.IsAsciiDigit(c) || Signs.Contains(c, StringComparison.Ordinal))
            ),
        ];

    public static SearchWords Of(string text) =>
        new([
            .. HumanText
                .Fold(text)
                .Split(' ')
                .Select(chunk => Beginning(chunk.Trim(Signs.ToCharArray())))
                .Where(word => word.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ]);

    /// <summary>By what a text is found: each word as it stands between two blanks, and its parts where signs stand in it.</summary>
    public static IReadOnlyList<string> Terms(string text) =>
        [.. Of(text).words.SelectMany(word => PartsOf(word).Select(Beginning).Prepend(word)).Distinct(StringComparer.Ordinal)];

    /// <summary>The question for whatever begins with a word.</summary>
    public static string QueryOf(string word) => Begun(word);

    /// <summary>What is left of a word when one letter is left out, and the word itself.</summary>
    public static IReadOnlyList<string> Near(string word)
    {
        var letters = word.EnumerateRunes().Select(r => r.ToString()).ToList();
        return
        [
            word,
            .. letters.Index().Select(left => string.Concat(letters.Take(left.Index).Concat(letters.Skip(left.Index + 1)))).Distinct(),
        ];
    }

    /// <summary>
    /// All words, in any order: from two letters on the beginning of one is enough, and one that signs stand in may also be found by its
    /// parts. Where others are near to a word, any of them will do.
    /// </summary>
    public string ToQuery(ILookup<string, string>? near = null) =>
        string.Join(" & ", words.Select(word => $"({string.Join(" | ", [Term(word), .. (near?[word] ?? []).Select(Whole)])})"));

    private static string Term(string word)
    {
        var parts = PartsOf(word);
        return parts.Length > 1 ? $"{Begun(word)} | ({string.Join(" & ", [.. parts[..^1].Select(Whole), Begun(parts[^1])])})" : Begun(word);
    }

    private static string[] PartsOf(string word) => word.Split(Signs.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);

    private static string Begun(string word) => Letters(word) > 1 ? $"{Whole(word)}:*" : Whole(word);

    // The first sign is where the merchant's mark comes.
    private static string Whole(string word) =>
        $"'\u0001{word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static int Letters(string word) => word.EnumerateRunes().Count();

    private static string Beginning(string word) => new StringBuilder().AppendJoin("", word.EnumerateRunes().Take(Longest)).ToString();
}
