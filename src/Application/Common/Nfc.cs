using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PosCommerce.Application.Common;

/// <summary>
/// Normalization Form C of Unicode (UAX #15): one spelling for what looks the same. The framework's own does nothing where
/// globalization is invariant, as it is here, and says that everything is normalized; with ICU it would depend on the machine.
/// The tables are in <c>nfc.txt</c>; characters that Unicode does not know yet stay as they are.
/// </summary>
public static class Nfc
{
    // Below the first combining mark nothing changes.
    private const char FirstMark = '\u0300';

    // The syllables of Hangul are computed (Unicode, section 3.12).
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trails = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    private static readonly Lazy<Tables> Known = new(Tables.Read);

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
            return text;
        var tables = Known.Value;
        List<(int Character, int Class)> characters = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
            TakeApart(rune.Value, tables, characters);
        Order(characters);
        Compose(characters, tables);
        var composed = new StringBuilder(text.Length);
        foreach (var (character, _) in characters)
            composed.Append(new Rune(character).ToString());
        return composed.Length == text.Length && text.AsSpan().SequenceEqual(composed.ToString()) ? text : composed.ToString();
    }

    private static void TakeApart(int character, Tables tables, List<(int, int)> into)
    {
        if (character - Syllables is >= 0 and < SyllableCount and var syllable)
        {
            into.Add((Leads + (syllable / (VowelCount * TrailCount)), 0));
            into.Add((Vowels + (syllable % (VowelCount * TrailCount) / TrailCount), 0));
            if (syllable % TrailCount is > 0 and var trail)
                into.Add((Trails + trail, 0));
            return;
        }

        if (!tables.Parts.TryGetValue(character, out var parts))
        {
            into.Add((character, tables.Classes.GetValueOrDefault(character)));
            return;
        }

        foreach (var part in parts)
            TakeApart(part, tables, into);
    }

    // Marks behind one character stand in the order of their classes, those of one class as they came. By a stable sort: as many
    // as a request can hold may stand behind one.
    private static void Order(List<(int Character, int Class)> characters)
    {
        for (var start = 0; start < characters.Count; start++)
        {
            if (characters[start].Class == 0)
                continue;
            var end = start;
            while (end < characters.Count && characters[end].Class != 0)
                end++;
            var marks = characters.GetRange(start, end - start).OrderBy(c => c.Class).ToList();
            for (var i = 0; i < marks.Count; i++)
                characters[start + i] = marks[i];
            start = end;
        }
    }

    private static void Compose(List<(int Character, int Class)> characters, Tables tables)
    {
        var starter = -1;
        var lastClass = 0;
        var kept = 0;
        foreach (var (character, mark) in characters.ToArray())
        {
            // A mark is out of reach behind another of its class, and anything behind a character that did not compose.
            var isReached = starter >= 0 && (kept - 1 == starter || (lastClass != 0 && lastClass < mark));
            if (isReached && Composed(characters[starter].Character, character, tables) is { } composed)
            {
                characters[starter] = (composed, 0);
                continue;
            }

            if (mark == 0)
                starter = kept;
            lastClass = mark;
            characters[kept++] = (character, mark);
        }

        characters.RemoveRange(kept, characters.Count - kept);
    }

    private static int? Composed(int first, int second, Tables tables)
    {
        if (first - Leads is >= 0 and < LeadCount and var lead && second - Vowels is >= 0 and < VowelCount and var vowel)
            return Syllables + (((lead * VowelCount) + vowel) * TrailCount);
        if (
            first - Syllables is >= 0 and < SyllableCount and var syllable
            && syllable % TrailCount == 0
            && second - Trails is > 0 and < TrailCount and var trail
        )
            return first + trail;
        return tables.Pairs.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private sealed record Tables(
        FrozenDictionary<int, int[]> Parts,
        FrozenDictionary<(int, int), int> Pairs,
        FrozenDictionary<int, int> Classes
    )
    {
        public static Tables Read()
        {
            Dictionary<int, int[]> parts = [];
            Dictionary<(int, int), int> pairs = [];
            Dictionary<int, int> classes = [];
            using var reader = new StreamReader(typeof(Nfc).Assembly.GetManifestResourceStream("nfc.txt")!); // Embedded by the project.
            while (reader.ReadLine() is { } line)
            {
                var words = line.Split(' ');
                switch (words[0])
                {
                    case "=":
                        parts[Hex(words[1])] = [Hex(words[2]), Hex(words[3])];
                        pairs[(Hex(words[2]), Hex(words[3]))] = Hex(words[1]);
                        break;
                    case ">":
                        parts[Hex(words[1])] = [.. words.Skip(2).Select(Hex)];
                        break;
                    case "^":
                        foreach (var range in words.Skip(2).Select(w => w.Split('-')))
                        {
                            for (var character = Hex(range[0]); character <= Hex(range[^1]); character++)
                                classes[character] = int.Parse(words[1], CultureInfo.InvariantCulture);
                        }

                        break;
                }
            }

            return new Tables(parts.ToFrozenDictionary(), pairs.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
