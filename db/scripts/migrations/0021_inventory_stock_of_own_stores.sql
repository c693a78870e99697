-- Stock stands behind the wall of its store, for reading too: a limit to one store is a limit. Who holds the permission to see
-- that of other stores is let further by the routes that show stock, and by nothing else.

drop policy tenant_read on inventory.stock_level;
drop policy store_insert on inventory.stock_level;
drop policy store_update on inventory.stock_level;
create policy store_wall on inventory.stock_level
    using (tenant_id = app.tenant_id() and store_id = any ((select app.store_scope())::uuid[]))
    with check (tenant_id = app.tenant_id() and store_id = any ((select app.store_scope())::uuid[]));

-- For who has entered and holds this permission anywhere, all stores of the tenant are in scope from here on, or the one that
-- is named. Answers whether the store that the request names is in scope, as entering did.
create function app.widen_scope(
    for_tenant uuid, for_user uuid, for_key uuid, elsewhere_permission text, wanted_store uuid, was_store_in_scope boolean)
    returns boolean
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    scope uuid[];
begin
    perform 1
       from identity.access_grant as g
       join identity.role_permission as p on p.tenant_id = for_tenant and p.role_id = g.role_id
      where g.tenant_id = for_tenant
        and g.user_id = for_user
        and g.revoked_at is null
        and p.permission = elsewhere_permission
        and p.revoked_at is null
      union all
     select 1
       from identity.api_key_permission as k
      where k.tenant_id = for_tenant
        and k.api_key_id = for_key
        and k.permission = elsewhere_permission;
    if not found then
        return was_store_in_scope;
    end if;

    select coalesce(array_agg(s.store_id), '{}')
      into scope
      from core.store as s
     where s.tenant_id = for_tenant
       and (wanted_store is null or s.store_id = wanted_store);
    execute format('set local app.store_scope = %L', scope::text);
    return wanted_store is null or cardinality(scope) > 0;
end
$$;

grant create on schema app to poscommerce_gate;
alter function app.widen_scope(uuid, uuid, uuid, text, uuid, boolean) owner to poscommerce_gate;
revoke create on schema app from poscommerce_gate;
revoke execute on function app.widen_scope(uuid, uuid, uuid, text, uuid, boolean) from public;
grant execute on function app.widen_scope(uuid, uuid, uuid, text, uuid, boolean) to app_sql;
