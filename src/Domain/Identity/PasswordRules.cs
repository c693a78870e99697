using System.Collections.Frozen;
using System.Text;

namespace PosCommerce.Domain.Identity;

/// <summary>
/// Which passwords may be set (NIST SP 800-63B, section 5.1.1.2): long enough, and none that is guessed first. There are no
/// rules of composition; any character counts, blanks too. What was typed is hashed as it is: to normalise Unicode takes
/// culture data that the build leaves out (InvariantGlobalization), and without it .NET silently does nothing. So a letter
/// that one keyboard sends as two code points is another letter, and what people type alike is folded here by hand.
/// </summary>
public static class PasswordRules
{
    /// <summary>In code points, as all lengths here: not in UTF-16, where one sign may count twice.</summary>
    public const int Shortest = 12;

    /// <summary>Long enough for every pass phrase, short enough that hashing it costs no more than hashing.</summary>
    public const int Longest = 256;

    // What is left when everything that people add to a word is taken away decides; a longer rest makes a phrase of it.
    private const int Leftover = 4;
    private const int LongestPattern = 4;
    private const int FullWidth = 'Ａ' - 'A';

    private const string Monotony = "A repetition or a sequence would be guessed.";

    private static readonly FrozenSet<string> Denied = Read();

    // As people disguise letters.
    private static readonly FrozenDictionary<char, char> Disguises = new Dictionary<char, char>
    {
        ['0'] = 'o',
        ['1'] = 'i',
        ['3'] = 'e',
        ['4'] = 'a',
        ['5'] = 's',
        ['7'] = 't',
        ['8'] = 'b',
        ['@'] = 'a',
        ['$'] = 's',
        ['!'] = 'i',
        ['€'] = 'e',
    }.ToFrozenDictionary();

    /// <summary>What is wrong with a password; null when nothing is.</summary>
    /// <param name="personal">What everybody knows of its owner: address, name, merchant.</param>
    public static string? Problem(string password, IReadOnlyList<string> personal)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(personal);
        var typed = RunesOf(password);
        if (typed.Count < Shortest)
            return $"Must be at least {Shortest} characters. A few words are easier to remember than signs.";
        if (typed.Count > Longest)
            return $"Must be at most {Longest} characters.";
        var plain = Squeeze(password);
        // What is mostly signs is judged by its signs.
        var letters = plain.Length * 2 >= typed.Count ? RunesOf(plain) : typed;
        if (IsMonotonous(typed) || IsMonotonous(letters))
            return Monotony;
        if (Forms(plain).Any(form => IsMadeOf(form, Denied)))
            return "This is one of the passwords that are guessed first.";
        var own = personal.SelectMany(Parts).Select(Squeeze).Where(part => part.Length >= 3).ToFrozenSet(StringComparer.Ordinal);
        if (Forms(plain).Any(form => IsMadeOf(form, own)))
            return "It is made of your own name, address or merchant.";
        // What is typed again and again counts once, and once it would be too short.
        return Repeats(typed, Shortest - 1) || Repeats(letters, Shortest - 1) ? Monotony : null;
    }

    // Case and everything that is no letter or digit do not make a word harder to guess.
    private static string Squeeze(string text) =>
        string.Concat(
            text.Select(c => c is >= '！' and <= '～' ? (char)(c - FullWidth) : c)
                .Select(char.ToLowerInvariant)
                .Where(c => char.IsLetterOrDigit(c) || Disguises.ContainsKey(c))
        );

    private static List<Rune> RunesOf(string text) => [.. text.EnumerateRunes()];

    private static IEnumerable<string> Forms(string plain)
    {
        var word = plain.TrimEnd([.. "0123456789!"]);
        yield return plain;
        yield return word;
        yield return Undisguised(plain);
        yield return Undisguised(word);
    }

    private static string Undisguised(string text) => string.Concat(text.Select(c => Disguises.GetValueOrDefault(c, c)));

    // One such word once or more often, with next to nothing besides.
    private static bool IsMadeOf(string form, FrozenSet<string> words)
    {
        if (words.Contains(form))
            return true;
        return words.Any(word =>
            word.Length > Leftover
            && form.Contains(word, StringComparison.Ordinal)
            && form.Replace(word, "", StringComparison.Ordinal).Length <= Leftover
        );
    }

    private static bool IsMonotonous(List<Rune> runes) => Repeats(runes, LongestPattern) || Runs(runes, 1) || Runs(runes, -1);

    // The last unit may be cut off.
    private static bool Repeats(List<Rune> runes, int longestUnit) =>
        Enumerable
            .Range(1, Math.Min(longestUnit, runes.Count / 2))
            .Any(unit => runes.Skip(unit).Zip(runes).All(pair => pair.First == pair.Second));

    // After 9 comes 0.
    private static bool Runs(List<Rune> runes, int step) =>
        runes
            .Zip(runes.Skip(1))
            .All(pair =>
                pair.Second.Value - pair.First.Value == step
                || (Rune.IsDigit(pair.First) && Rune.IsDigit(pair.Second) && (pair.Second.Value - pair.First.Value - step) % 10 == 0)
            );

    private static IEnumerable<string> Parts(string text) =>
        text.Split('@', 2)[0] is var local && local != text ? [text, local] : [text, .. text.Split(' ')];

    private static FrozenSet<string> Read()
    {
        using var file = typeof(PasswordRules).Assembly.GetManifestResourceStream("denied-passwords.txt")!; // Embedded by the project file.
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
