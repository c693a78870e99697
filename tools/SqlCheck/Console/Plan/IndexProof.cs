using System.Text.Json;

namespace PosCommerce.SqlCheck.Plan;

/// <summary>
/// Reads a generic plan and tells of each tenant table whether an index serves it. <c>tenant_id</c> alone proves nothing, it is
/// in every condition: an index serves when the statement binds another of its columns and all columns before that one, or
/// when it hands out a list in the order of its key. What is cut off must not be looked for among other stores' rows: the wall
/// throws those away one by one, however many there are.
/// </summary>
/// <param name="isOfStores">The rows of the table stand behind the wall of their store.</param>
internal sealed class IndexProof(IReadOnlyDictionary<string, Index> indexes, Func<string, bool> isChecked, Func<string, bool> isOfStores)
{
    private const string TenantColumn = "tenant_id";

    // What passes rows on one by one, in the order in which they come.
    private static readonly HashSet<string> Streaming = new(StringComparer.Ordinal)
    {
        "Limit",
        "LockRows",
        "Subquery Scan",
        "Result",
        "ProjectSet",
        "Nested Loop",
        "Append",
        "Merge Append",
    };

    /// <summary>The tables that nothing serves, with what the plan does instead.</summary>
    /// <param name="explained">What EXPLAIN (FORMAT JSON, VERBOSE) answers.</param>
    /// <param name="isKeysetList">The statement reads a list page by page in the order of a key.</param>
    public IReadOnlyList<Unserved> Of(string explained, bool isKeysetList)
    {
        using var document = JsonDocument.Parse(explained);
        var unserved = new List<Unserved>();
        Visit(document.RootElement[0].GetProperty("Plan"), new Above(IsInOrder: false, IsCutOff: false), isKeysetList, unserved);
        return unserved;
    }

    private void Visit(JsonElement node, Above above, bool isKeysetList, List<Unserved> unserved)
    {
        var type = Text(node, "Node Type") ?? "";
        if (type is "Seq Scan" or "Index Scan" or "Index Only Scan" or "Bitmap Heap Scan" && Text(node, "Relation Name") is { } relation)
        {
            var table = $"{Text(node, "Schema")}.{relation}";
            var alias = Text(node, "Alias") ?? relation;
            if (isChecked(table) && Problem(node, type, above.IsInOrder && isKeysetList) is { } problem)
                unserved.Add(new Unserved(table, alias, problem));
            else if (isChecked(table) && above.IsCutOff && isOfStores(table) && !IsBoundToOne(node))
                unserved.Add(
                    new Unserved(
                        table,
                        alias,
                        "it is read across the stores, and the rows of those that are not in scope are thrown away: read a list store by store"
                    )
                );
        }

        if (!node.TryGetProperty("Plans", out var below))
            return;
        foreach (var child in below.EnumerateArray())
        {
            var isFed = Text(child, "Parent Relationship") is "Outer" or "Subquery" or "Member";
            var isInOrder = isFed && (type == "Limit" || (above.IsInOrder && Streaming.Contains(type)));
            Visit(child, new Above(isInOrder, above.IsCutOff || type == "Limit"), isKeysetList, unserved);
        }
    }

    /// <summary>Is a column behind the tenant bound to one value? Of several, an index hands out nothing in order.</summary>
    private static bool IsBoundToOne(JsonElement node) =>
        Conjuncts(Text(node, "Index Cond") ?? "")
            .Any(part =>
                OperatorOf(part) is var at and >= 0
                && part[at..].TrimStart() is var rest
                && rest.StartsWith("= ", StringComparison.Ordinal)
                && !rest.StartsWith("= ANY", StringComparison.Ordinal)
                && Bare(part[..at].Trim()) != TenantColumn
            ) || (node.TryGetProperty("Plans", out var below) && below.EnumerateArray().Any(IsBoundToOne));

    private string? Problem(JsonElement node, string type, bool mayWalk)
    {
        if (type == "Seq Scan")
            return "no index can be used at all";
        if (type == "Bitmap Heap Scan")
            return node.GetProperty("Plans").EnumerateArray().Select(ProblemOfBitmap).FirstOrDefault(problem => problem is not null);
        return mayWalk ? null : ProblemOf(Text(node, "Schema"), node);
    }

    // Each arm of an OR must be served; of an AND, any.
    private string? ProblemOfBitmap(JsonElement node)
    {
        var parts = node.TryGetProperty("Plans", out var below) ? below.EnumerateArray().Select(ProblemOfBitmap).ToList() : [];
        return Text(node, "Node Type") switch
        {
            "BitmapOr" => parts.FirstOrDefault(problem => problem is not null),
            "BitmapAnd" => parts.Contains(null) ? null : parts[0],
            _ => ProblemOf(schema: null, node),
        };
    }

