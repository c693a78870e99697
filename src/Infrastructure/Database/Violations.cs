using Npgsql;

namespace PosCommerce.Infrastructure.Database;

/// <summary>Reads from a refusal which constraint was violated.</summary>
internal static class Violations
{
    private const string IntegrityConstraintViolation = "23";

    /// <summary>
    /// The names that the constraint may have, by which it is to be looked up. PostgreSQL tells it in a field. What a distributed
    /// engine hands on from one of its servers lacks the field, and the name stands in the text only, among other words of any
    /// language; it may also be that of a shard, sale_pkey_102008.
    /// </summary>
    public static IEnumerable<string> ConstraintsOf(PostgresException violation)
    {
        if (!violation.SqlState.StartsWith(IntegrityConstraintViolation, StringComparison.Ordinal))
            return [];
        return violation.ConstraintName is { Length: > 0 } constraint
            ? NamesOf(constraint)
            : WordsOf(violation.MessageText).SelectMany(NamesOf);
    }

    private static string[] NamesOf(string constraint)
    {
        var end = constraint.Length;
        while (end > 0 && char.IsAsciiDigit(constraint[end - 1]))
            end--;
        return end < constraint.Length && end > 0 && constraint[end - 1] == '_' ? [constraint, constraint[..(end - 1)]] : [constraint];
    }

    private static IEnumerable<string> WordsOf(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                at++;
            if (at > start)
                yield return text[start..at];
        }
    }
}
