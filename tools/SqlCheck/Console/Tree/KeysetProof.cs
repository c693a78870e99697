namespace PosCommerce.SqlCheck.Tree;

/// <summary>
/// Tells lists that are read page by page in the order of a key (<c>(a, b) &gt; (@A, @B) order by a, b limit @Limit</c>) from
/// those that are merely cut off.
/// </summary>
internal sealed class KeysetProof(Catalogue catalogue)
{
    private static readonly HashSet<string> Ranges = new(StringComparer.Ordinal) { "<", "<=", ">", ">=" };

    /// <summary>Every limited level of the statement starts behind a bound place of its own order.</summary>
    public bool IsKeysetList(PgNode query)
    {
        var limited = query.Descend().Where(node => node.Type == "QUERY" && node.Has("limitCount")).ToList();
        return limited.Count > 0 && limited.All(StartsBehindAPlace);
    }

    private bool StartsBehindAPlace(PgNode level)
    {
        var first = (level.Nodes("sortClause") is [var leading, ..] ? leading.Int("tleSortGroupRef") : 0);
        var column = level.Nodes("targetList").FirstOrDefault(entry => first > 0 && entry.Int("ressortgroupref") == first)?.Node("expr");
        return column?.Type == "VAR"
            && level.Node("jointree")?.Node("quals") is { } where
            && where.Descend().Any(node => Compares(node, column));
    }

    private bool Compares(PgNode node, PgNode column) =>
        node.Type switch
        {
            "ROWCOMPAREEXPR" => node.Nodes("largs") is [var key, ..]
                && node.Nodes("rargs") is [var place, ..]
                && IsSame(key, column)
                && IsBound(place),
            "OPEXPR" => Ranges.Contains(catalogue.OperatorOf(node.Oid("opno"))?.Name ?? "")
                && node.Nodes("args") is [var left, var right]
                && ((IsSame(left, column) && IsBound(right)) || (IsSame(right, column) && IsBound(left))),
            _ => false,
        };

    private static bool IsSame(PgNode node, PgNode column) =>
        node.Type == "VAR"
        && node.Int("varlevelsup") == 0
        && node.Int("varno") == column.Int("varno")
        && node.Int("varattno") == column.Int("varattno");

    private static bool IsBound(PgNode node) => node.Descend().Any(inner => inner.Type == "PARAM");
}