    private string? ProblemOf(string? schema, JsonElement node)
    {
        var name = Text(node, "Index Name") ?? "";
        var index = schema is not null ? indexes.GetValueOrDefault($"{schema}.{name}") : indexes.Values.FirstOrDefault(i => i.Name == name);
        if (index is null)
            return $"the index {name} is unknown";

        var bound = Bound(Text(node, "Index Cond") ?? "");
        if (!index.IsOrdered)
            return index.Keys.Any(key => key != TenantColumn && bound.ContainsKey(key))
                ? null
                : $"the index {name} is used without a condition on it";
        foreach (var key in index.Keys)
        {
            if (!bound.TryGetValue(key, out var isEquality))
                break;
            if (key != TenantColumn)
                return null;
            if (!isEquality)
                break;
        }

        // The tenant itself: one row, found by all that its key has.
        if (index.IsUnique && index.Keys.All(key => bound.GetValueOrDefault(key)))
            return null;
        return bound.Count == 0
            ? $"all of {name} is read"
            : $"of {name} only {string.Join(", ", bound.Keys.Order(StringComparer.Ordinal))} is bound";
    }

    /// <summary>What an Index Cond binds, by the index's own expressions; true where it is bound to one value (or a few).</summary>
    private static Dictionary<string, bool> Bound(string condition)
    {
        var bound = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var part in Conjuncts(condition))
        {
            var at = OperatorOf(part);
            if (at < 0)
                continue;
            var isEquality =
                part[at..].TrimStart() is var rest
                && (rest.StartsWith("= ", StringComparison.Ordinal) || rest.StartsWith("IS NULL", StringComparison.Ordinal));
            var keys = part[..at].Trim();
            // A row comparison binds its first column as a range; the others follow only behind an equal first.
            if (keys.StartsWith("ROW(", StringComparison.Ordinal))
                keys = TopLevel(keys[4..^1], ',').First();
            var key = Bare(keys);
            bound[key] = isEquality || bound.GetValueOrDefault(key);
        }

        return bound;
    }

    private static IEnumerable<string> Conjuncts(string condition)
    {
        var inner = Unwrap(condition);
        var parts = TopLevelWord(inner, " AND ").ToList();
        return parts.Count > 1 ? parts.SelectMany(Conjuncts) : [inner];
    }

    /// <summary>Without the parentheses around all of it.</summary>
    private static string Unwrap(string text)
    {
        text = text.Trim();
        while (text.Length > 1 && text[0] == '(' && ClosingOf(text, 0) == text.Length - 1)
            text = text[1..^1].Trim();
        return text;
    }

    /// <summary>Where the operator behind the first operand begins; the operand is what the index holds.</summary>
    private static int OperatorOf(string comparison)
    {
        var at = 0;
        while (at < comparison.Length && comparison[at] != ' ')
            at = Next(comparison, at);
        return at < comparison.Length ? at : -1;
    }

    /// <summary>
    /// Column or expression as the index defines it: without alias, without parentheses, without the cast of varchar to text.
    /// </summary>
    private static string Bare(string operand)
    {
        var text = operand.Trim();
        if (text.EndsWith("::text", StringComparison.Ordinal) && text[0] == '(')
            text = text[..^"::text".Length];
        return Index.Canonical(Unwrap(text));
    }

    private static IEnumerable<string> TopLevel(string text, char separator) => TopLevelWord(text, separator.ToString());

    private static IEnumerable<string> TopLevelWord(string text, string separator)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at = Next(text, at))
        {
            if (string.CompareOrdinal(text, at, separator, 0, separator.Length) == 0)
            {
                yield return text[start..at];
                start = at + separator.Length;
            }
        }

        yield return text[start..];
    }

    /// <summary>One sign further, or behind the group or string that begins here.</summary>
    private static int Next(string text, int at) =>
        text[at] switch
        {
            '(' or '[' => ClosingOf(text, at) + 1,
            '\'' or '"' => text.IndexOf(text[at], at + 1) is var end && end < 0 ? text.Length : end + 1,
            _ => at + 1,
        };

    private static int ClosingOf(string text, int open)
    {
        for (var at = open + 1; at < text.Length; at = Next(text, at))
        {
            if (text[at] is ')' or ']')
                return at;
        }

        return text.Length - 1;
    }

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <param name="IsInOrder">The rows are passed on as they come, and only as many as are asked for.</param>
    /// <param name="IsCutOff">Somewhere above, only so many rows are kept.</param>
    private readonly record struct Above(bool IsInOrder, bool IsCutOff);
}

/// <param name="Problem">What the plan does instead.</param>
internal sealed record Unserved(string Table, string Alias, string Problem);

/// <param name="Keys">Columns and expressions in order, as <see cref="Canonical"/> writes them.</param>
/// <param name="IsOrdered">A B-tree; of others every column counts alike.</param>
internal sealed record Index(string Schema, string Name, IReadOnlyList<string> Keys, bool IsOrdered, bool IsUnique)
{
    /// <summary>An expression without the names in front of its columns and without quotes, so that plan and definition agree.</summary>
    public static string Canonical(string expression)
    {
        var text = new System.Text.StringBuilder();
        var word = new System.Text.StringBuilder();
        foreach (var sign in expression)
        {
            if (char.IsLetterOrDigit(sign) || sign is '_' or '"')
            {
                if (sign != '"')
                    word.Append(sign);
            }
            else if (sign == '.')
            {
                word.Clear();
            }
            else
            {
                text.Append(word).Append(sign);
                word.Clear();
            }
        }

        return text.Append(word).ToString();
    }
}
