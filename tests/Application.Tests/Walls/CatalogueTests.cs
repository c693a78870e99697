using NUnit.Framework;

namespace PosCommerce.Application.Tests.Walls;

/// <summary>
/// What the database's own catalogue says of the walls; nothing that is not listed here or in <c>db/tables.json</c> may stand in them.
/// </summary>
public sealed class CatalogueTests : ShopTests
{
    private const string Ours = "n.nspname not in ('information_schema', 'public') and n.nspname not like 'pg\\_%'";
    private const string TenantWall = "(tenant_id = app.tenant_id())";
    private const string StoreWall =
        "((tenant_id = app.tenant_id()) AND COALESCE((store_id = ANY (( SELECT app.store_scope() AS store_scope)::uuid[])), false))";

    private const string RouteWall =
        "((tenant_id = app.tenant_id()) AND COALESCE(((from_store_id = ANY (( SELECT app.store_scope() AS store_scope)::uuid[])) OR (to_store_id = ANY (( SELECT app.store_scope() AS store_scope)::uuid[]))), false))";

    // One a schema; the journal's has none.
    private static readonly string[] ContextRoles =
    [
        .. Table.All.Select(t => t.Name.Split('.')[0]).Where(schema => schema != "public").Distinct().Select(schema => schema + "_sql"),
    ];

    /// <summary>Rows that say what happened.</summary>
    private static readonly string[] AppendOnly =
    [
        "app.audit_entry",
        "app.outbox_event",
        "app.platform_audit_entry",
        "catalog.till_change",
        "core.receipt_head",
        "core.settings",
        "customers.consent",
        "identity.api_key_permission",
        "identity.api_key_store",
        "inventory.location_movement",
        "inventory.reservation_line",
        "inventory.stock_adjustment_line",
        "inventory.stock_movement",
        "inventory.stock_revaluation",
        "inventory.stocktake_count",
        "pricing.till_change",
        "sales.cash_movement",
        "sales.day_figure",
        "sales.receipt_print",
        "sales.refund",
        "sales.sale_line",
        "sales.sale_return_line",
        "sales.tender",
        "sales.z_report",
    ];

    [Test]
    public async Task Every_table_is_listed_and_every_listed_table_is_there()
    {
        var tables = await Shop.ListAsync<string>(
            $"select n.nspname || '.' || c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'f') and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'"
        );

        Assert.That(Table.All.Select(t => t.Name), Is.EquivalentTo(tables));
        Assert.That(
            Table.All.Where(t => t.Kind is "platform" or "shared" or "directory").Select(t => t.Reason),
            Has.None.Null.And.None.Empty,
            "An exception needs its reason."
        );
        Assert.That(
            Table.All.Select(t => t.Behind).Distinct(),
            Is.SubsetOf(new[] { null, "tenant", "store", "route", "shared", "directory" })
        );
    }

    [Test]
    public async Task Every_table_with_a_merchants_rows_forces_row_security_and_no_other_has_any()
    {
        var forced = await Shop.ListAsync<string>(
            $"select n.nspname || '.' || c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relrowsecurity and c.relforcerowsecurity and {Ours}"
        );
        var enabled = await Shop.ListAsync<string>(
            $"select n.nspname || '.' || c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relrowsecurity and {Ours}"
        );

        Assert.That(forced, Is.EquivalentTo(Table.Walled.Select(t => t.Name)));
        Assert.That(enabled, Is.EquivalentTo(forced));
    }

    [Test]
    public async Task The_policies_are_these_and_no_other()
    {
        var policies = await Shop.ListAsync<string>(
            "select concat_ws(' | ', schemaname || '.' || tablename, policyname, permissive, cmd, roles::text, coalesce(qual, '-'), coalesce(with_check, '-')) from pg_policies"
        );

        Assert.That(policies, Is.EquivalentTo(Table.Walled.SelectMany(PoliciesOf)));
    }

