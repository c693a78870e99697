using Npgsql;
using PosCommerce.Migrator;
using PosCommerce.SqlCheck.Tree;

namespace PosCommerce.SqlCheck.Walls;

/// <summary>Something of the schema that does not stand behind the tenant's wall.</summary>
/// <param name="Object"><c>schema.name</c> of what is wrong.</param>
/// <param name="Path">Where it is reported, when that is not the migration that made it.</param>
internal sealed record WallFinding(string Object, string Message, string? Path = null);

/// <summary>
/// Looks at every table, view, function and grant of a database, used by a statement or not: forced row security with
/// exactly the policies of its kind, keys led by <c>tenant_id</c>, owners without privileges, nothing that lends rights
/// without being listed.
/// </summary>
internal sealed class WallCheck(Exemptions exemptions)
{
    private const string Tenant = TenantProof.TenantColumn;

    private const string TablesSql = """
        select c.oid, n.nspname::text, c.relname::text, c.relkind::text, c.relowner::regrole::text, c.relrowsecurity, c.relforcerowsecurity,
               coalesce(t.atttypid = 'uuid'::regtype and t.attnotnull and pg_get_expr(d.adbin, d.adrelid) = 'app.tenant_id()', false),
               t.attnum is not null,
               coalesce(s.atttypid = 'uuid'::regtype and s.attnotnull, false)
          from pg_class as c
          join pg_namespace as n on n.oid = c.relnamespace
          left join pg_attribute as t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
          left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = t.attnum
          left join pg_attribute as s on s.attrelid = c.oid and s.attname = 'store_id' and not s.attisdropped
         where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
           and n.nspname not like 'pg\_%'
           and n.nspname <> 'information_schema'
         order by 2, 3
        """;

    private const string PoliciesSql = """
        select polrelid, polname::text, polcmd::text, polpermissive,
               array(select case when r = 0 then 'public' else r::regrole::text end from unnest(polroles) as r order by 1),
               coalesce(pg_get_expr(polqual, polrelid), ''), coalesce(pg_get_expr(polwithcheck, polrelid), '')
          from pg_policy
        """;

    // The walls as this build understands them, in the server's own words: a temporary table has the same columns.
    private const string ReferenceSql = """
        create temporary table wall_reference (tenant_id uuid, store_id uuid, from_store_id uuid, to_store_id uuid) on commit drop;
        create policy tenant on wall_reference using (tenant_id = app.tenant_id());
        create policy store on wall_reference using (tenant_id = app.tenant_id()
            and coalesce(store_id = any ((select app.store_scope())::uuid[]), false));
        create policy route on wall_reference using (tenant_id = app.tenant_id()
            and coalesce(from_store_id = any ((select app.store_scope())::uuid[])
                      or to_store_id = any ((select app.store_scope())::uuid[]), false));
        """;

    // As PostgreSQL writes it back.
    private const string Scope = "SELECT app.store_scope() AS store_scope";

    private const string ReferenceTextSql =
        "select polname::text, pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'pg_temp.wall_reference'::regclass";

    private const string KeysSql = """
        select i.indrelid, c.relname::text, i.indisprimary, coalesce(a.attname::text, '')
          from pg_index as i
          join pg_class as c on c.oid = i.indexrelid
          left join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
         where i.indisunique or i.indisexclusion
        """;

    private const string ForeignKeysSql = """
        select k.conrelid, k.confrelid, k.conname::text, k.confdeltype::text, a.attname = 'tenant_id' and f.attname = 'tenant_id'
          from pg_constraint as k
          join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
          join pg_attribute as f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
         where k.contype = 'f'
        """;

    private const string TriggersSql = "select tgrelid, tgname::text from pg_trigger where not tgisinternal";

