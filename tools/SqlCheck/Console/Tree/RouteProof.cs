namespace PosCommerce.SqlCheck.Tree;

/// <summary>
/// Finds what a distributed engine (Citus) refuses, or can only do by pulling rows to its coordinator, although the tenant is
/// named everywhere: rows inserted from a sub-select that does not say whose they are, and functions of columns in UPDATE
/// and DELETE.
/// </summary>
internal sealed class RouteProof(Catalogue catalogue, TenantProof tenants)
{
    private const char Immutable = 'i';
    private const char Volatile = 'v';

    /// <param name="parameter">The number of <c>@tenant</c>; 0 when the statement has none.</param>
    public IReadOnlyList<TenantGap> GapsOf(PgNode query, int parameter)
    {
        var gaps = new List<TenantGap>();
        foreach (var level in tenants.LevelsOf(query))
        {
            if (tenants.TargetOf(level) is not { } target)
                continue;
            var problem = level.Query.Int("commandType") switch
            {
                CommandKind.Insert => InsertProblem(level, target, parameter),
                CommandKind.Update or CommandKind.Delete => FunctionProblem(level),
                _ => null,
            };
            if (problem is not null)
                gaps.Add(tenants.GapOf(level, level.Target, problem));
        }

        return gaps;
    }

    private string? InsertProblem(QueryLevel level, Relation target, int parameter)
    {
        // Of VALUES the engine knows each row; with RETURNING or ON CONFLICT it takes the way over its coordinator.
        var source = level.Entries.FirstOrDefault(entry => entry.Int("rtekind") == RangeKind.Subquery)?.Node("subquery");
        if (source is null || level.Query.Nodes("returningList").Count > 0 || level.Query.Has("onConflict"))
            return null;
        var number = target.NumberOf(TenantProof.TenantColumn);
        var tenant = level.Query.Nodes("targetList").FirstOrDefault(entry => entry.Int("resno") == number);
        if (tenant is null || !tenants.TakesTenantFromSibling(level, tenant, parameter))
        {
            return $"the rows for {target.Name} do not say whose they are: "
                + $"select {TenantProof.TenantColumn} from a table of the same statement that is bound to @tenant";
        }

        return CalledBy(source.Descend()).FirstOrDefault(call => call.Function.Volatility == Volatile).Function is { } changing
            ? $"{changing.ShortName} is volatile, so the rows for {target.Name} would be made apart from where they belong: "
                + "send the value as an argument"
            : null;
    }

    private string? FunctionProblem(QueryLevel level)
    {
        foreach (var (function, node) in CalledBy(TenantProof.OwnNodes(level.Query)))
        {
            if (function.Volatility == Volatile)
                return $"{function.ShortName} is volatile: ask it in a statement of its own and send the value as an argument";
            if (function.Volatility != Immutable && node.Descend().Any(inner => inner.Type == "VAR"))
                return $"{function.ShortName} is called with a column and is not immutable: read the row, ask, then write";
        }

        return null;
    }

    private IEnumerable<(Function Function, PgNode Node)> CalledBy(IEnumerable<PgNode> nodes)
    {
        foreach (var node in nodes)
        {
            var oid = node.Type switch
            {
                "FUNCEXPR" => node.Oid("funcid"),
                "OPEXPR" or "DISTINCTEXPR" or "NULLIFEXPR" or "SCALARARRAYOPEXPR" => node.Oid("opfuncid") is not 0 and var function
                    ? function
                    : catalogue.OperatorOf(node.Oid("opno"))?.Function ?? 0,
                _ => 0u,
            };
            if (oid != 0 && catalogue.FunctionOf(oid) is { } called)
                yield return (called, node);
        }
    }
}
