namespace PosCommerce.SqlCheck.Tree;

/// <summary>Can a value be null, and if so, why?</summary>
internal readonly record struct Verdict(string? Why)
{
    public static readonly Verdict NotNull;

    public bool IsNullable => Why is not null;

    public static Verdict Nullable(string why) => new(why);
}

/// <summary>
/// Tells for each result column of a statement whether it can be null, from the analysed tree: joins as they are written,
/// not as they are planned. Whatever is not understood counts as nullable, so that an error here is a false alarm and
/// never a silent null.
/// </summary>
internal sealed class Nullability(Catalogue catalogue)
{
    // SUBLINK's kinds.
    private const int Exists = 0;
    private const int AnyOf = 2;
    private const int Scalar = 4;
    private const int ArrayOf = 6;

    private readonly Dictionary<PgNode, IReadOnlyList<Verdict>> recursive = [];
    private readonly Dictionary<uint, IReadOnlyList<Verdict>> views = [];

    // A sub-select is asked for by each of its columns that is used, and asks its own in turn: once each, or a statement of five levels
    // takes minutes. A query stands at one place of the tree, so its columns are always the same.
    private Dictionary<PgNode, IReadOnlyList<Verdict>> known = [];

    /// <summary>One verdict for each column the statement answers with, in order.</summary>
    public IReadOnlyList<Verdict> Of(PgNode query) => ColumnsOf(query, parent: null);

    private IReadOnlyList<Verdict> ColumnsOf(PgNode query, QueryLevel? parent)
    {
        if (!known.TryGetValue(query, out var columns))
            known[query] = columns = Judge(query, parent);
        return columns;
    }

    private IReadOnlyList<Verdict> Judge(PgNode query, QueryLevel? parent)
    {
        var level = QueryLevel.Of(query, parent, catalogue);
        if (query.Node("setOperations") is { } sets)
            return OfSet(sets, level);
        var shown = query.Int("commandType") == CommandKind.Select ? query.Nodes("targetList") : query.Nodes("returningList");
        return [.. shown.Where(entry => !entry.Is("resjunk")).Select(entry => Of(entry.Node("expr"), level))];
    }

    private IReadOnlyList<Verdict> OfSet(PgNode set, QueryLevel level)
    {
        if (set.Type == "RANGETBLREF")
            return ColumnsOf(level.Entry(set.Int("rtindex")).Node("subquery")!, level); // Every branch of a set is a sub-select.
        const int union = 1;
        const int intersect = 2;
        var left = OfSet(set.Node("larg")!, level); // A set operation has two sides.
        var right = OfSet(set.Node("rarg")!, level);
        return
        [
            .. left.Zip(
                right,
                (l, r) =>
                    set.Int("op") switch
                    {
                        union => l.IsNullable ? l : r,
                        intersect => l.IsNullable ? r : l,
                        _ => l,
                    }
            ),
        ];
    }

    private Verdict Of(PgNode? expression, QueryLevel level) =>
        expression?.Type switch
        {
            null => Verdict.NotNull,
            "CONST" => expression.Is("constisnull") ? Verdict.Nullable("null") : Verdict.NotNull,
            "PARAM" => Verdict.Nullable("parameter"),
            "VAR" => OfColumn(expression, level),
            "OPEXPR" => OfOperator(expression, level),
            "FUNCEXPR" => OfFunction(expression, level),
            "AGGREF" => OfAggregate(expression, level),
            "WINDOWFUNC" => OfWindow(expression, level),
            "SUBLINK" => OfSubLink(expression, level),
            "BOOLEXPR" => Worst(expression.Nodes("args"), level),
            "COALESCEEXPR" or "MINMAXEXPR" => Best(expression.Nodes("args"), level),
            // The parser writes the missing ELSE.
            "CASEEXPR" => Worst([.. expression.Nodes("args").Select(when => when.Node("result")!), expression.Node("defresult")!], level),
            "SCALARARRAYOPEXPR" => OfArrayComparison(expression, level),
            "RELABELTYPE" or "COERCEVIAIO" or "ARRAYCOERCEEXPR" or "COLLATEEXPR" or "CONVERTROWTYPEEXPR" => Of(
                expression.Node("arg"),
                level
            ),
            "COERCETODOMAIN" => catalogue.RefusesNull(expression.Oid("resulttype")) ? Verdict.NotNull : Of(expression.Node("arg"), level),
            "SQLVALUEFUNCTION" => expression.Int("op") == 14 ? Verdict.Nullable("current_schema") : Verdict.NotNull,
            "DISTINCTEXPR" or "NULLTEST" or "BOOLEANTEST" or "ARRAYEXPR" or "ROWEXPR" or "GROUPINGFUNC" or "NEXTVALUEEXPR" =>
                Verdict.NotNull,
            "NULLIFEXPR" => Verdict.Nullable("nullif"),
            "SUBSCRIPTINGREF" => Verdict.Nullable("subscript"),
            var other => Verdict.Nullable(other.ToLowerInvariant()),
        };