    [Test]
    public async Task Every_row_of_a_merchant_carries_its_tenant_by_default()
    {
        var columns = await Shop.ListAsync<string>(
            $"""
            select concat_ws(' ', n.nspname || '.' || c.relname, a.atttypid::regtype, a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
              from pg_attribute as a
              join pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p')
              join pg_namespace as n on n.oid = c.relnamespace
              left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where a.attname = 'tenant_id' and {Ours}
            """
        );

        Assert.That(columns, Is.EquivalentTo(Table.Walled.Select(t => $"{t.Name} uuid t app.tenant_id()")));
    }

    [Test]
    public async Task Every_unique_key_of_a_merchants_table_is_led_by_the_tenant()
    {
        var keys = await Shop.ListAsync<string>(
            $"""
            select i.indexrelid::regclass::text
              from pg_index as i
              join pg_class as c on c.oid = i.indrelid
              join pg_namespace as n on n.oid = c.relnamespace
             where i.indisunique
               and {Ours}
               and exists (select from pg_attribute as t where t.attrelid = c.oid and t.attname = 'tenant_id')
               and not exists (select from pg_attribute as t where t.attrelid = c.oid and t.attname = 'tenant_id' and t.attnum = i.indkey[0])
            """
        );
        var without = await Shop.ListAsync<string>(
            $"select c.oid::regclass::text from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and {Ours} and not exists (select from pg_index as i where i.indrelid = c.oid and i.indisprimary)"
        );

        // A merchant's name is unique in the whole platform: that is what finds the merchant.
        Assert.That(keys, Is.EqualTo(new[] { "identity.tenant_slug_is_taken" }));
        Assert.That(without, Is.Empty);
    }

    [Test]
    public async Task Every_foreign_key_between_merchants_rows_carries_the_tenant()
    {
        var keys = await Shop.ListAsync<string>(
            $"""
            select k.conname || ' ' || pg_get_constraintdef(k.oid)
              from pg_constraint as k
              join pg_class as c on c.oid = k.conrelid
              join pg_namespace as n on n.oid = c.relnamespace
             where k.contype = 'f'
               and {Ours}
               and exists (select from pg_attribute as t where t.attrelid = k.confrelid and t.attname = 'tenant_id')
               and not exists (
                   select
                     from unnest(k.conkey, k.confkey) as pair (here, there)
                     join pg_attribute as h on h.attrelid = k.conrelid and h.attnum = pair.here
                     join pg_attribute as t on t.attrelid = k.confrelid and t.attnum = pair.there
                    where h.attname = 'tenant_id' and t.attname = 'tenant_id')
            """
        );

        Assert.That(keys, Is.Empty);
    }

    [Test]
    public async Task Foreign_keys_between_contexts_are_these_and_no_other()
    {
        var keys = await Shop.ListAsync<string>(
            """
            select format('%s -> %s', k.conrelid::regclass, k.confrelid::regclass)
              from pg_constraint as k
              join pg_class as c on c.oid = k.conrelid
              join pg_class as f on f.oid = k.confrelid
             where k.contype = 'f' and c.relnamespace <> f.relnamespace
            """
        );

        Assert.That(
            keys,
            Is.EquivalentTo(
                new[]
                {
                    "core.store -> identity.tenant",
                    "identity.session -> core.terminal",
                    "identity.api_key_store -> core.store",
                    "catalog.product -> identity.tenant",
                    "catalog.tax_rate -> identity.tenant",
                    "catalog.category -> identity.tenant",
                    "customers.customer -> identity.tenant",
                    "catalog.export -> identity.tenant",
                    "pricing.article_tax -> catalog.variant",
                    "pricing.customer_group -> identity.tenant",
                    "pricing.price_list -> core.store",
                    "pricing.price_list -> identity.tenant",
                    "pricing.tax_class -> identity.tenant",
                    "pricing.tax_rate -> core.store",
                    "identity.access_grant -> core.store",
                    "inventory.reorder_point -> catalog.variant",
                    "inventory.reorder_point -> core.store",
                    "inventory.reservation -> core.store",
                    "inventory.reservation_line -> catalog.variant",
                    "inventory.stock_adjustment -> core.store",
                    "inventory.stock_adjustment_line -> catalog.variant",
                    "inventory.stock_level -> catalog.variant",
                    "inventory.stock_level -> core.store",
                    "inventory.stock_location -> core.store",
                    "inventory.stock_move -> core.store",
                    "inventory.stock_reason -> identity.tenant",
                    "inventory.stock_revaluation -> core.store",
                    "inventory.stocktake -> core.store",
                    "inventory.stocktake_line -> catalog.variant",
                    "inventory.transfer -> core.store", // From one
                    "inventory.transfer -> core.store", // to another.
                    "inventory.transfer_line -> catalog.variant",
                    "sales.parked_sale -> core.terminal",
                    "sales.sale -> core.terminal",
                    "sales.sale_return -> core.terminal",
                    "sales.shift -> core.terminal",
                }
            )
        );
    }