    private const string FunctionsSql = """
        select n.nspname::text || '.' || p.proname::text,
               n.nspname::text || '.' || p.proname::text || '(' || pg_get_function_identity_arguments(p.oid) || ')',
               oidvectortypes(p.proargtypes), p.proowner::regrole::text, p.prosecdef,
               coalesce(array_to_string(p.proconfig, ',') like '%search_path=%', false),
               exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as g where g.grantee = 0
                   and g.privilege_type = 'EXECUTE'),
               l.lanname::text, coalesce(p.prosrc, '')
          from pg_proc as p
          join pg_language as l on l.oid = p.prolang
          join pg_namespace as n on n.oid = p.pronamespace
         where n.nspname not like 'pg\_%'
           and n.nspname <> 'information_schema'
           and not exists (select from pg_depend as e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
         order by 2
        """;

    private const string SchemasSql =
        "select nspname::text, nspowner::regrole::text from pg_namespace where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')";

    private const string GrantsSql = """
        select distinct c.oid, case when g.grantee = 0 then 'public' else g.grantee::regrole::text end
          from pg_class as c
          join pg_namespace as n on n.oid = c.relnamespace
         cross join lateral (
                select grantee from aclexplode(c.relacl)
                 union
                select x.grantee from pg_attribute as a cross join lateral aclexplode(a.attacl) as x where a.attrelid = c.oid
               ) as g
         where n.nspname not like 'pg\_%'
           and n.nspname <> 'information_schema'
           and c.relkind in ('r', 'p', 'v', 'm', 'f')
         order by 1, 2
        """;

    private const string RolesSql = """
        select rolname::text, rolsuper or rolbypassrls,
               exists (select from unnest(array['poscommerce_owner', 'poscommerce_gate', 'poscommerce_migrator']) as above
                   where above <> rolname and pg_has_role(rolname, above, 'member'))
          from pg_roles
         where rolname = any($1)
         order by 1
        """;

    private const string RolesPath = "db/Migrator/Roles.cs";

    /// <summary>Everything that is wrong, in a stable order.</summary>
    public async Task<IReadOnlyList<WallFinding>> RunAsync(string adminConnectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(adminConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("set local search_path = ''", ct);

        var relations = await RelationsAsync(connection, ct);
        var findings = new List<WallFinding>();
        findings.AddRange(NotListed(relations));
        findings.AddRange(await TablesAsync(connection, relations, ct));
        findings.AddRange(await KeysAsync(connection, relations, ct));
        findings.AddRange(await ViewsAsync(connection, relations, ct));
        findings.AddRange(await FunctionsAsync(connection, ct));
        findings.AddRange(await OwnersAsync(connection, relations, ct));
        findings.AddRange(await GrantsAsync(connection, relations, ct));
        findings.AddRange(await RolesAsync(connection, ct));
        await transaction.RollbackAsync(ct);
        return findings;
    }

    private IEnumerable<WallFinding> NotListed(IReadOnlyList<Walled> relations)
    {
        foreach (var table in relations.Where(r => r.IsTable && !exemptions.Tables.ContainsKey(r.Name)))
            yield return new WallFinding(
                table.Name,
                $"is not listed in {Exemptions.TablesPath}: say whether its rows belong to a tenant, a store or everyone"
            );
        foreach (var name in exemptions.Tables.Keys.Where(name => !relations.Any(r => r.IsTable && r.Name == name)))
            yield return new WallFinding(name, "is listed and there is no such table", Exemptions.TablesPath);
        foreach (var name in exemptions.SmallPerTenant.Keys.Where(name => !relations.Any(r => r.IsTable && r.Name == name)))
            yield return new WallFinding(name, "is listed as small and there is no such table", Exemptions.Path);
        foreach (var name in exemptions.Views.Keys.Where(name => !relations.Any(r => r.Kind == 'v' && r.Name == name)))
            yield return new WallFinding(name, "is listed and there is no such view", Exemptions.Path);
    }

    private async Task<IReadOnlyList<WallFinding>> TablesAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Walled> relations,
        CancellationToken ct
    )
    {
        var reference = await ReferenceAsync(connection, ct);
        var policies = (
            await connection.ListAsync(
                PoliciesSql,
                row =>
                    (
                        Table: row.GetFieldValue<uint>(0),
                        Policy: new Policy(
                            row.GetString(1),
                            row.GetString(2)[0],
                            row.GetBoolean(3),
                            string.Join(", ", row.GetFieldValue<string[]>(4)),
                            row.GetString(5),
                            row.GetString(6)
                        )
                    ),
                ct
            )
        ).ToLookup(p => p.Table, p => p.Policy);
        var triggers = (await connection.ListAsync(TriggersSql, row => (row.GetFieldValue<uint>(0), row.GetString(1)), ct)).ToLookup(
            t => t.Item1,
            t => t.Item2
        );

        var findings = new List<WallFinding>();
        foreach (var table in relations.Where(r => r.IsTable))
        {
            if (!exemptions.Tables.TryGetValue(table.Name, out var kind))
                continue;
            if (kind.WallKind is not { } wall)
            {
                if (table.HasTenant)
                    findings.Add(new WallFinding(table.Name, $"has a {Tenant} and is listed as a platform table without a wall"));
                continue;
            }

            if (!table.IsSecured)
                findings.Add(new WallFinding(table.Name, $"is not behind row security: call app.protect('{table.Name}', '{wall}')"));
            else if (!table.IsForced)
                findings.Add(new WallFinding(table.Name, "does not force row security, so its owner sees all tenants"));
            if (!table.HasTenantDefault)
                findings.Add(new WallFinding(table.Name, $"needs {Tenant} uuid not null default app.tenant_id()"));
            if (wall is "store" or "shared" or "directory" && !table.HasStore)
                findings.Add(new WallFinding(table.Name, "needs store_id uuid not null: its wall is that of the store"));
            findings.AddRange(ComparePolicies(table, kind, wall, [.. policies[table.Oid]], reference));
            findings.AddRange(
                triggers[table.Oid]
                    .Select(trigger => new WallFinding(
                        table.Name,
                        $"has the trigger {trigger}: triggers on tenant tables run unseen, and not at all on a distributed engine"
                    ))
            );
        }

        return findings;
    }