    private Verdict OfColumn(PgNode variable, QueryLevel level)
    {
        var home = level;
        for (var up = variable.Int("varlevelsup"); up > 0; up--)
            home = home.Parent ?? throw new UnreadableTreeException("A column belongs to a query level that is not there.");
        if (home.HasGroupingSets)
            return Verdict.Nullable("grouping sets");

        var number = variable.Int("varno");
        var column = variable.Int("varattno");
        if (home.IsProvenNotNull(number, column))
            return Verdict.NotNull;
        return home.MayBeMissing(number)
            ? Verdict.Nullable($"outer join of {NameOf(home.Entry(number))}")
            : OfEntry(home, home.Entry(number), column);
    }

    private Verdict OfEntry(QueryLevel level, PgNode entry, int column)
    {
        // The row as a whole, or a system column.
        if (column <= 0)
            return Verdict.NotNull;
        switch (entry.Int("rtekind"))
        {
            case RangeKind.Relation:
                return OfRelation(entry.Oid("relid"), column);
            case RangeKind.Subquery:
                return At(ColumnsOf(entry.Node("subquery")!, level), column); // Its kind says that it has one.
            case RangeKind.Join:
                return OfMerged(entry.Nodes("joinaliasvars")[column - 1], level);
            case RangeKind.Values:
                var rows = entry.Rows("values_lists");
                return Worst([.. rows.Where(row => row.Count >= column).Select(row => row[column - 1])], level);
            case RangeKind.Cte:
                return At(OfCte(entry, level), column);
            case RangeKind.Function:
                // WITH ORDINALITY appends the number of the row, which is always there.
                return entry.Is("funcordinality") && column == entry.Node("eref")!.Texts("colnames").Count // Every entry has its names.
                    ? Verdict.NotNull
                    : Verdict.Nullable($"rows of a function, {NameOf(entry)}");
            default:
                return Verdict.Nullable($"rows of {NameOf(entry)}");
        }
    }

    private Verdict OfRelation(uint oid, int column)
    {
        if (catalogue.RelationOf(oid) is not { } relation || !relation.Columns.TryGetValue(column, out var found))
            return Verdict.Nullable("unknown relation");
        if (found.IsNotNull)
            return Verdict.NotNull;
        if (relation.Kind == 'v' && catalogue.QueryOfView(oid) is { } inside)
        {
            if (!views.TryGetValue(oid, out var columns))
                views[oid] = columns = ColumnsOf(inside, parent: null);
            return At(columns, column);
        }

        return Verdict.Nullable($"{relation.Name}.{found.Name} may be null");
    }

    private Verdict OfMerged(PgNode merged, QueryLevel level)
    {
        if (
            merged.Type == "COALESCEEXPR"
            && merged.Nodes("args") is [{ Type: "VAR" } left, { Type: "VAR" } right]
            && level.AreSidesOfOneFullJoin(left.Int("varno"), right.Int("varno"))
        )
        {
            var one = OfEntry(level, level.Entry(left.Int("varno")), left.Int("varattno"));
            return one.IsNullable ? one : OfEntry(level, level.Entry(right.Int("varno")), right.Int("varattno"));
        }

        return Of(merged, level);
    }

    private IReadOnlyList<Verdict> OfCte(PgNode entry, QueryLevel level)
    {
        var home = level;
        for (var up = entry.Int("ctelevelsup"); up > 0; up--)
            home = home.Parent ?? throw new UnreadableTreeException("A CTE belongs to a query level that is not there.");
        var cte =
            home.Query.Nodes("cteList").FirstOrDefault(c => c.Text("ctename") == entry.Text("ctename"))
            ?? throw new UnreadableTreeException($"The CTE {entry.Text("ctename")} is not there.");
        var query = cte.Node("ctequery")!; // What a CTE is made of.
        if (!cte.Is("cterecursive"))
            return ColumnsOf(query, home);
        if (recursive.TryGetValue(cte, out var assumed) || known.TryGetValue(cte, out assumed))
            return assumed;

        // By induction over the rounds: nothing is null in the rows before, so what follows?
        IReadOnlyList<Verdict> columns = [.. cte.Texts("ctecolnames").Select(_ => Verdict.NotNull)];
        var outside = known;
        while (true)
        {
            // What is found by an assumption holds for its round only.
            known = [];
            recursive[cte] = columns;
            var next = ColumnsOf(query, home);
            recursive.Remove(cte);
            known = outside;
            if (next.Zip(columns).All(pair => pair.First.IsNullable == pair.Second.IsNullable))
                return known[cte] = next;
            columns = next;
        }
    }

    private Verdict OfOperator(PgNode expression, QueryLevel level) =>
        catalogue.OperatorOf(expression.Oid("opno")) is { IsBuiltIn: true } found
        && KnownFunctions.SafeOperators.Contains(found.Name)
        && !expression.Is("opretset")
            ? Worst(expression.Nodes("args"), level)
            : Verdict.Nullable($"operator {catalogue.OperatorOf(expression.Oid("opno"))?.Name ?? "unknown"}");

