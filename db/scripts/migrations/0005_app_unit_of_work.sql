-- What every request does before and after its own work: enter the tenant, claim its key, leave its trace.

-- Finds a tenant before anything is known of the caller. The only way to a tenant by name.
create function app.find_tenant(wanted_slug text) returns uuid
    language sql stable security definer set search_path = ''
    as $$ select tenant_id from identity.tenant where slug = wanted_slug and suspended_at is null $$;

-- Enters a tenant for a signed-in user: checks that tenant, user and session are alive, and sets tenant, user and the
-- stores in which the user holds the route's permission, for this transaction only. A route that asks for no permission
-- beyond being signed in sees the stores in which the user holds any role.
--   PC401  the session is over (or never was, or the user or tenant is no longer active)
--   PC403  the permission is held in no store
-- Answers whether the store that the request names is one of those stores (true when it names none). Nothing is set
-- before everything is checked, and an error ends the batch, so no later statement runs for a caller who was refused.
create function app.enter(for_tenant uuid, for_user uuid, for_session uuid, wanted_permission text, wanted_store uuid)
    returns boolean
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    is_held  boolean;
    scope    uuid[];
begin
    perform 1
       from identity.session as s
       join identity.user_account as u on u.tenant_id = s.tenant_id and u.user_id = s.user_id
       join identity.tenant as t on t.tenant_id = s.tenant_id
      where s.tenant_id = for_tenant
        and s.session_id = for_session
        and s.user_id = for_user
        and s.ended_at is null
        and s.expires_at > now()
        and u.disabled_at is null
        and t.suspended_at is null;
    if not found then
        raise exception 'the session is over' using errcode = 'PC401';
    end if;

    select wanted_permission is null or count(*) > 0,
           coalesce(array_agg(distinct s.store_id) filter (where s.store_id is not null), '{}')
      into is_held, scope
      from identity.access_grant as g
      left join core.store as s on s.tenant_id = g.tenant_id and (g.store_id is null or s.store_id = g.store_id)
     where g.tenant_id = for_tenant
       and g.user_id = for_user
       and (wanted_permission is null
            or exists (select
                         from identity.role_permission as p
                        where p.tenant_id = g.tenant_id
                          and p.role_id = g.role_id
                          and p.permission = wanted_permission));
    if not is_held then
        raise exception 'permission % is not held', wanted_permission using errcode = 'PC403';
    end if;

    if wanted_store is not null then
        scope := case when wanted_store = any (scope) then array[wanted_store] else '{}' end;
    end if;

    -- SET LOCAL and not set_config: a distributed engine forwards only the former to its workers.
    execute format('set local app.tenant_id = %L', for_tenant);
    execute format('set local app.user_id = %L', for_user);
    execute format('set local app.store_scope = %L', scope::text);

    -- What writes finds its rows by key, so one plan a statement is enough; left to itself, PostgreSQL plans those with
    -- arrays anew for every sale, which costs more than half as much as running them. Lists keep plans of their own:
    -- an optional filter that is not given must not be planned for.
    if current_setting('transaction_read_only') = 'off' then
        set local plan_cache_mode = force_generic_plan;
    end if;
    return wanted_store is null or cardinality(scope) > 0;
end
$$;

-- Enters a tenant for a request that has no principal yet (sign-in, refresh): no store is in scope.
create function app.enter_anonymously(for_tenant uuid) returns boolean
    language plpgsql volatile security definer set search_path = ''
    as $$
begin
    perform 1 from identity.tenant where tenant_id = for_tenant and suspended_at is null;
    if not found then
        raise exception 'the tenant is not active' using errcode = 'PC401';
    end if;
    execute format('set local app.tenant_id = %L', for_tenant);
    return true;
end
$$;

-- The gate owns what runs before a tenant is known; it may create nothing once it does.
grant create on schema app to poscommerce_gate;
alter function app.find_tenant(text) owner to poscommerce_gate;
alter function app.enter(uuid, uuid, uuid, text, uuid) owner to poscommerce_gate;
alter function app.enter_anonymously(uuid) owner to poscommerce_gate;
revoke create on schema app from poscommerce_gate;
revoke execute on function app.find_tenant(text) from public;
revoke execute on function app.enter(uuid, uuid, uuid, text, uuid) from public;
revoke execute on function app.enter_anonymously(uuid) from public;
grant execute on function app.find_tenant(text) to app_sql;
grant execute on function app.enter(uuid, uuid, uuid, text, uuid) to app_sql;
grant execute on function app.enter_anonymously(uuid) to app_sql;

-- A key is claimed by inserting it and answered by filling in the rest, both in the act's own transaction: a rival with
-- the same key waits at the primary key and then finds either the stored answer or nothing at all.
create table app.idempotency_key (
    tenant_id        uuid        not null default app.tenant_id(),
    principal_id     uuid        not null,
    idempotency_key  text        not null,
    request_hash     bytea       not null,
    claimed_at       timestamptz not null,
    status           integer,
    location         text,
    etag             text,
    body             bytea,
    constraint idempotency_key_pkey primary key (tenant_id, principal_id, idempotency_key)
);
call app.protect('app.idempotency_key', 'tenant');
grant select, insert, update on app.idempotency_key to app_sql;

create table app.audit_entry (
    tenant_id       uuid        not null default app.tenant_id(),
    audit_entry_id  uuid        not null,
    occurred_at     timestamptz not null,
    act             text        not null,
    outcome         text        not null,
    user_id         uuid,
    session_id      uuid,
    subject         jsonb       not null,
    request_hash    bytea       not null,
    client_address  inet,
    trace_id        text,
    approved_by     uuid,
    constraint audit_entry_pkey primary key (tenant_id, audit_entry_id),
    constraint audit_entry_outcome_is_known check (outcome in ('done', 'refused'))
);
call app.protect('app.audit_entry', 'tenant');
-- Append-only: nobody who serves requests may rewrite what happened.
grant select, insert on app.audit_entry to app_sql;

-- The transaction id is what makes the stream readable in commit order: everything below the oldest transaction still
-- running is final, so a reader that stops there can neither skip nor wait.
create table app.outbox_event (
    tenant_id        uuid        not null default app.tenant_id(),
    outbox_event_id  uuid        not null,
    transaction_id   xid8        not null default pg_current_xact_id(),
    type             text        not null,
    payload          jsonb       not null,
    occurred_at      timestamptz not null,
    constraint outbox_event_pkey primary key (tenant_id, outbox_event_id)
);
create index outbox_event_in_commit_order on app.outbox_event (transaction_id, outbox_event_id);
call app.protect('app.outbox_event', 'tenant');
create policy dispatcher on app.outbox_event for select to poscommerce_dispatcher using (true);
grant insert on app.outbox_event to app_sql;
grant select on app.outbox_event to poscommerce_dispatcher;
