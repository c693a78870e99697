namespace PosCommerce.SqlCheck.Tree;

/// <summary>
/// One SELECT, INSERT, UPDATE or DELETE of a tree: what its range table holds, which outer joins may leave an entry empty,
/// and what its conditions prove of the rows that get through.
/// </summary>
internal sealed class QueryLevel
{
    private readonly Catalogue catalogue;
    private readonly List<Condition> conditions = [];
    private readonly Dictionary<int, IReadOnlyList<Extension>> extensions = [];
    private readonly HashSet<Extension> undone = [];
    private readonly HashSet<(int Entry, int Column)> notNull = [];

    private QueryLevel(PgNode query, QueryLevel? parent, Catalogue catalogue)
    {
        Query = query;
        Parent = parent;
        this.catalogue = catalogue;
        Entries = query.Nodes("rtable");
    }

    public PgNode Query { get; }

    public QueryLevel? Parent { get; }

    /// <summary>The range table; numbers in the tree count from 1.</summary>
    public IReadOnlyList<PgNode> Entries { get; }

    public int Target => Query.Int("resultRelation");

    public bool IsGrouped => Query.Nodes("groupClause").Count > 0 && !HasGroupingSets;

    public bool HasGroupingSets => Query.Nodes("groupingSets").Count > 0;

    /// <summary>ON and WHERE of this level, each with the outer joins that must have found a partner for it to hold.</summary>
    public IReadOnlyList<Condition> Conditions => conditions;

    public static QueryLevel Of(PgNode query, QueryLevel? parent, Catalogue catalogue)
    {
        var level = new QueryLevel(query, parent, catalogue);
        if (query.Node("jointree") is { } from)
            level.Walk(from, []);
        level.Conclude();
        return level;
    }

    public PgNode Entry(int number) => Entries[number - 1];

    /// <summary>Is the entry read at this level, as FROM or as what UPDATE and DELETE change? The target of an INSERT is not.</summary>
    public bool IsRead(int entry) => extensions.ContainsKey(entry);

    /// <summary>
    /// Does the condition filter this entry's own rows? That of an outer join filters only the side that may be missing, so
    /// for an entry it counts only where every join that it stands under can leave the entry out.
    /// </summary>
    public bool Filters(Condition condition, int entry) => condition.Under.All(extensions.GetValueOrDefault(entry, []).Contains);

    /// <summary>Can an outer join leave this entry without a row?</summary>
    public bool MayBeMissing(int entry) => Open(entry).Any();

    /// <summary>The conditions let no row through in which this column is null.</summary>
    public bool IsProvenNotNull(int entry, int column) => notNull.Contains((entry, column));

    /// <summary>
    /// The merged column of FULL JOIN ... USING: one side may be missing, never both, so that it is null only if a column
    /// of a row that is there can be.
    /// </summary>
    public bool AreSidesOfOneFullJoin(int left, int right) =>
        Open(left).ToList() is [{ IsFull: true } a] && Open(right).ToList() is [{ IsFull: true } b] && a.Join == b.Join && a != b;

    private IEnumerable<Extension> Open(int entry) => extensions.GetValueOrDefault(entry, []).Where(e => !undone.Contains(e));

    private void Walk(PgNode node, IReadOnlyList<Extension> under)
    {
        switch (node.Type)
        {
            case "RANGETBLREF":
                extensions[node.Int("rtindex")] = under;
                break;
            case "FROMEXPR":
                foreach (var item in node.Nodes("fromlist"))
                    Walk(item, under);
                AddCondition(node, under);
                break;
            case "JOINEXPR":
                WalkJoin(node, under);
                break;
            default:
                throw new UnreadableTreeException($"FROM holds {node.Type}, which the tree reader does not know.");
        }
    }

    private void WalkJoin(PgNode join, IReadOnlyList<Extension> under)
    {
        const int inner = 0;
        const int left = 1;
        const int full = 2;
        const int right = 3;
        var kind = join.Int("jointype");
        if (kind is not (inner or left or full or right))
            throw new UnreadableTreeException($"FROM holds a join of kind {kind}, which the tree reader does not know.");

        var number = join.Int("rtindex");
        IReadOnlyList<Extension> onLeft = kind is right or full ? [.. under, new Extension(number, IsLeft: true, kind == full)] : under;
        IReadOnlyList<Extension> onRight = kind is left or full ? [.. under, new Extension(number, IsLeft: false, kind == full)] : under;
        extensions[number] = under;
        Walk(join.Node("larg")!, onLeft); // A join has two sides.
        Walk(join.Node("rarg")!, onRight);
        AddCondition(join, [.. onLeft.Union(onRight)]);
    }

    private void AddCondition(PgNode holder, IReadOnlyList<Extension> under)
    {
        if (holder.Node("quals") is { } quals)
            conditions.Add(new Condition(quals, under));
    }

    /// <summary>
    /// What is proven not null undoes the null extension of its entry; a join so undone lends its ON to the proof. Until
    /// nothing new follows.
    /// </summary>
    private void Conclude()
    {
        int before;
        do
        {
            before = notNull.Count + undone.Count;
            foreach (var condition in conditions.Where(c => c.Under.All(undone.Contains)))
                notNull.UnionWith(WhenTrue(condition.Expression));
            foreach (var (entry, _) in notNull)
                undone.UnionWith(extensions.GetValueOrDefault(entry, []));
        } while (notNull.Count + undone.Count > before);

        // RETURNING shows the new values: what WHERE proved of the old ones says nothing about a column that is set.
        if (Query.Int("commandType") == CommandKind.Update)
        {
            foreach (var set in Query.Nodes("targetList"))
                notNull.Remove((Target, set.Int("resno")));
        }
    }

