using System.Text;

namespace PosCommerce.SqlCheck;

/// <summary>Finds where a statement names a table: the analysed tree does not tell.</summary>
internal static class Places
{
    /// <param name="alias">As the level calls the table, if there are several.</param>
    /// <param name="within">Between which offsets its level stands.</param>
    public static Span? OfTable(SqlText text, string table, string? alias = null, (int From, int To)? within = null)
    {
        var dot = table.IndexOf('.', StringComparison.Ordinal);
        var (schema, name) = (table[..dot], table[(dot + 1)..]);
        var names = text.Names().ToList();
        var found = new List<(Span At, string? Alias)>();
        for (var i = 1; i < names.Count; i++)
        {
            if (
                Plain(names[i].Name) != name
                || Plain(names[i - 1].Name) != schema
                || names[i - 1].At.Start + names[i - 1].At.Length + 1 != names[i].At.Start
            )
                continue;
            var next = i + 1 < names.Count && Follows(text, names[i].At, names[i + 1].At) ? Plain(names[i + 1].Name) : null;
            if (next == "as")
                next = i + 2 < names.Count ? Plain(names[i + 2].Name) : null;
            found.Add((new Span(names[i - 1].At.Start, names[i].At.Start + names[i].At.Length - names[i - 1].At.Start), next));
        }

        if (found.Count == 0)
            return null;
        var called = found
            .Where(f => alias is not null && (f.Alias == alias || (alias == name && !found.Any(other => other.Alias == alias))))
            .DefaultIfEmpty(found[0])
            .ToList();
        return within is { } level ? called.MinBy(f => Distance(f.At, level)).At : called[0].At;
    }

    /// <summary>Offsets in the statement as written, from bytes of what the server analysed.</summary>
    /// <param name="lead">How many bytes the server saw in front of the statement.</param>
    public static (int From, int To) InText(SqlText text, (int From, int To) bytes, int lead)
    {
        var positional = Encoding.UTF8.GetBytes(text.Positional);
        return (Place(bytes.From), Place(bytes.To));

        int Place(int at) => text.ToText(Encoding.UTF8.GetCharCount(positional, 0, Math.Clamp(at - lead, 0, positional.Length)));
    }

    private static int Distance(Span at, (int From, int To) level) =>
        at.Start < level.From ? level.From - at.Start
        : at.Start > level.To ? at.Start - level.To
        : 0;

    // Only blanks in between: a bracket or comma would begin something else.
    private static bool Follows(SqlText text, Span name, Span next) =>
        string.IsNullOrWhiteSpace(text.Text[(name.Start + name.Length)..next.Start]);

    private static string Plain(string name) => name.Trim('"');
}
