using PosCommerce.Migrator;

namespace PosCommerce.SqlCheck.Walls;

/// <summary>
/// Finds in migrations what a distributed engine refuses of tables that hold rows already: a constraint that comes or goes
/// together with something else in one ALTER TABLE, and MERGE. What a table must be is the <see cref="WallCheck"/>'s.
/// </summary>
internal static class MigrationCheck
{
    public static IEnumerable<FileFinding> Of(IEnumerable<Script> migrations, IReadOnlyDictionary<string, string> exempt)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var script in migrations)
        {
            var name = Path.GetFileName(script.Name);
            foreach (var (at, message) in Problems(script.Text))
            {
                if (!exempt.ContainsKey(name))
                    yield return At(script, at, message);
                needed.Add(name);
            }
        }

        foreach (var name in exempt.Keys.Where(name => !needed.Contains(name)).Order(StringComparer.Ordinal))
        {
            yield return new FileFinding(
                Codes.SnapshotUnused,
                $"The migration {name} needs no exemption, or is not there: remove it from the list.",
                Exemptions.Path
            );
        }
    }

    private static IEnumerable<(int At, string Message)> Problems(string text)
    {
        foreach (var words in StatementsOf(text))
        {
            if (words is [("merge", var at), ..])
                yield return (at, "MERGE cannot be sent to one tenant's rows: write insert ... on conflict do update.");
            if (words is not [("alter", var start), ("table", _), ..])
                continue;
            var commands = CommandsOf(words);
            if (commands.Count > 1 && commands.Exists(c => c is [("add" or "drop", _), ("constraint", _), ..]))
            {
                yield return (
                    start,
                    "A constraint comes or goes in an ALTER TABLE of its own: a distributed engine refuses it together with other changes."
                );
            }
        }
    }

    /// <summary>What an ALTER TABLE does, taken apart at the commas outside of brackets.</summary>
    private static List<List<(string Word, int At)>> CommandsOf(IReadOnlyList<(string Word, int At)> words)
    {
        // alter table [if exists] [only] name
        var first = words.Skip(2).TakeWhile(w => w.Word is "if" or "exists" or "only").Count() + 3;
        var commands = new List<List<(string, int)>> { new() };
        var depth = 0;
        foreach (var word in words.Skip(first))
        {
            depth += word.Word switch
            {
                "(" => 1,
                ")" => -1,
                _ => 0,
            };
            if (depth == 0 && word.Word == ",")
                commands.Add([]);
            else
                commands[^1].Add(word);
        }

        return commands;
    }

    private static IEnumerable<IReadOnlyList<(string Word, int At)>> StatementsOf(string text)
    {
        var words = new List<(string Word, int At)>();
        foreach (var token in Token.Read(text))
        {
            if (token.Kind is not (TokenKind.Code or TokenKind.QuotedName))
                continue;
            for (var at = token.Start; at < token.Start + token.Length; at++)
            {
                var start = at;
                while (at < token.Start + token.Length && IsNameSign(text[at]))
                    at++;
                if (at > start)
                    words.Add((text[start..at].ToLowerInvariant(), start));
                if (at >= token.Start + token.Length || char.IsWhiteSpace(text[at]))
                    continue;
                if (text[at] == ';')
                {
                    yield return words;
                    words = [];
                }
                else
                {
                    words.Add((text[at].ToString(), at));
                }
            }
        }

        yield return words;
    }

    private static bool IsNameSign(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '"';

    private static FileFinding At(Script script, int at, string message) =>
        new(
            Codes.NotDistributable,
            message,
            Scripts.PathOf(script.Name),
            script.Text.AsSpan(0, at).Count('\n') + 1,
            at - script.Text.LastIndexOf('\n', Math.Max(0, at - 1)),
            1
        );
}