    [Test]
    public async Task Nothing_is_deleted_or_emptied_behind_a_foreign_key_or_by_a_trigger()
    {
        var deleting = await Shop.ListAsync<string>(
            "select conname::text from pg_constraint where contype = 'f' and confdeltype not in ('a', 'r')"
        );
        var triggers = await Shop.ListAsync<string>("select tgname::text from pg_trigger where not tgisinternal");
        var sequences = await Shop.ListAsync<string>(
            $"select c.relname::text from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind = 'S' and {Ours}"
        );

        Assert.That(deleting, Is.EqualTo(new[] { "role_permission_belongs_to_role" }));
        Assert.That(triggers.Concat(sequences), Is.Empty);
    }

    [Test]
    public async Task The_owner_owns_everything_and_is_nobody_who_serves()
    {
        var others = await Shop.ListAsync<string>(
            $"""
            select format('%s %s.%s is owned by %s', what, schema, name, owner::regrole)
              from (
                    select 'relation' as what, n.nspname as schema, c.relname as name, c.relowner as owner
                      from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where {Ours}
                     union all
                    select 'schema', n.nspname, '', n.nspowner from pg_namespace as n where {Ours}
                     union all
                    select 'type', n.nspname, t.typname, t.typowner
                      from pg_type as t join pg_namespace as n on n.oid = t.typnamespace where {Ours}
                     union all
                    select 'function', n.nspname, p.proname, p.proowner
                      from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace where not p.prosecdef and {Ours}
                   ) as owned
             where owner <> 'poscommerce_owner'::regrole
            """
        );

        Assert.That(others, Is.Empty);
    }

    [Test]
    public async Task Nobody_of_ours_is_a_superuser_and_only_the_backup_sees_past_row_security()
    {
        var special = await Shop.ListAsync<string>(
            "select rolname || concat_ws(',', case when rolsuper then ' super' end, case when rolcreaterole then ' createrole' end, case when rolcreatedb then ' createdb' end, case when rolbypassrls then ' bypassrls' end, case when rolreplication then ' replication' end) from pg_roles where (rolname like 'poscommerce\\_%' or rolname like '%\\_sql') and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)"
        );
        var logins = await Shop.ListAsync<string>(
            "select rolname::text from pg_roles where (rolname like 'poscommerce\\_%' or rolname like '%\\_sql') and rolcanlogin"
        );

        Assert.That(special, Is.EqualTo(new[] { "poscommerce_backup bypassrls" }));
        Assert.That(
            logins,
            Is.EquivalentTo(new[] { "poscommerce_app", "poscommerce_backup", "poscommerce_dispatcher", "poscommerce_migrator" })
        );
    }

