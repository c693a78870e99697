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
        foreach (var level in LevelsOf(query))
        {
            gaps.AddRange(
                Unnamed(level, node => IsParameter(node, parameter))
                    .Select(number =>
                        GapOf(
                            level,
                            number,
                            $"{RelationOf(level, number)} is read without its tenant: "
                                + $"this query level needs \"and {AliasOf(level, number)}.{TenantColumn} = @tenant\""
                        )
                    )
            );
            CheckTarget(level, parameter, gaps);
        }

        return gaps;
    }

    /// <summary>The levels that read a tenant table and name no tenant at all: such a statement concerns all of them.</summary>
    public IReadOnlyList<TenantGap> WideLevelsOf(PgNode query) =>
        [
            .. LevelsOf(query)
                .SelectMany(level =>
                    Unnamed(level, node => node.Type == "PARAM")
                        .Select(number => GapOf(level, number, $"{RelationOf(level, number)} is read for all tenants at once"))
                ),
        ];

    /// <summary>
    /// Where rows that a sub-select answers get their tenant: from a column of a table that the sub-select itself binds to
    /// <c>@tenant</c>, so that whoever routes by constants knows where they belong.
    /// </summary>
    public bool TakesTenantFromSibling(QueryLevel level, PgNode entry, int parameter)
    {
        if (entry.Node("expr") is not { Type: "VAR" } column || column.Int("varlevelsup") != 0)
            return false;
        var source = level.Entry(column.Int("varno"));
        if (source.Int("rtekind") != RangeKind.Subquery || source.Node("subquery") is not { } inside)
            return false;

        var sibling = inside.Nodes("targetList").FirstOrDefault(shown => shown.Int("resno") == column.Int("varattno"))?.Node("expr");
        var below = QueryLevel.Of(inside, parent: null, catalogue);
        return sibling is { Type: "VAR" }
            && sibling.Int("varlevelsup") == 0
            && TenantRelationOf(below, sibling.Int("varno")) is { } relation
            && relation.NumberOf(TenantColumn) == sibling.Int("varattno")
            && IsNamed(below, sibling.Int("varno"), relation, node => IsParameter(node, parameter));
    }

    /// <summary>The target of an INSERT, UPDATE or DELETE that belongs to tenants; null for any other level.</summary>
    public Relation? TargetOf(QueryLevel level) => TenantRelationOf(level, level.Target);

    public IEnumerable<QueryLevel> LevelsOf(PgNode query) =>
        query.Descend().Where(node => node.Type == "QUERY").Select(level => QueryLevel.Of(level, parent: null, catalogue));

    /// <summary>The nodes of a level without those of the levels inside it: where they stand tells where the level stands.</summary>
    public static IEnumerable<PgNode> OwnNodes(PgNode query)
    {
        var inner = query.Descend().Skip(1).Where(node => node.Type == "QUERY").SelectMany(node => node.Descend()).ToHashSet();
        return query.Descend().Where(node => !inner.Contains(node));
    }

    public TenantGap GapOf(QueryLevel level, int number, string message)
    {
        var places = OwnNodes(level.Query).Select(node => node.Int("location")).Where(at => at > 0).ToList();
        return new TenantGap(
            RelationOf(level, number),
            AliasOf(level, number),
            message,
            places.Count == 0 ? null : (places.Min(), places.Max())
        );
    }

    private IEnumerable<int> Unnamed(QueryLevel level, Func<PgNode, bool> isTenant) =>
        Enumerable
            .Range(1, level.Entries.Count)
            .Where(number =>
                level.IsRead(number) && TenantRelationOf(level, number) is { } relation && !IsNamed(level, number, relation, isTenant)
            );

    private void CheckTarget(QueryLevel level, int parameter, List<TenantGap> gaps)
    {
        var kind = level.Query.Int("commandType");
        if (kind == CommandKind.Merge)
            gaps.Add(GapOf(level, level.Target, "MERGE cannot be routed to one tenant: write insert ... on conflict do update"));
        if (kind is not (CommandKind.Insert or CommandKind.Update) || TargetOf(level) is not { } target)
            return;

        var written = level
            .Query.Nodes("targetList")
            .Where(entry => SetsTenant(entry, target) && !(kind == CommandKind.Insert && TakesTenantFromSibling(level, entry, parameter)));
        var replaced = (level.Query.Node("onConflict")?.Nodes("onConflictSet") ?? []).Where(entry => SetsTenant(entry, target));
        if (written.Concat(replaced).Any())
        {
            gaps.Add(
                GapOf(
                    level,
                    level.Target,
                    $"{target.Name}.{TenantColumn} is written: leave it to its default, which is the tenant that was entered, "
                        + "or select it from a table bound to @tenant"
                )
            );
        }
    }

    private static bool SetsTenant(PgNode entry, Relation target) =>
        !entry.Is("resjunk") && entry.Int("resno") == target.NumberOf(TenantColumn) && entry.Node("expr")?.Type != "SETTODEFAULT";

    private string RelationOf(QueryLevel level, int number) => catalogue.RelationOf(level.Entry(number).Oid("relid"))?.Name ?? "?";

    private Relation? TenantRelationOf(QueryLevel level, int number)
    {
        if (number < 1 || level.Entry(number) is not { } entry || entry.Int("rtekind") != RangeKind.Relation)
            return null;
        return catalogue.RelationOf(entry.Oid("relid")) is { } relation && IsTenants(relation) ? relation : null;
    }

    // A view belongs to the tenant when anything below it does.
    private bool IsTenants(Relation relation) =>
        belongsToTenant(relation)
        || (catalogue.QueryOfView(relation.Oid) is { } inside && catalogue.RelationsUnder(inside).Any(belongsToTenant));

    private static bool IsNamed(QueryLevel level, int number, Relation relation, Func<PgNode, bool> isTenant) =>
        relation.NumberOf(TenantColumn) is { } column
        && level.Conditions.Any(condition =>
            level.Filters(condition, number) && Conjuncts(condition.Expression).Any(c => Names(c, number, column, isTenant))
        );

    private static bool IsParameter(PgNode node, int parameter) =>
        parameter > 0 && node.Type == "PARAM" && node.Int("paramkind") == 0 && node.Int("paramid") == parameter;

    private static IEnumerable<PgNode> Conjuncts(PgNode expression) =>
        expression.Type == "BOOLEXPR" && expression.Text("boolop") == "and" ? expression.Nodes("args").SelectMany(Conjuncts) : [expression];

    private static bool Names(PgNode comparison, int number, int column, Func<PgNode, bool> isTenant)
    {
        if (comparison.Type != "OPEXPR" || comparison.Oid("opno") != UuidEquals)
            return false;
        return comparison.Nodes("args") is [var left, var right] && (Is(left, right) || Is(right, left));

        bool Is(PgNode variable, PgNode value) =>
            variable.Type == "VAR"
            && variable.Int("varlevelsup") == 0
            && variable.Int("varno") == number
            && variable.Int("varattno") == column
            && isTenant(value);
    }

    private static string AliasOf(QueryLevel level, int number) => level.Entry(number).Node("eref")?.Text("aliasname") ?? "?";
}

/// <param name="Alias">As the level calls the table.</param>
/// <param name="Within">The bytes of the analysed text between which the level stands; null when nothing tells.</param>
internal sealed record TenantGap(string Table, string Alias, string Message, (int From, int To)? Within);
