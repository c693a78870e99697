using Npgsql;

namespace PosCommerce.SqlCheck.Plan;

/// <summary>
/// Makes an empty database plan as a full one would, inside a transaction that is rolled back: so that a plan shows what an
/// index can do, and only what the statement itself asks for.
/// </summary>
internal static class PlanConditions
{
    /// <summary>Every statement must do with a generic plan; nothing that reads a whole table is attractive.</summary>
    private const string SettingsSql = """
        select set_config(name, value, true)
          from (values
                ('plan_cache_mode', 'force_generic_plan'), ('jit', 'off'), ('max_parallel_workers_per_gather', '0'),
                ('enable_seqscan', 'off'), ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off'), ('enable_material', 'off'), ('enable_memoize', 'off')
               ) as wanted (name, value)
        """;

    // What the wall says of stores is not the statement's own: left in, it would pass for a condition that an index serves.
    // The wall itself stays, for what is no leakproof operator is not pushed below it.
    private const string StorePoliciesSql = """
        select format('alter policy %I on %I.%I%s%s', p.polname, n.nspname, c.relname,
                      case when p.polqual is not null then ' using (tenant_id = app.tenant_id())' else '' end,
                      case when p.polwithcheck is not null then ' with check (tenant_id = app.tenant_id())' else '' end)
          from pg_policy as p
          join pg_class as c on c.oid = p.polrelid
          join pg_namespace as n on n.oid = c.relnamespace
         where concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) like '%store_scope%'
        """;

    // A table without statistics is taken to have ten pages and every column to be equally telling; then all indexes cost
    // the same and chance decides. Here a tenant owns half of each table and every other value is rare.
    private const string ForgetSizesSql = """
        update pg_class
           set reltuples = -1,
               relpages = 0
         where relkind in ('r', 'p', 'i', 'I')
           and relnamespace in (select oid from pg_namespace where nspname <> 'information_schema' and nspname not like 'pg\_%')
        """;

    private const string ForgetStatisticsSql = "delete from pg_statistic where starelid >= 16384";

    private const string StatisticsSql = """
        insert into pg_statistic (
               starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct, stakind1, stakind2, stakind3, stakind4, stakind5,
               staop1, staop2, staop3, staop4, staop5, stacoll1, stacoll2, stacoll3, stacoll4, stacoll5)
        select a.attrelid, a.attnum, false, case when a.attnotnull then 0 else 0.5 end, 8, case when a.attname = 'tenant_id' then 2
               else -1 end, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
          from pg_attribute as a
          join pg_class as c on c.oid = a.attrelid
          join pg_namespace as n on n.oid = c.relnamespace
         where c.relkind = 'r'
           and a.attnum > 0
           and not a.attisdropped
           and n.nspname <> 'information_schema'
           and n.nspname not like 'pg\_%'
        """;

    private const string IndexesSql = """
        select n.nspname::text, c.relname::text, m.amname = 'btree', i.indisunique,
               array(select pg_get_indexdef(i.indexrelid, k, false) from generate_series(1, i.indnkeyatts) as k order by k)
          from pg_index as i
          join pg_class as c on c.oid = i.indexrelid
          join pg_namespace as n on n.oid = c.relnamespace
          join pg_am as m on m.oid = c.relam
         where n.nspname not like 'pg\_%'
        """;

    /// <summary>Within the transaction that is open; only an administrator without limits may write statistics.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync(SettingsSql, ct);
        foreach (var change in await connection.ListAsync(StorePoliciesSql, row => row.GetString(0), ct))
            await connection.ExecuteAsync(change, ct);
        if (!await connection.ScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user", ct))
            return;
        await connection.ExecuteAsync(ForgetSizesSql, ct);
        await connection.ExecuteAsync(ForgetStatisticsSql, ct);
        await connection.ExecuteAsync(StatisticsSql, ct);
    }

    public static async Task<IReadOnlyDictionary<string, Index>> IndexesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var indexes = await connection.ListAsync(
            IndexesSql,
            row => new Index(
                row.GetString(0),
                row.GetString(1),
                [.. row.GetFieldValue<string[]>(4).Select(Index.Canonical)],
                row.GetBoolean(2),
                row.GetBoolean(3)
            ),
            ct
        );
        return indexes.ToDictionary(index => $"{index.Schema}.{index.Name}", StringComparer.Ordinal);
    }
}
