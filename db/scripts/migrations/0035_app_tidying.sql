-- What nothing looks at any more is deleted by a job of the tenant, and not by the migrator over all of them. Nobody who serves
-- requests may delete: these functions do, with the owner's rights and behind its row security, and know themselves how old
-- something must be. Whoever holds a row keeps it and is not waited for. One by one, each by its key: a delete over a list that
-- locks its rows is planned to lock them all again for each row that it looks at.

-- Keys come in the order of their time, so the old ones lie together: an entry for every mebibyte tells where, and a sale
-- keeps up no index for it.
create index idempotency_key_by_time on app.idempotency_key using brin (claimed_at) with (pages_per_range = 128, autosummarize = on);

-- As long as docs/api.md promises: whoever retries without their key does the act anew.
create function app.forget_keys(for_tenant uuid, at_most integer) returns integer
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select o.principal_id, o.idempotency_key
          from app.idempotency_key as o
         where o.tenant_id = for_tenant
           and o.claimed_at < now() - interval '30 days'
         limit at_most
           for update skip locked
    loop
        delete
          from app.idempotency_key as k
         where k.tenant_id = for_tenant
           and k.principal_id = victim.principal_id
           and k.idempotency_key = victim.idempotency_key;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;

create function app.forget_challenges(for_tenant uuid, at_most integer) returns integer
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select o.approval_id
          from app.approval as o
         where o.tenant_id = for_tenant
           and o.expires_at < now() - interval '1 day'
           and o.approved_at is null
         limit at_most
           for update skip locked
    loop
        delete
          from app.approval as k
         where k.tenant_id = for_tenant
           and k.approval_id = victim.approval_id;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;

-- A day is longer than anything is remembered, but for PINs: those are counted until they are right, or set anew.
create function identity.forget_attempts(for_tenant uuid, at_most integer) returns integer
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select o.kind, o.subject
          from identity.sign_in_attempts as o
         where o.tenant_id = for_tenant
           and o.last_attempt_at < now() - interval '1 day'
           and (o.kind <> 'pin' or o.failures = 0)
         limit at_most
           for update skip locked
    loop
        delete
          from identity.sign_in_attempts as k
         where k.tenant_id = for_tenant
           and k.kind = victim.kind
           and k.subject = victim.subject;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;

create function platform.forget_attempts() returns integer
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select o.kind, o.subject
          from platform.sign_in_attempts as o
         where o.last_attempt_at < now() - interval '1 day'
           for update skip locked
    loop
        delete
          from platform.sign_in_attempts as k
         where k.kind = victim.kind
           and k.subject = victim.subject;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;

revoke execute on function app.forget_keys(uuid, integer) from public;
revoke execute on function app.forget_challenges(uuid, integer) from public;
revoke execute on function identity.forget_attempts(uuid, integer) from public;
revoke execute on function platform.forget_attempts() from public;
grant execute on function app.forget_keys(uuid, integer) to app_sql;
grant execute on function app.forget_challenges(uuid, integer) to app_sql;
grant execute on function identity.forget_attempts(uuid, integer) to identity_sql;
grant execute on function platform.forget_attempts() to platform_sql;
