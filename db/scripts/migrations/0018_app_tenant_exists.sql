-- What an operator is refused is kept in the record of the tenant it was about, if there is such a tenant: an operator may
-- name any id. The kernel cannot see Identity's tables, so it asks.
create function app.tenant_exists(wanted_tenant uuid) returns boolean
    language sql stable security definer set search_path = ''
    as $$ select exists (select from identity.tenant where tenant_id = wanted_tenant) $$;

grant create on schema app to poscommerce_gate;
alter function app.tenant_exists(uuid) owner to poscommerce_gate;
revoke create on schema app from poscommerce_gate;
revoke execute on function app.tenant_exists(uuid) from public;
grant execute on function app.tenant_exists(uuid) to app_sql;