    [Test]
    public async Task The_application_is_a_member_of_the_contexts_only_and_owns_and_holds_nothing_itself()
    {
        Assert.That(
            await Shop.ListAsync<string>(
                "select r.rolname::text from pg_roles as r where r.rolname <> 'poscommerce_app' and pg_has_role('poscommerce_app', r.oid, 'member')"
            ),
            Is.EquivalentTo(ContextRoles)
        );
        Assert.That(
            await Shop.ListAsync<string>(
                "select r.rolname::text || ' of ' || m.rolname from pg_roles as r cross join pg_roles as m where m.rolname = any ($1) and r.oid <> m.oid and r.rolname <> 'pg_database_owner' and pg_has_role(m.oid, r.oid, 'member')",
                [ContextRoles.Append("poscommerce_dispatcher").Append("poscommerce_gate").Append("poscommerce_owner").ToArray()]
            ),
            Is.Empty
        );
        Assert.That(
            await Shop.ListAsync<long>(
                "select count(*) from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = 'poscommerce_app'::regrole and deptype in ('o', 'r') and dbid = (select oid from pg_database where datname = current_database())"
            ),
            Is.EqualTo(new[] { 0L })
        );
        Assert.That(
            await Shop.ListAsync<string>(
                $"select c.oid::regclass::text from pg_class as c join pg_namespace as n on n.oid = c.relnamespace cross join aclexplode(c.relacl) as granted where granted.grantee in (0, 'poscommerce_app'::regrole) and {Ours}"
            ),
            Is.Empty
        );
    }

    [Test]
    public async Task A_context_has_rights_on_its_own_tables_only()
    {
        var foreign = await Shop.ListAsync<string>(
            $"""
            select format('%s may %s %s', role, privilege, c.oid::regclass)
              from unnest($1) as role
             cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as privilege
             cross join pg_class as c
              join pg_namespace as n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p', 'v', 'm')
               and {Ours}
               and n.nspname || '_sql' <> role
               and (has_table_privilege(role, c.oid, privilege)
                    or (privilege in ('select', 'insert', 'update', 'references') and has_any_column_privilege(role, c.oid, privilege)))
            """,
            [ContextRoles]
        );

        Assert.That(foreign, Is.Empty);
    }

    [Test]
    public async Task Nobody_who_serves_may_delete_and_what_happened_may_not_be_rewritten()
    {
        var serving = ContextRoles
            .Concat(["poscommerce_app", "poscommerce_dispatcher", "poscommerce_gate", "poscommerce_backup"])
            .ToArray();
        var destructive = await Shop.ListAsync<string>(
            $"""
            select format('%s may %s %s', role, privilege, c.oid::regclass)
              from unnest($1) as role
             cross join unnest(array['delete', 'truncate', 'references', 'trigger']) as privilege
             cross join pg_class as c
              join pg_namespace as n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and {Ours} and has_table_privilege(role, c.oid, privilege)
            """,
            [serving]
        );
        var rewriting = await Shop.ListAsync<string>(
            "select format('%s may update %s', role, name) from unnest($1) as role cross join unnest($2) as name where has_any_column_privilege(role, name, 'update')",
            serving,
            AppendOnly
        );

        Assert.That(destructive, Is.Empty);
        Assert.That(rewriting, Is.Empty);
    }

