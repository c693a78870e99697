-- A till that enters by its own credential says which till it is: keys of acts belong to the till, not to the credential that its
-- device has at present (app.claim_key).

create or replace function app.enter_terminal(
    for_tenant uuid, for_credential uuid, wanted_hash bytea, out terminal_id uuid, out store_id uuid)
    language plpgsql volatile security definer set search_path = ''
    as $$
begin
    select c.terminal_id, c.store_id
      into terminal_id, store_id
      from core.terminal_credential as c
      join core.terminal as m on m.tenant_id = for_tenant and m.terminal_id = c.terminal_id
      join core.store as s on s.tenant_id = for_tenant and s.store_id = c.store_id
      join identity.tenant as t on t.tenant_id = for_tenant
     where c.tenant_id = for_tenant
       and c.terminal_credential_id = for_credential
       and c.secret_hash = wanted_hash
       and c.revoked_at is null
       and m.archived_at is null
       and s.archived_at is null
       and t.suspended_at is null;
    if not found then
        raise exception 'the till is not enrolled' using errcode = 'PC401';
    end if;
    execute format('set local app.tenant_id = %L', for_tenant);
    execute format('set local app.store_scope = %L', array[store_id]::text);
    execute format('set local app.terminal_id = %L', terminal_id);
end
$$;
