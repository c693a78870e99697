using Npgsql;

namespace PosCommerce.SqlCheck.Tree;

/// <summary>What the tree's numbers mean in one database: relations, functions, operators, types.</summary>
internal sealed class Catalogue
{
    /// <summary>Objects below it came with PostgreSQL itself (FirstNormalObjectId).</summary>
    private const uint FirstOwnOid = 16384;

    private const string RelationsSql = """
        select c.oid, n.nspname::text, c.relname::text, c.relkind::text,
               coalesce(array_agg(a.attnum::int4 order by a.attnum) filter (where a.attnum is not null), '{}'),
               coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attnum is not null), '{}'),
               coalesce(array_agg(a.attnotnull or (t.typtype = 'd' and t.typnotnull) order by a.attnum)
                   filter (where a.attnum is not null), '{}')
          from pg_class as c
          join pg_namespace as n on n.oid = c.relnamespace
          left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          left join pg_type as t on t.oid = a.atttypid
         where c.relkind in ('r', 'p', 'v', 'm', 'f')
         group by c.oid, n.nspname, c.relname, c.relkind
        """;

    private const string ViewsSql = """
        select ev_class, ev_action::text
          from pg_rewrite
         where rulename = '_RETURN'
        """;

    private const string FunctionsSql = """
        select p.oid, n.nspname::text, p.proname::text, p.proretset, p.proisstrict, p.provolatile::text,
               array(select unnest(p.proargtypes)::oid)
          from pg_proc as p
          join pg_namespace as n on n.oid = p.pronamespace
        """;

    private const string OperatorsSql = "select oid, oprname::text, oprcode::oid from pg_operator";

    // Domains and what they are made of: a NOT NULL anywhere on the way holds.
    private const string DomainsSql = """
        with recursive made as (
            select oid, typbasetype, typnotnull from pg_type where typtype = 'd'
            union all
            select m.oid, t.typbasetype, m.typnotnull or t.typnotnull
              from made as m
              join pg_type as t on t.oid = m.typbasetype
             where t.typtype = 'd'
        )
        select distinct oid from made where typnotnull
        """;

    private readonly Dictionary<uint, Relation> relations = [];
    private readonly Dictionary<uint, IReadOnlyList<PgNode>> views = [];
    private readonly Dictionary<uint, string> viewTexts = [];
    private readonly Dictionary<uint, Function> functions = [];
    private readonly Dictionary<uint, Operator> operators = [];
    private readonly HashSet<uint> strictDomains = [];

    private Catalogue() { }

    public static async Task<Catalogue> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var catalogue = new Catalogue();
        await foreach (var row in connection.RowsAsync(RelationsSql, ct))
        {
            var numbers = row.GetFieldValue<int[]>(4);
            var names = row.GetFieldValue<string[]>(5);
            var notNull = row.GetFieldValue<bool[]>(6);
            var columns = numbers.Select((number, i) => (number, new Column(names[i], notNull[i]))).ToDictionary();
            var oid = row.GetFieldValue<uint>(0);
            catalogue.relations[oid] = new Relation(oid, row.GetString(1), row.GetString(2), row.GetString(3)[0], columns);
        }

        await foreach (var row in connection.RowsAsync(ViewsSql, ct))
            catalogue.viewTexts[row.GetFieldValue<uint>(0)] = row.GetString(1);
        await foreach (var row in connection.RowsAsync(FunctionsSql, ct))
        {
            var oid = row.GetFieldValue<uint>(0);
            catalogue.functions[oid] = new Function(
                oid,
                row.GetString(1),
                row.GetString(2),
                row.GetBoolean(3),
                row.GetBoolean(4),
                row.GetString(5)[0],
                row.GetFieldValue<uint[]>(6)
            );
        }

        await foreach (var row in connection.RowsAsync(OperatorsSql, ct))
            catalogue.operators[row.GetFieldValue<uint>(0)] = new Operator(
                row.GetString(1),
                IsBuiltIn: row.GetFieldValue<uint>(0) < FirstOwnOid,
                row.GetFieldValue<uint>(2)
            );
        await foreach (var row in connection.RowsAsync(DomainsSql, ct))
            catalogue.strictDomains.Add(row.GetFieldValue<uint>(0));
        return catalogue;
    }

    public Relation? RelationOf(uint oid) => relations.GetValueOrDefault(oid);

    public Function? FunctionOf(uint oid) => functions.GetValueOrDefault(oid);

    public Operator? OperatorOf(uint oid) => operators.GetValueOrDefault(oid);

    /// <summary>The domain, or one that it is made of, refuses null.</summary>
    public bool RefusesNull(uint domain) => strictDomains.Contains(domain);

    /// <summary>What a view selects, as it was analysed; null for what is no view.</summary>
    public PgNode? QueryOfView(uint oid)
    {
        if (!views.TryGetValue(oid, out var parsed))
            views[oid] = parsed = viewTexts.TryGetValue(oid, out var text) ? PgNode.ParseAll(text) : [];
        return parsed.Count == 1 ? parsed[0] : null;
    }

    /// <summary>Every table and view below a query, views resolved, each once.</summary>
    public IReadOnlyList<Relation> RelationsUnder(PgNode query)
    {
        var found = new Dictionary<uint, Relation>();
        Visit(query);
        return [.. found.Values.OrderBy(relation => relation.Name, StringComparer.Ordinal)];

        void Visit(PgNode from)
        {
            foreach (var entry in from.Descend().Where(node => node.Type == "RANGETBLENTRY" && node.Int("rtekind") == RangeKind.Relation))
            {
                // Rules of views carry entries for OLD and NEW that are the view itself.
                if (
                    RelationOf(entry.Oid("relid")) is { } relation
                    && found.TryAdd(relation.Oid, relation)
                    && QueryOfView(relation.Oid) is { } inside
                )
                    Visit(inside);
            }
        }
    }
}

/// <summary>What a range-table entry stands for (RTEKind of PostgreSQL 15).</summary>
internal static class RangeKind
{
    public const int Relation = 0;
    public const int Subquery = 1;
    public const int Join = 2;
    public const int Function = 3;
    public const int Values = 5;
    public const int Cte = 6;
}

/// <summary>What a query does (CmdType).</summary>
internal static class CommandKind
{
    public const int Select = 1;
    public const int Update = 2;
    public const int Insert = 3;
    public const int Delete = 4;
    public const int Merge = 5;
}

/// <param name="Kind">r table, p partitioned table, v view, m materialized view, f foreign table.</param>
internal sealed record Relation(uint Oid, string Schema, string ShortName, char Kind, IReadOnlyDictionary<int, Column> Columns)
{
    public string Name => $"{Schema}.{ShortName}";

    public int? NumberOf(string column) => Columns.Where(c => c.Value.Name == column).Select(c => (int?)c.Key).FirstOrDefault();
}

internal sealed record Column(string Name, bool IsNotNull);

/// <param name="IsStrict">Any null argument makes the result null.</param>
/// <param name="Volatility">i immutable, s stable, v volatile.</param>
internal sealed record Function(
    uint Oid,
    string Schema,
    string ShortName,
    bool ReturnsSet,
    bool IsStrict,
    char Volatility,
    IReadOnlyList<uint> Arguments
)
{
    public bool IsBuiltIn => Schema == "pg_catalog";
}

internal sealed record Operator(string Name, bool IsBuiltIn, uint Function);