    private static IEnumerable<WallFinding> ComparePolicies(
        Walled table,
        TableKind kind,
        string wall,
        IReadOnlyList<Policy> found,
        Walls walls
    )
    {
        var (tenant, store, route) = walls;
        List<Policy> expected = wall switch
        {
            "tenant" => [new("tenant wall", '*', true, "public", tenant, tenant)],
            "store" => [new("store wall", '*', true, "public", store, store)],
            "route" => [new("route wall", '*', true, "public", route, route)],
            "directory" =>
            [
                new("store read", 'r', true, "public", store, ""),
                new("tenant insert", 'a', true, "public", "", tenant),
                new("store update", 'w', true, "public", store, store),
            ],
            _ =>
            [
                new("tenant read", 'r', true, "public", tenant, ""),
                new("store insert", 'a', true, "public", "", store),
                new("store update", 'w', true, "public", store, store),
            ],
        };
        expected.Add(new Policy("migrator", '*', true, Roles.Migrator, "true", "true"));
        expected.AddRange(
            (kind.Readers ?? new Dictionary<string, string>()).Keys.Select(role => new Policy(role, 'r', true, role, "true", ""))
        );

        foreach (var policy in found.Where(policy => !expected.Any(policy.Says)))
            yield return new WallFinding(
                table.Name,
                $"has the policy {policy.Name} (for {policy.CommandName}, to {policy.Roles}), which {Exemptions.TablesPath} does not allow for a table of kind {kind.Kind}"
            );
        // The engine takes the scope of stores as a call, any (app.store_scope()), which says the same; no other sub-select can be said so.
        foreach (
            var policy in found.Where(policy =>
                policy.Texts.Replace(Scope, "", StringComparison.Ordinal).Contains("SELECT", StringComparison.Ordinal)
            )
        )
        {
            yield return new WallFinding(
                table.Name,
                $"has a sub-select in the policy {policy.Name}: a distributed engine refuses it, but for (select app.store_scope())"
            );
        }

        foreach (var policy in expected.Where(policy => !found.Any(policy.Says)))
            yield return new WallFinding(
                table.Name,
                $"lacks the policy \"{policy.Name}\" (for {policy.CommandName}, to {policy.Roles}): see app.protect and {Exemptions.TablesPath}"
            );
    }

