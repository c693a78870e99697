-- A list of what belongs to stores is read store by store, each from an index that begins with the store: one walk over the
-- whole merchant would pass by everything that the caller's stores did not do. For that the wall must not stand in the way.
-- Spelled as `store_id = any (...)` it becomes a condition of the index, and PostgreSQL, which does not know that one store
-- is left, no longer trusts the order of the index and sorts the store's whole history. Inside coalesce it says the same
-- and can only filter.
create or replace procedure app.protect(target regclass, kind text)
    language plpgsql
    as $$
declare
    tenant_wall constant text := 'tenant_id = app.tenant_id()';
    store_wall constant text := tenant_wall || ' and coalesce(store_id = any ((select app.store_scope())::uuid[]), false)';
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
        when 'directory' then
            execute format('create policy store_read on %s for select using (%s)', target, store_wall);
            execute format('create policy tenant_insert on %s for insert with check (%s)', target, tenant_wall);
            execute format('create policy store_update on %s for update using (%s) with check (%s)', target, store_wall, store_wall);
        else
            raise exception 'unknown kind of table: %', kind;
    end case;

    execute format('create policy migrator on %s to poscommerce_migrator using (true) with check (true)', target);
end
$$;

do $$
declare
    store_wall constant text := 'tenant_id = app.tenant_id() and coalesce(store_id = any ((select app.store_scope())::uuid[]), false)';
    wall record;
begin
    for wall in
        select polname as name, polrelid::regclass as target, polqual is not null as reads, polwithcheck is not null as writes
          from pg_policy
         where concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) like '%store_scope%'
    loop
        execute format('alter policy %I on %s%s%s', wall.name, wall.target,
                       case when wall.reads then format(' using (%s)', store_wall) else '' end,
                       case when wall.writes then format(' with check (%s)', store_wall) else '' end);
    end loop;
end
$$;

-- The ledger of a store, newest first; and what one document moved, which was looked for in the movements of all merchants.
create index stock_movement_of_store on inventory.stock_movement (tenant_id, store_id, stock_movement_id);
create index stock_movement_of_document on inventory.stock_movement (tenant_id, document_id, store_id, stock_movement_id);

-- While one store has moved all that there is, both orders look alike to the planner: then the manager of the other store would
-- still walk past all of it. However few stores there are, one of them is a small part.
alter table sales.sale alter column store_id set (n_distinct = 1000);
alter table sales.sale alter column terminal_id set (n_distinct = 1000);
alter table inventory.stock_movement alter column store_id set (n_distinct = 1000);
analyze sales.sale (store_id, terminal_id);
analyze inventory.stock_movement (store_id);

-- What one person did of one kind: the kinds that they do all day long are not passed by to find the one that is seldom.
create index audit_entry_by_actor_and_act on app.audit_entry (tenant_id, actor_id, act, occurred_at desc, audit_entry_id desc);

-- A cashier signs in and out all day: what is listed is who is signed in, not who ever was.
create index session_of_user_alive on identity.session (tenant_id, user_id, started_at desc, session_id desc) where ended_at is null;