    [Test]
    public async Task Definer_functions_are_these_owned_by_the_gate_and_look_nowhere_by_themselves()
    {
        var functions = await Shop.ListAsync<string>(
            "select format('%s of %s, %s', p.oid::regprocedure, p.proowner::regrole, array_to_string(p.proconfig, ' ')) from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace where p.prosecdef and n.nspname <> 'pg_catalog'"
        );

        Assert.That(
            functions,
            Is.EquivalentTo(
                new[]
                {
                    "app.find_tenant(text) of poscommerce_gate, search_path=\"\"",
                    "app.tenant_exists(uuid) of poscommerce_gate, search_path=\"\"",
                    "app.enter(uuid,uuid,uuid,text,uuid) of poscommerce_gate, search_path=\"\"",
                    "app.enter_user(uuid,uuid,uuid,text,text,uuid,boolean,boolean) of poscommerce_gate, search_path=\"\"",
                    "app.enter_api_key(uuid,uuid,bytea,inet,text,uuid) of poscommerce_gate, search_path=\"\"",
                    "app.enter_terminal(uuid,uuid,bytea) of poscommerce_gate, search_path=\"\"",
                    "app.enter_operator(uuid,uuid,text,uuid) of poscommerce_gate, search_path=\"\"",
                    "app.enter_anonymously(uuid) of poscommerce_gate, search_path=\"\"",
                    "app.user_holds(uuid,uuid,text,uuid) of poscommerce_gate, search_path=\"\"",
                    "app.stores_held(uuid,uuid,uuid,text) of poscommerce_gate, search_path=\"\"",
                    "catalog.find_variants(uuid,tsquery,integer) of poscommerce_gate, search_path=\"\"",
                    "customers.find_customers(uuid,tsquery,integer) of poscommerce_gate, search_path=\"\"",
                    "app.list_tenants(text,integer) of poscommerce_gate, search_path=\"\"",
                    "app.widen_scope(uuid,uuid,uuid,text,uuid,boolean) of poscommerce_gate, search_path=\"\"",
                    "app.enter_system(uuid) of poscommerce_gate, search_path=\"\"",
                    "app.due_jobs(text[],integer) of poscommerce_gate, search_path=\"\"",
                    "app.tenants_without_job(text,integer) of poscommerce_gate, search_path=\"\"",
                    // Behind the owner's row security, so inside the tenant; what they may delete is up to them alone.
                    "app.forget_keys(uuid,integer) of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                    "app.forget_challenges(uuid,integer) of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                    "identity.forget_attempts(uuid,integer) of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                    "catalog.forget_exports(uuid,integer) of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                    "catalog.forget_imports(uuid,integer) of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                    "catalog.forget_till_changes(uuid,integer) of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                    "pricing.forget_till_changes(uuid,integer) of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                    "platform.forget_attempts() of poscommerce_owner, search_path=\"\" enable_seqscan=off",
                }
            )
        );
    }

    [Test]
    public async Task What_the_gate_and_the_procedures_do_nobody_else_may_call()
    {
        var callers = await Shop.ListAsync<string>(
            $"""
            select distinct format('%s by %s', p.oid::regprocedure, r.rolname)
              from pg_proc as p
              join pg_namespace as n on n.oid = p.pronamespace
             cross join pg_roles as r
             where {Ours}
               and (p.prosecdef or p.prokind = 'p')
               and (r.rolname = any ($1) or r.rolname = 'poscommerce_dispatcher')
               and has_function_privilege(r.oid, p.oid, 'execute')
            """,
            [ContextRoles]
        );

        Assert.That(
            callers,
            Is.EquivalentTo(
                new[]
                {
                    "app.find_tenant(text) by app_sql",
                    "app.enter(uuid,uuid,uuid,text,uuid) by app_sql",
                    "app.enter_user(uuid,uuid,uuid,text,text,uuid,boolean,boolean) by app_sql",
                    "app.enter_api_key(uuid,uuid,bytea,inet,text,uuid) by app_sql",
                    "app.enter_terminal(uuid,uuid,bytea) by app_sql",
                    "app.enter_operator(uuid,uuid,text,uuid) by app_sql",
                    "app.enter_anonymously(uuid) by app_sql",
                    "app.user_holds(uuid,uuid,text,uuid) by app_sql",
                    "app.stores_held(uuid,uuid,uuid,text) by app_sql",
                    "app.tenant_exists(uuid) by app_sql",
                    "app.list_tenants(text,integer) by platform_sql",
                    "catalog.find_variants(uuid,tsquery,integer) by catalog_sql",
                    "customers.find_customers(uuid,tsquery,integer) by customers_sql",
                    "app.widen_scope(uuid,uuid,uuid,text,uuid,boolean) by app_sql",
                    "app.enter_system(uuid) by app_sql",
                    "app.due_jobs(text[],integer) by app_sql",
                    "app.tenants_without_job(text,integer) by app_sql",
                    "app.forget_keys(uuid,integer) by app_sql",
                    "app.forget_challenges(uuid,integer) by app_sql",
                    "identity.forget_attempts(uuid,integer) by identity_sql",
                    "catalog.forget_exports(uuid,integer) by catalog_sql",
                    "catalog.forget_imports(uuid,integer) by catalog_sql",
                    "catalog.forget_till_changes(uuid,integer) by catalog_sql",
                    "pricing.forget_till_changes(uuid,integer) by pricing_sql",
                    "platform.forget_attempts() by platform_sql",
                }
            )
        );
    }

