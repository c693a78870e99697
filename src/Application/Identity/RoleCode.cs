using System.Collections.Frozen;
using System.Text;

namespace PosCommerce.Application.Identity;

/// <summary>The short name of a role, made of what people call it.</summary>
internal static class RoleCode
{
    public const int Longest = 50;

    /// <summary>What such a text looks like.</summary>
    public const string Form = @"^[a-z0-9][a-z0-9-]{0,49}\z";

    // A table, because Unicode's own way to take marks off does nothing without the culture data that the build leaves out.
    private static readonly FrozenDictionary<char, string> Plain = new[]
    {
        "a àáâãåāăą",
        "ae äæ",
        "c çćč",
        "d ďđð",
        "e èéêëēėęě",
        "g ğģ",
        "i ìíîïīįı",
        "k ķ",
        "l ļľł",
        "n ñńņň",
        "o òóôõōő",
        "oe öøœ",
        "r řŕ",
        "s śşšș",
        "ss ß",
        "t ťţțþ",
        "u ùúûūůűų",
        "ue ü",
        "y ýÿ",
        "z źżž",
    }
        .Select(row => row.Split(' '))
        .SelectMany(row => row[1].Select(letter => (letter, row[0])))
        .ToFrozenDictionary(pair => pair.letter, pair => pair.Item2);

    /// <summary>"Küche, abends" is kueche-abends; a name without Latin letters and digits is named by the role's id.</summary>
    public static string Of(string name, Guid roleId)
    {
        var code = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
                code.Append(letter);
            else if (Plain.TryGetValue(letter, out var plain))
                code.Append(plain);
            else if (code is [.., not '-'])
                code.Append('-');
        }

        var whole = code.ToString(0, Math.Min(code.Length, Longest)).Trim('-');
        return whole.Length > 0 ? whole : $"role-{roleId.ToString("N")[^12..]}";
    }
}
