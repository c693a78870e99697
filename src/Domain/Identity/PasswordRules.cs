using System.Collections.Frozen;
using System.Text;

namespace PosCommerce.Domain.Identity;

/// <summary>
/// Which passwords may be set (NIST SP 800-63B, section 5.1.1.2): long enough, and none that is guessed first. There are no
/// rules of composition; any character counts, blanks too. What was typed is compared and hashed as it is.
/// </summary>
public static class PasswordRules
{
    /// <summary>In characters as people count them, not in UTF-16.</summary>
    public const int Shortest = 12;

    /// <summary>Long enough for every pass phrase, short enough that hashing it costs no more than hashing.</summary>
    public const int Longest = 256;

    // What is left when everything that people add to a word is taken away decides; a longer rest makes a phrase of it.
    private const int Leftover = 4;
    private const int LongestUnit = 4;

    private static readonly FrozenSet<string> Denied = Read();

    // As people disguise letters.
    private static readonly FrozenDictionary<char, char> Disguises = new Dictionary<char, char>
    {
        ['0'] = 'o', ['1'] = 'i', ['3'] = 'e', ['4'] = 'a', ['5'] = 's', ['7'] = 't', ['8'] = 'b', ['@'] = 'a', ['$'] = 's', ['!'] = 'i', ['€'] = 'e',
    }.ToFrozenDictionary();

    /// <summary>What is wrong with a password; null when nothing is.</summary>
    /// <param name="personal">What everybody knows of its owner: address, name, merchant.</param>
    public static string? Problem(string password, IReadOnlyList<string> personal)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(personal);
        if (password.EnumerateRunes().Count() < Shortest)
            return $"Must be at least {Shortest} characters. A few words are easier to remember than signs.";
        if (password.Length > Longest)
            return $"Must be at most {Longest} characters.";
        var plain = Squeeze(password);
        if (IsMonotonous(plain))
            return "A repetition or a sequence would be guessed.";
        if (Forms(plain).Any(form => IsMadeOf(form, Denied)))
            return "This is one of the passwords that are guessed first.";
        var own = personal.SelectMany(Parts).Select(Squeeze).Where(part => part.Length >= 3).ToFrozenSet(StringComparer.Ordinal);
        return Forms(plain).Any(form => IsMadeOf(form, own)) ? "It is made of your own name, address or merchant." : null;
    }

    // Case and everything that is no letter or digit do not make a word harder to guess.
    private static string Squeeze(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || Disguises.ContainsKey(c)));

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
        return words.Any(word => word.Length > Leftover && form.Contains(word, StringComparison.Ordinal) && form.Replace(word, "", StringComparison.Ordinal).Length <= Leftover);
    }

    private static bool IsMonotonous(string plain) =>
        plain.Length == 0
        || Enumerable.Range(1, LongestUnit).Any(unit => plain.Select((c, i) => c == plain[i % unit]).All(same => same))
        || plain.Zip(plain.Skip(1)).All(pair => pair.Second - pair.First == 1)
        || plain.Zip(plain.Skip(1)).All(pair => pair.First - pair.Second == 1)
        || "12345678901234567890".Contains(plain, StringComparison.Ordinal)
        || "09876543210987654321".Contains(plain, StringComparison.Ordinal);

    private static IEnumerable<string> Parts(string text) => text.Split('@', 2)[0] is var local && local != text ? [text, local] : [text, .. text.Split(' ')];

    private static FrozenSet<string> Read()
    {
        using var file = typeof(PasswordRules).Assembly.GetManifestResourceStream("denied-passwords.txt")!; // Embedded by the project file.
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