    private HashSet<(int, int)> WhenTrue(PgNode expression)
    {
        switch (expression.Type)
        {
            case "BOOLEXPR":
                var parts = expression.Nodes("args");
                return expression.Text("boolop") switch
                {
                    "and" => Union(parts.Select(WhenTrue)),
                    "or" => Intersection(parts.Select(WhenTrue)),
                    _ => WhenFalse(parts[0]),
                };
            case "NULLTEST":
                const int isNotNull = 1;
                return expression.Int("nulltesttype") == isNotNull && !expression.Is("argisrow") ? WhenNotNull(expression.Node("arg")) : [];
            case "BOOLEANTEST":
                return expression.Int("booltesttype") switch
                {
                    0 => WhenTrue(expression.Node("arg")!), // IS TRUE; every test has its operand.
                    2 => WhenFalse(expression.Node("arg")!), // IS FALSE
                    5 => WhenNotNull(expression.Node("arg")), // IS NOT UNKNOWN
                    _ => [],
                };
            case "SCALARARRAYOPEXPR":
                // ALL is true for an empty array whatever stands before it.
                var sides = expression.Nodes("args");
                var hasItems = expression.Is("useOr") || (sides[1].Type == "ARRAYEXPR" && sides[1].Nodes("elements").Count > 0);
                return hasItems && IsStrict(expression.Oid("opfuncid"), expression.Oid("opno")) ? WhenNotNull(sides[0]) : [];
            case "SUBLINK":
                const int any = 2;
                return expression.Int("subLinkType") == any && expression.Node("testexpr") is { } test ? WhenTrue(test) : [];
            default:
                return WhenNotNull(expression);
        }
    }

    private HashSet<(int, int)> WhenFalse(PgNode expression)
    {
        switch (expression.Type)
        {
            case "BOOLEXPR":
                var parts = expression.Nodes("args");
                return expression.Text("boolop") switch
                {
                    "and" => Intersection(parts.Select(WhenFalse)),
                    "or" => Union(parts.Select(WhenFalse)),
                    _ => WhenTrue(parts[0]),
                };
            case "NULLTEST":
                const int isNull = 0;
                return expression.Int("nulltesttype") == isNull && !expression.Is("argisrow") ? WhenNotNull(expression.Node("arg")) : [];
            case "SUBLINK" or "SCALARARRAYOPEXPR" or "BOOLEANTEST":
                return [];
            default:
                return WhenNotNull(expression);
        }
    }

    /// <summary>The columns of this level without which the expression would be null.</summary>
    private HashSet<(int, int)> WhenNotNull(PgNode? expression)
    {
        switch (expression?.Type)
        {
            case "VAR":
                return expression.Int("varlevelsup") == 0 && expression.Int("varattno") != 0
                    ? [(expression.Int("varno"), expression.Int("varattno"))]
                    : [];
            case "OPEXPR":
                return IsStrict(expression.Oid("opfuncid"), expression.Oid("opno"))
                    ? Union(expression.Nodes("args").Select(WhenNotNull))
                    : [];
            case "FUNCEXPR":
                return IsStrict(expression.Oid("funcid"), 0) ? Union(expression.Nodes("args").Select(WhenNotNull)) : [];
            case "BOOLEXPR" when expression.Text("boolop") == "not":
                return WhenNotNull(expression.Nodes("args")[0]);
            case "ROWCOMPAREEXPR":
                // The first pair decides unless it is equal: it cannot be null, what follows it can.
                return Union(expression.Nodes("largs").Take(1).Concat(expression.Nodes("rargs").Take(1)).Select(WhenNotNull));
            case "NULLIFEXPR":
                return WhenNotNull(expression.Nodes("args")[0]);
            case "RELABELTYPE" or "COERCEVIAIO" or "ARRAYCOERCEEXPR" or "COLLATEEXPR":
                return WhenNotNull(expression.Node("arg"));
            default:
                return [];
        }
    }

    private bool IsStrict(uint function, uint @operator) =>
        catalogue.FunctionOf(function != 0 ? function : catalogue.OperatorOf(@operator)?.Function ?? 0)
            is { IsStrict: true, ReturnsSet: false };

    private static HashSet<(int, int)> Union(IEnumerable<HashSet<(int, int)>> sets) => [.. sets.SelectMany(set => set)];

    private static HashSet<(int, int)> Intersection(IEnumerable<HashSet<(int, int)>> sets)
    {
        HashSet<(int, int)>? common = null;
        foreach (var set in sets)
        {
            common ??= set;
            common.IntersectWith(set);
        }

        return common ?? [];
    }
}

/// <summary>An outer join that may stand in for one of its sides with nulls.</summary>
internal readonly record struct Extension(int Join, bool IsLeft, bool IsFull);

/// <summary>An ON or a WHERE. It holds of the rows in which none of the outer joins it stands under stood in with nulls.</summary>
internal sealed record Condition(PgNode Expression, IReadOnlyList<Extension> Under);

/// <summary>The tree has a shape that was never seen: better refused than misread.</summary>
internal sealed class UnreadableTreeException(string message) : Exception(message);