    private Verdict OfFunction(PgNode expression, QueryLevel level)
    {
        var function = catalogue.FunctionOf(expression.Oid("funcid"));
        if (function is not { IsBuiltIn: true, ReturnsSet: false })
            return Verdict.Nullable($"function {function?.ShortName ?? "unknown"}");
        if (KnownFunctions.NeverNull.Contains(function.ShortName))
            return Verdict.NotNull;

        const int explicitCast = 1;
        const int implicitCast = 2;
        var isCast =
            expression.Int("funcformat") is explicitCast or implicitCast
            && !(function.Arguments is [var from, ..] && KnownFunctions.IsJson(from));
        return isCast || KnownFunctions.IsNullOnlyForNull(function)
            ? Worst(expression.Nodes("args"), level)
            : Verdict.Nullable($"function {function.ShortName}");
    }

    private Verdict OfAggregate(PgNode aggregate, QueryLevel level)
    {
        var function = catalogue.FunctionOf(aggregate.Oid("aggfnoid"));
        if (function is not { IsBuiltIn: true })
            return Verdict.Nullable($"aggregate {function?.ShortName ?? "unknown"}");
        if (function.ShortName == "count")
            return Verdict.NotNull;
        var arguments = aggregate.Nodes("args").Select(entry => entry.Node("expr")!).ToList(); // TARGETENTRY holds an expression.
        if (aggregate.Int("agglevelsup") > 0 || !level.IsGrouped)
            return Verdict.Nullable($"{function.ShortName} of no rows");
        if (aggregate.Has("aggfilter"))
            return Verdict.Nullable($"{function.ShortName} with a filter");
        if (KnownFunctions.CollectingAggregates.Contains(function.ShortName))
            return Verdict.NotNull;
        return KnownFunctions.Aggregates.Contains(function.ShortName)
            ? Of(arguments.FirstOrDefault(), level)
            : Verdict.Nullable($"aggregate {function.ShortName}");
    }

    private Verdict OfWindow(PgNode window, QueryLevel level)
    {
        var function = catalogue.FunctionOf(window.Oid("winfnoid"));
        return function switch
        {
            { IsBuiltIn: true } when KnownFunctions.NumberingWindows.Contains(function.ShortName) => Verdict.NotNull,
            { IsBuiltIn: true, ShortName: "ntile" } => Worst(window.Nodes("args"), level),
            _ => Verdict.Nullable($"window function {function?.ShortName ?? "unknown"}"),
        };
    }

    private Verdict OfSubLink(PgNode link, QueryLevel level)
    {
        switch (link.Int("subLinkType"))
        {
            case Exists or ArrayOf:
                return Verdict.NotNull;
            case Scalar:
                var query = link.Node("subselect")!; // Every sub-link has one.
                // An aggregate over everything answers one row, whatever it finds.
                var isOneRow =
                    query.Is("hasAggs")
                    && query.Nodes("groupClause").Count == 0
                    && query.Nodes("groupingSets").Count == 0
                    && !query.Has("havingQual")
                    && !query.Has("limitCount")
                    && !query.Has("limitOffset")
                    && !query.Has("setOperations")
                    && !query.Is("hasTargetSRFs");
                return isOneRow ? ColumnsOf(query, level)[0] : Verdict.Nullable("scalar sub-select may find no row");
            case AnyOf:
                // With nothing null on either side the comparison knows its answer.
                var left = link.Node("testexpr") is { Type: "OPEXPR" } test
                    ? test.Nodes("args").FirstOrDefault(side => side.Type != "PARAM")
                    : null;
                var right = ColumnsOf(link.Node("subselect")!, level)[0];
                return left is null ? Verdict.Nullable("comparison with a sub-select")
                    : Of(left, level) is { IsNullable: true } found ? found
                    : right;
            default:
                return Verdict.Nullable("comparison with a sub-select");
        }
    }

    private Verdict OfArrayComparison(PgNode comparison, QueryLevel level) =>
        comparison.Nodes("args") is [var left, { Type: "ARRAYEXPR" } items]
            ? Worst([left, .. items.Nodes("elements")], level)
            : Verdict.Nullable("an array may hold nulls");

    private Verdict Worst(IReadOnlyList<PgNode> expressions, QueryLevel level)
    {
        foreach (var expression in expressions)
        {
            if (Of(expression, level) is { IsNullable: true } found)
                return found;
        }

        return Verdict.NotNull;
    }

    private Verdict Best(IReadOnlyList<PgNode> expressions, QueryLevel level)
    {
        var last = Verdict.Nullable("nothing");
        foreach (var expression in expressions)
        {
            last = Of(expression, level);
            if (!last.IsNullable)
                break;
        }

        return last;
    }

    private static Verdict At(IReadOnlyList<Verdict> columns, int column) =>
        column <= columns.Count ? columns[column - 1] : Verdict.Nullable("unknown column");

    private static string NameOf(PgNode entry) => entry.Node("eref")?.Text("aliasname") ?? "?";
}
