namespace PosCommerce.SqlCheck.Tree;

/// <summary>
/// Proves that every query level says <c>tenant_id = @tenant</c> for each tenant table that it reads: by itself, AND-ed, at
/// that level. Equality with a column that is so bound elsewhere would be the same rows, but not the same plan: a
/// distributed engine routes on constants.
/// </summary>
internal sealed class TenantProof(Catalogue catalogue, Func<Relation, bool> belongsToTenant)
{
    public const string TenantColumn = "tenant_id";

    private const uint UuidEquals = 2972;

    /// <summary>What is missing or forbidden, and of which table.</summary>
    /// <param name="parameter">The number of <c>@tenant</c>; 0 when the statement has none.</param>
    public IReadOnlyList<TenantGap> GapsOf(PgNode query, int parameter)
    {
        var gaps = new List<TenantGap>();
        foreach (var level in query.Descend().Where(node => node.Type == "QUERY"))
            Check(QueryLevel.Of(level, parent: null, catalogue), parameter, gaps);
        return gaps;
    }

    private void Check(QueryLevel level, int parameter, List<TenantGap> gaps)
    {
        var kind = level.Query.Int("commandType");
        if (kind == CommandKind.Merge)
            gaps.Add(GapOf(level, level.Target, "MERGE cannot be routed to one tenant: write insert ... on conflict do update"));

        for (var number = 1; number <= level.Entries.Count; number++)
        {
            if (level.IsRead(number) && TenantRelationOf(level, number) is { } relation && !IsNamed(level, number, relation, parameter))
            {
                var alias = AliasOf(level, number);
                gaps.Add(GapOf(level, number, $"{relation.Name} is read without its tenant: this query level needs \"and {alias}.{TenantColumn} = @tenant\""));
            }
        }

        if (kind is CommandKind.Insert or CommandKind.Update && TenantRelationOf(level, level.Target) is { } target)
        {
            var written = level.Query.Nodes("targetList");
            var replaced = level.Query.Node("onConflict")?.Nodes("onConflictSet") ?? [];
            if (written.Concat(replaced).Any(entry => SetsTenant(entry, target)))
                gaps.Add(GapOf(level, level.Target, $"{target.Name}.{TenantColumn} is written: leave it to its default, which is the tenant that was entered"));
        }
    }

    private static bool SetsTenant(PgNode entry, Relation target) =>
        !entry.Is("resjunk") && entry.Int("resno") == target.NumberOf(TenantColumn) && entry.Node("expr")?.Type != "SETTODEFAULT";

    private Relation? TenantRelationOf(QueryLevel level, int number)
    {
        if (number < 1 || level.Entry(number) is not { } entry || entry.Int("rtekind") != RangeKind.Relation)
            return null;
        return catalogue.RelationOf(entry.Oid("relid")) is { } relation && IsTenants(relation) ? relation : null;
    }

    // A view belongs to the tenant when anything below it does.
    private bool IsTenants(Relation relation) =>
        belongsToTenant(relation) || (catalogue.QueryOfView(relation.Oid) is { } inside && catalogue.RelationsUnder(inside).Any(belongsToTenant));

    private static bool IsNamed(QueryLevel level, int number, Relation relation, int parameter) =>
        parameter > 0
        && relation.NumberOf(TenantColumn) is { } column
        && level.Conditions.Any(condition => level.Filters(condition, number) && Conjuncts(condition.Expression).Any(c => Names(c, number, column, parameter)));

    private static IEnumerable<PgNode> Conjuncts(PgNode expression) =>
        expression.Type == "BOOLEXPR" && expression.Text("boolop") == "and" ? expression.Nodes("args").SelectMany(Conjuncts) : [expression];

    private static bool Names(PgNode comparison, int number, int column, int parameter)
    {
        if (comparison.Type != "OPEXPR" || comparison.Oid("opno") != UuidEquals)
            return false;
        return comparison.Nodes("args") is [var left, var right] && (Is(left, right) || Is(right, left));

        bool Is(PgNode variable, PgNode value) =>
            variable.Type == "VAR" && variable.Int("varlevelsup") == 0 && variable.Int("varno") == number && variable.Int("varattno") == column
            && value.Type == "PARAM" && value.Int("paramkind") == 0 && value.Int("paramid") == parameter;
    }

    private TenantGap GapOf(QueryLevel level, int number, string message)
    {
        var relation = catalogue.RelationOf(level.Entry(number).Oid("relid"));
        var places = OwnNodes(level.Query).Select(node => node.Int("location")).Where(at => at > 0).ToList();
        return new TenantGap(relation?.Name ?? "?", AliasOf(level, number), message, places.Count == 0 ? null : (places.Min(), places.Max()));
    }

    private static string AliasOf(QueryLevel level, int number) => level.Entry(number).Node("eref")?.Text("aliasname") ?? "?";

    /// <summary>The nodes of a level without those of the levels inside it: where they stand tells where the level stands.</summary>
    private static IEnumerable<PgNode> OwnNodes(PgNode query)
    {
        var inner = query.Descend().Skip(1).Where(node => node.Type == "QUERY").SelectMany(node => node.Descend()).ToHashSet();
        return query.Descend().Where(node => !inner.Contains(node));
    }
}

/// <param name="Alias">As the level calls the table.</param>
/// <param name="Within">The bytes of the analysed text between which the level stands; null when nothing tells.</param>
internal sealed record TenantGap(string Table, string Alias, string Message, (int From, int To)? Within);