    private static async Task<Walls> ReferenceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (
            !await connection.ScalarAsync<bool>(
                "select to_regprocedure('app.tenant_id()') is not null and to_regprocedure('app.store_scope()') is not null",
                ct
            )
        )
            return new Walls("app.tenant_id() is missing", "app.store_scope() is missing", "app.store_scope() is missing");
        await connection.ExecuteAsync(ReferenceSql, ct);
        var texts = (await connection.ListAsync(ReferenceTextSql, row => (row.GetString(0), row.GetString(1)), ct)).ToDictionary();
        return new Walls(texts["tenant"], texts["store"], texts["route"]);
    }

    /// <summary>What the policies of each wall say, as PostgreSQL writes it back.</summary>
    private sealed record Walls(string Tenant, string Store, string Route);

    private async Task<IReadOnlyList<WallFinding>> KeysAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Walled> relations,
        CancellationToken ct
    )
    {
        var byOid = relations.ToDictionary(r => r.Oid);
        var findings = new List<WallFinding>();
        var keys = await connection.ListAsync(
            KeysSql,
            row => (Table: row.GetFieldValue<uint>(0), Name: row.GetString(1), IsPrimary: row.GetBoolean(2), First: row.GetString(3)),
            ct
        );
        foreach (var table in relations.Where(r => r.IsTable && IsTenants(r)))
        {
            var own = keys.Where(key => key.Table == table.Oid).ToList();
            if (!own.Exists(key => key.IsPrimary))
                findings.Add(new WallFinding(table.Name, "has no primary key"));
            findings.AddRange(
                own.Where(key => key.First != Tenant)
                    .Select(key => new WallFinding(
                        table.Name,
                        $"has the unique key {key.Name}, which does not begin with {Tenant}: it tells one tenant of another's rows"
                    ))
            );
        }

        var foreignKeys = await connection.ListAsync(
            ForeignKeysSql,
            row =>
                (
                    From: row.GetFieldValue<uint>(0),
                    To: row.GetFieldValue<uint>(1),
                    Name: row.GetString(2),
                    OnDelete: row.GetString(3),
                    IsLed: row.GetBoolean(4)
                ),
            ct
        );
        foreach (
            var key in foreignKeys
                .Where(key => byOid.ContainsKey(key.From) && byOid.ContainsKey(key.To))
                .OrderBy(key => key.Name, StringComparer.Ordinal)
        )
        {
            var (from, to) = (byOid[key.From], byOid[key.To]);
            var isWalled = exemptions.BelongsToTenant(to.Name);
            if (isWalled && !exemptions.BelongsToTenant(from.Name))
                findings.Add(
                    new WallFinding(from.Name, $"is a platform table and points at {to.Name}, which belongs to tenants ({key.Name})")
                );
            else if (isWalled && !key.IsLed)
                findings.Add(
                    new WallFinding(
                        from.Name,
                        $"has the foreign key {key.Name}, which is not led by {Tenant} on both sides: foreign keys are checked past row security"
                    )
                );
            if (key.OnDelete is "n" or "d")
                findings.Add(
                    new WallFinding(
                        from.Name,
                        $"has the foreign key {key.Name} with on delete set null or default, which would reach {Tenant} too"
                    )
                );
            // Documents point at what Core and Catalogue own, and everyone at the tenant.
            if (from.Schema != to.Schema && to.Schema is not ("core" or "catalog") && to.Name != "identity.tenant")
                findings.Add(
                    new WallFinding(
                        from.Name,
                        $"has the foreign key {key.Name} into another context, {to.Name}; only keys of Core and Catalogue may be pointed at"
                    )
                );
        }

        return findings;
    }

    private bool IsTenants(Walled table) => exemptions.Tables.TryGetValue(table.Name, out var kind) && kind.Kind != "platform";

    private async Task<IReadOnlyList<WallFinding>> ViewsAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Walled> relations,
        CancellationToken ct
    )
    {
        var findings = new List<WallFinding>();
        foreach (var view in relations.Where(r => r.Kind is 'v' or 'm' or 'f'))
        {
            if (view.Kind is not 'v')
            {
                findings.Add(new WallFinding(view.Name, "is a materialized view or foreign table, which row security cannot protect"));
                continue;
            }

            if (!exemptions.Views.ContainsKey(view.Name))
                findings.Add(
                    new WallFinding(
                        view.Name,
                        $"is a view, which reads with the rights of its owner: list it with a reason in {Exemptions.Path}"
                    )
                );
            var below = await connection.ListAsync(
                """
                with recursive below as (
                    select $1::oid as oid
                     union
                    select d.refobjid
                      from below as b
                      join pg_rewrite as r on r.ev_class = b.oid
                      join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                )
                select n.nspname::text || '.' || c.relname::text
                  from below as b
                  join pg_class as c on c.oid = b.oid
                  join pg_namespace as n on n.oid = c.relnamespace
                 where c.relkind in ('r', 'p')
                """,
                row => row.GetString(0),
                ct,
                (long)view.Oid
            );
            if (!view.HasTenant && below.Exists(exemptions.BelongsToTenant))
                findings.Add(new WallFinding(view.Name, $"does not show {Tenant}, so whoever reads it cannot name the tenant"));
        }

        return findings;
    }

    private async Task<IReadOnlyList<WallFinding>> FunctionsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var findings = new List<WallFinding>();
        var listed = exemptions.DefinerFunctions.ToDictionary(
            f => f.Key.Replace(" ", "", StringComparison.Ordinal),
            f => f.Value,
            StringComparer.Ordinal
        );
        var functions = await connection.ListAsync(
            FunctionsSql,
            row =>
                (
                    Name: row.GetString(0),
                    Arguments: row.GetString(2),
                    Owner: row.GetString(3),
                    IsDefiner: row.GetBoolean(4),
                    HasPath: row.GetBoolean(5),
                    IsPublic: row.GetBoolean(6),
                    Language: row.GetString(7),
                    Body: row.GetString(8)
                ),
            ct
        );
        var definers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            var signature = $"{function.Name}({function.Arguments})";
            if (!function.IsDefiner)
            {
                if (function.Owner != Roles.Owner)
                    findings.Add(new WallFinding(function.Name, $"belongs to {function.Owner}, not to {Roles.Owner}"));
                continue;
            }

            var key = signature.Replace(" ", "", StringComparison.Ordinal);
            definers.Add(key);
            if (!listed.TryGetValue(key, out var known))
                findings.Add(
                    new WallFinding(
                        function.Name,
                        $"is SECURITY DEFINER, so it lends its owner's rights: list {signature} with a reason in {Exemptions.Path}"
                    )
                );
            else if (known.Owner != function.Owner)
                findings.Add(new WallFinding(function.Name, $"belongs to {function.Owner}; {Exemptions.Path} says {known.Owner}"));
            if (function.Owner is not (Roles.Owner or Roles.Gate))
                findings.Add(
                    new WallFinding(
                        function.Name,
                        $"lends the rights of {function.Owner}: only {Roles.Owner} and {Roles.Gate} may own such a function"
                    )
                );
            if (!function.HasPath)
                findings.Add(
                    new WallFinding(
                        function.Name,
                        "is SECURITY DEFINER without `set search_path = ''`: the caller could slip it other functions"
                    )
                );
            if (function.IsPublic)
                findings.Add(new WallFinding(function.Name, "is SECURITY DEFINER and everyone may call it: revoke execute from public"));
            findings.AddRange(
                DefinerBody
                    .Problems(function.Language, function.Body, exemptions.IsDistributed, known?.TenantWide is { Length: > 0 })
                    .Distinct()
                    .Select(problem => new WallFinding(function.Name, problem))
            );
        }

        findings.AddRange(
            exemptions
                .DefinerFunctions.Keys.Where(f => !definers.Contains(f.Replace(" ", "", StringComparison.Ordinal)))
                .Select(f => new WallFinding(
                    f[..f.IndexOf('(', StringComparison.Ordinal)],
                    "is listed and there is no such SECURITY DEFINER function",
                    Exemptions.Path
                ))
        );
        return findings;
    }

    private static async Task<IReadOnlyList<WallFinding>> OwnersAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Walled> relations,
        CancellationToken ct
    )
    {
        var schemas = await connection.ListAsync(SchemasSql, row => (Name: row.GetString(0), Owner: row.GetString(1)), ct);
        return
        [
            .. relations
                .Where(r => r.Owner != Roles.Owner)
                .Select(r => new WallFinding(r.Name, $"belongs to {r.Owner}, not to {Roles.Owner}")),
            .. schemas
                .Where(s => s.Owner != Roles.Owner)
                .Select(s => new WallFinding(s.Name, $"belongs to {s.Owner}, not to {Roles.Owner}")),
        ];
    }

    private async Task<IReadOnlyList<WallFinding>> GrantsAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Walled> relations,
        CancellationToken ct
    )
    {
        var byOid = relations.ToDictionary(r => r.Oid);
        var findings = new List<WallFinding>();
        foreach (var (oid, role) in await connection.ListAsync(GrantsSql, row => (row.GetFieldValue<uint>(0), row.GetString(1)), ct))
        {
            var relation = byOid[oid];
            if (role is "public" or Roles.App)
                findings.Add(new WallFinding(relation.Name, $"is granted to {role}: rights go to the role of its context"));
            else if (
                Roles.Contexts.Contains(role)
                && role != OwnerContextOf(relation.Schema)
                && !exemptions.Views.ContainsKey(relation.Name)
            )
                findings.Add(
                    new WallFinding(
                        relation.Name,
                        $"is granted to {role}, whose context it does not belong to: that opens the wall between contexts"
                    )
                );
        }

        return findings;
    }

    // The migrator's journal is the kernel's to read.
    private static string OwnerContextOf(string schema) => schema == "public" ? Roles.OwnContext : $"{schema}_sql";

    private static async Task<IReadOnlyList<WallFinding>> RolesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        string[] closed = [.. Roles.Contexts, Roles.App, Roles.Dispatcher, Roles.Owner, Roles.Gate];
        var roles = await connection.ListAsync(
            RolesSql,
            row => (Name: row.GetString(0), IsPrivileged: row.GetBoolean(1), IsAbove: row.GetBoolean(2)),
            ct,
            (object)closed
        );
        return
        [
            .. roles.Where(r => r.IsPrivileged).Select(r => new WallFinding(r.Name, "is a superuser or bypasses row security", RolesPath)),
            .. roles
                .Where(r => r.IsAbove)
                .Select(r => new WallFinding(r.Name, "is a member of the owner, the gate or the migrator", RolesPath)),
        ];
    }

    private static Task<List<Walled>> RelationsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ListAsync(
            TablesSql,
            row => new Walled(
                row.GetFieldValue<uint>(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3)[0],
                row.GetString(4),
                row.GetBoolean(5),
                row.GetBoolean(6),
                row.GetBoolean(7),
                row.GetBoolean(8),
                row.GetBoolean(9)
            ),
            ct
        );

    /// <param name="IsSecured">Row security is on.</param>
    /// <param name="IsForced">For the owner too.</param>
    /// <param name="HasTenantDefault">Its tenant_id is what it must be.</param>
    private sealed record Walled(
        uint Oid,
        string Schema,
        string ShortName,
        char Kind,
        string Owner,
        bool IsSecured,
        bool IsForced,
        bool HasTenantDefault,
        bool HasTenant,
        bool HasStore
    )
    {
        public string Name => $"{Schema}.{ShortName}";

        public bool IsTable => Kind is 'r' or 'p';
    }

    private sealed record Policy(string Name, char Command, bool IsPermissive, string Roles, string Using, string Check)
    {
        public string Texts => $"{Using} {Check}";

        public string CommandName =>
            Command switch
            {
                'r' => "select",
                'a' => "insert",
                'w' => "update",
                'd' => "delete",
                _ => "all",
            };

        /// <summary>The same but for its name.</summary>
        public bool Says(Policy other) => this with { Name = "" } == other with { Name = "" };
    }
}
