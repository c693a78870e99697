-- The walls that every later table stands behind: who the tenant is, and how a table is closed to all others.

create schema app;
create schema identity;
create schema core;
create schema catalog;
create schema inventory;
create schema sales;

grant usage on schema app to app_sql, identity_sql, core_sql, catalog_sql, inventory_sql, sales_sql;
grant usage on schema identity to identity_sql, poscommerce_gate;
grant usage on schema core to core_sql, poscommerce_gate;
grant usage on schema catalog to catalog_sql;
grant usage on schema inventory to inventory_sql;
grant usage on schema sales to sales_sql;
grant usage on schema app to poscommerce_gate, poscommerce_dispatcher;

-- STABLE, never IMMUTABLE: a cached plan would otherwise keep the first tenant it saw. A setting that was once set
-- locally reverts to '' on a pooled connection, hence nullif.
create function app.tenant_id() returns uuid
    language sql stable parallel safe
    as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

-- The stores in which the signed-in user holds the permission of this route. Read it as (select app.store_scope()) so
-- that a statement evaluates it once and not once a row.
create function app.store_scope() returns uuid[]
    language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('app.store_scope', true), ''), '{}')::uuid[] $$;

-- A stable UUID (version 8, RFC 9562) for rows that seeds must find again: the same name gives the same id.
create function app.seed_id(name text) returns uuid
    language sql immutable parallel safe
    as $$ select overlay(overlay(md5(name) placing '8' from 13) placing 'a' from 17)::uuid $$;

-- Closes a table: forced row security, the wall of its kind, and the migrator's way through it (a backfill under forced
-- row security without one says UPDATE 0 and passes).
--   tenant  every row of the tenant
--   store   rows of the stores in scope only
--   shared  rows of the tenant are readable, only those of the stores in scope are writable
create procedure app.protect(target regclass, kind text)
    language plpgsql
    as $$
declare
    tenant_wall constant text := 'tenant_id = app.tenant_id()';
    store_wall constant text := tenant_wall || ' and store_id = any ((select app.store_scope())::uuid[])';
begin
    execute format('alter table %s enable row level security, force row level security', target);

    case kind
        when 'tenant' then
            execute format('create policy tenant_wall on %s using (%s) with check (%s)', target, tenant_wall, tenant_wall);
        when 'store' then
            execute format('create policy store_wall on %s using (%s) with check (%s)', target, store_wall, store_wall);
        when 'shared' then
            execute format('create policy tenant_read on %s for select using (%s)', target, tenant_wall);
            execute format('create policy store_insert on %s for insert with check (%s)', target, store_wall);
            execute format('create policy store_update on %s for update using (%s) with check (%s)', target, store_wall, store_wall);
        else
            raise exception 'unknown kind of table: %', kind;
    end case;

    execute format('create policy migrator on %s to poscommerce_migrator using (true) with check (true)', target);
end
$$;
revoke execute on procedure app.protect(regclass, text) from public;