    [Test]
    public async Task Who_the_tenant_is_is_asked_anew_by_every_statement()
    {
        // An immutable function is folded into a cached plan, which then serves another merchant's rows.
        var functions = await Shop.ListAsync<string>(
            "select format('%s %s %s', oid::regprocedure, provolatile, (select lanname from pg_language as l where l.oid = prolang)) from pg_proc where oid in ('app.tenant_id()'::regprocedure, 'app.store_scope()'::regprocedure)"
        );

        Assert.That(functions, Is.EquivalentTo(new[] { "app.tenant_id() s sql", "app.store_scope() s sql" }));
    }

    [Test]
    public async Task There_are_no_views_and_nothing_of_ours_in_the_public_schema_but_the_journal()
    {
        var views = await Shop.ListAsync<string>(
            "select c.oid::regclass::text from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')"
        );
        var journal = await Shop.ListAsync<string>(
            "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        );

        Assert.That(views, Is.Empty);
        Assert.That(journal, Is.EqualTo(new[] { "schemaversions" }));
        Assert.That(
            await Shop.ListAsync<string>(
                "select r.rolname::text from pg_roles as r where r.rolname = any ($1) and has_schema_privilege(r.oid, 'public', 'create')",
                [ContextRoles.Append("poscommerce_app").ToArray()]
            ),
            Is.Empty
        );
    }

    private static IEnumerable<string> PoliciesOf(Table table)
    {
        var policies = table.Behind switch
        {
            "tenant" => [$"tenant_wall | PERMISSIVE | ALL | {{public}} | {TenantWall} | {TenantWall}"],
            "store" => [$"store_wall | PERMISSIVE | ALL | {{public}} | {StoreWall} | {StoreWall}"],
            "route" => [$"route_wall | PERMISSIVE | ALL | {{public}} | {RouteWall} | {RouteWall}"],
            "directory" =>
            [
                $"store_read | PERMISSIVE | SELECT | {{public}} | {StoreWall} | -",
                $"tenant_insert | PERMISSIVE | INSERT | {{public}} | - | {TenantWall}",
                $"store_update | PERMISSIVE | UPDATE | {{public}} | {StoreWall} | {StoreWall}",
            ],
            _ => new[]
            {
                $"tenant_read | PERMISSIVE | SELECT | {{public}} | {TenantWall} | -",
                $"store_insert | PERMISSIVE | INSERT | {{public}} | - | {StoreWall}",
                $"store_update | PERMISSIVE | UPDATE | {{public}} | {StoreWall} | {StoreWall}",
            },
        };
        return policies
            .Append("migrator | PERMISSIVE | ALL | {poscommerce_migrator} | true | true")
            .Concat(table.Readers.Select(r => $"{r["poscommerce_".Length..]} | PERMISSIVE | SELECT | {{{r}}} | true | -"))
            .Select(p => $"{table.Name} | {p}");
    }
}
