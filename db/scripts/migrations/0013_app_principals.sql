-- Whoever asks: people at a desk or at a till, machines with a key, enrolled tills, operators of the platform. And the
-- approvals by which one lends another a right for a single act.

-- Enters a tenant for a signed-in user, as app.enter did before, and decides on what else the route demands of the session:
--   PC401  the session is over, or its till is no longer enrolled
--   PC40E  the session is good for enrolling a second factor only
--   PC403  the permission is held in no store
--   PC40S  the act is risky, and the user's second factor was not asked for lately
-- In scope are the stores in which the route's permission is held, and those in which the user may ask for an approval
-- (asking_permission): held_scope tells the former apart. A session at a till sees that till's store and holds nothing that
-- is tenant-wide.
create function app.enter_user(
    for_tenant uuid, for_user uuid, for_session uuid, wanted_permission text, asking_permission text, wanted_store uuid,
    is_risky boolean, is_for_enrolment boolean, out is_store_in_scope boolean, out held_scope uuid[])
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    its      record;
    is_held  boolean;
    scope    uuid[];
begin
    select s.terminal_id, s.is_limited, s.second_factor_at, u.second_factor_since, c.store_id
      into its
      from identity.session as s
      join identity.user_account as u on u.tenant_id = s.tenant_id and u.user_id = s.user_id
      join identity.tenant as t on t.tenant_id = s.tenant_id
      left join core.terminal_credential as c
        on c.tenant_id = s.tenant_id
       and c.terminal_credential_id = s.terminal_credential_id
       and c.revoked_at is null
      where s.tenant_id = for_tenant
        and s.session_id = for_session
        and s.user_id = for_user
        and s.ended_at is null
        and s.expires_at > now()
        and u.disabled_at is null
        and t.suspended_at is null
        and (s.terminal_credential_id is null or c.store_id is not null);
    if not found then
        raise exception 'the session is over' using errcode = 'PC401';
    end if;
    if its.is_limited and not is_for_enrolment then
        raise exception 'a second factor must be enrolled first' using errcode = 'PC40E';
    end if;

    select wanted_permission is null or count(*) > 0,
           coalesce(array_agg(distinct s.store_id) filter (where s.store_id is not null), '{}'),
           coalesce(array_agg(distinct s.store_id) filter (where s.store_id is not null and g.is_full), '{}')
      into is_held, scope, held_scope
      from (select a.tenant_id, a.store_id,
                   wanted_permission is null
                   or exists (select
                                from identity.role_permission as p
                                join identity.permission as q on q.permission = p.permission
                               where p.tenant_id = a.tenant_id
                                 and p.role_id = a.role_id
                                 and p.permission = wanted_permission
                                 and p.revoked_at is null
                                 and (not q.is_tenant_wide or (a.store_id is null and its.terminal_id is null))) as is_full,
                   asking_permission is not null
                   and exists (select
                                 from identity.role_permission as p
                                where p.tenant_id = a.tenant_id
                                  and p.role_id = a.role_id
                                  and p.permission = asking_permission
                                  and p.revoked_at is null) as may_ask
              from identity.access_grant as a
             where a.tenant_id = for_tenant
               and a.user_id = for_user
               and a.revoked_at is null) as g
      left join core.store as s
        on s.tenant_id = g.tenant_id
       and (g.store_id is null or s.store_id = g.store_id)
       and (its.store_id is null or s.store_id = its.store_id)
     where g.is_full or g.may_ask;
    -- At a till the permission counts where the till stands, and nowhere else.
    if not is_held or (its.terminal_id is not null and wanted_permission is not null and cardinality(scope) = 0) then
        raise exception 'permission % is not held', wanted_permission using errcode = 'PC403';
    end if;
    if is_risky and its.second_factor_since is not null
       and (its.second_factor_at is null or its.second_factor_at < now() - interval '10 minutes') then
        raise exception 'the second factor must be shown again' using errcode = 'PC40S';
    end if;

    if wanted_store is not null then
        scope := case when wanted_store = any (scope) then array[wanted_store] else '{}' end;
    end if;
    execute format('set local app.tenant_id = %L', for_tenant);
    execute format('set local app.store_scope = %L', scope::text);
    if current_setting('transaction_read_only') = 'off' then
        set local plan_cache_mode = force_generic_plan;
    end if;
    is_store_in_scope := wanted_store is null or cardinality(scope) > 0;
end
$$;

-- The previous binary enters by this name while a release is rolled out.
create or replace function app.enter(for_tenant uuid, for_user uuid, for_session uuid, wanted_permission text, wanted_store uuid)
    returns boolean
    language sql volatile security definer set search_path = ''
    as $$ select is_store_in_scope from app.enter_user(for_tenant, for_user, for_session, wanted_permission, null, wanted_store, false, false) $$;

-- Enters a tenant for a machine with an API key. Its permissions count in the stores that the key is limited to, or in all;
-- tenant-wide ones only for a key without such a limit.
create function app.enter_api_key(
    for_tenant uuid, for_key uuid, wanted_hash bytea, from_address inet, wanted_permission text, wanted_store uuid,
    out is_store_in_scope boolean, out held_scope uuid[])
    language plpgsql volatile security definer set search_path = ''
    as $$
declare
    scope       uuid[];
    is_limited  boolean;
begin
    perform 1
       from identity.api_key as k
       join identity.tenant as t on t.tenant_id = k.tenant_id
      where k.tenant_id = for_tenant
        and k.api_key_id = for_key
        and (k.secret_hash = wanted_hash or (k.previous_secret_hash = wanted_hash and k.previous_expires_at > now()))
        and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())
        and (k.allowed_networks = '{}' or from_address <<= any (k.allowed_networks::inet[]))
        and t.suspended_at is null;
    if not found then
        raise exception 'the key is not good' using errcode = 'PC401';
    end if;

    is_limited := exists (select from identity.api_key_store as s where s.tenant_id = for_tenant and s.api_key_id = for_key);
    -- Without a permission nothing is decided but that the key is good: a denied act leaves its trace so.
    perform 1
       from identity.api_key_permission as p
       join identity.permission as q on q.permission = p.permission
      where p.tenant_id = for_tenant
        and p.api_key_id = for_key
        and p.permission = wanted_permission
        and not (q.is_tenant_wide and is_limited);
    if not found and wanted_permission is not null then
        raise exception 'permission % is not held', wanted_permission using errcode = 'PC403';
    end if;

    select coalesce(array_agg(s.store_id), '{}')
      into scope
      from core.store as s
     where s.tenant_id = for_tenant
       and (not is_limited
            or exists (select from identity.api_key_store as l where l.tenant_id = for_tenant and l.api_key_id = for_key and l.store_id = s.store_id));
    held_scope := scope;
    if wanted_store is not null then
        scope := case when wanted_store = any (scope) then array[wanted_store] else '{}' end;
    end if;
    execute format('set local app.tenant_id = %L', for_tenant);
    execute format('set local app.store_scope = %L', scope::text);
    if current_setting('transaction_read_only') = 'off' then
        set local plan_cache_mode = force_generic_plan;
    end if;
    is_store_in_scope := wanted_store is null or cardinality(scope) > 0;
end
$$;

-- Enters a tenant for an enrolled till by its own credential: its store is in scope and nothing else.
create function app.enter_terminal(for_tenant uuid, for_credential uuid, wanted_hash bytea, out terminal_id uuid, out store_id uuid)
    language plpgsql volatile security definer set search_path = ''
    as $$
begin
    select c.terminal_id, c.store_id
      into terminal_id, store_id
      from core.terminal_credential as c
      join core.terminal as m on m.tenant_id = c.tenant_id and m.terminal_id = c.terminal_id
      join core.store as s on s.tenant_id = c.tenant_id and s.store_id = c.store_id
      join identity.tenant as t on t.tenant_id = c.tenant_id
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
end
$$;

-- Enters for an operator of the platform: on behalf of a tenant, suspended or about to be made, or of none.
create function app.enter_operator(for_operator uuid, for_session uuid, wanted_permission text, for_tenant uuid)
    returns boolean
    language plpgsql volatile security definer set search_path = ''
    as $$
begin
    perform 1
       from platform.operator_session as s
       join platform.operator as o using (operator_id)
      where s.session_id = for_session
        and s.operator_id = for_operator
        and s.ended_at is null
        and s.expires_at > now()
        and o.disabled_at is null;
    if not found then
        raise exception 'the session is over' using errcode = 'PC401';
    end if;
    perform 1
       from platform.operator as o
      where o.operator_id = for_operator
        and (wanted_permission is null or wanted_permission = any (o.permissions));
    if not found then
        raise exception 'permission % is not held', wanted_permission using errcode = 'PC403';
    end if;
    execute format('set local app.operator_id = %L', for_operator);
    if for_tenant is not null then
        execute format('set local app.tenant_id = %L', for_tenant);
    end if;
    return true;
end
$$;

-- Does this person hold a permission in a store? Asked where the act itself decides which one it needs, and of whoever
-- approves one.
create function app.user_holds(for_tenant uuid, for_user uuid, wanted_permission text, in_store uuid) returns boolean
    language sql stable security definer set search_path = ''
    as $$
    select exists (
        select
          from identity.access_grant as g
          join identity.user_account as u on u.tenant_id = g.tenant_id and u.user_id = g.user_id
          join identity.role_permission as p on p.tenant_id = g.tenant_id and p.role_id = g.role_id
          join identity.permission as q on q.permission = p.permission
         where g.tenant_id = for_tenant
           and g.user_id = for_user
           and g.revoked_at is null
           and (g.store_id is null or (g.store_id = in_store and not q.is_tenant_wide))
           and u.disabled_at is null
           and p.permission = wanted_permission
           and p.revoked_at is null)
    $$;

-- The tenants of the platform, for an operator who has entered and for nobody else.
create function app.list_tenants(after_slug text, at_most integer)
    returns table (tenant_id uuid, slug text, name text, created_at timestamptz, suspended_at timestamptz, suspension_reason text)
    language sql stable security definer set search_path = ''
    as $$
    select t.tenant_id, t.slug, t.name, t.created_at, t.suspended_at, t.suspension_reason
      from identity.tenant as t
     where nullif(current_setting('app.operator_id', true), '') is not null
       and (after_slug is null or t.slug > after_slug)
     order by t.slug
     limit at_most
    $$;

grant create on schema app to poscommerce_gate;
alter function app.enter_user(uuid, uuid, uuid, text, text, uuid, boolean, boolean) owner to poscommerce_gate;
alter function app.enter_api_key(uuid, uuid, bytea, inet, text, uuid) owner to poscommerce_gate;
alter function app.enter_terminal(uuid, uuid, bytea) owner to poscommerce_gate;
alter function app.enter_operator(uuid, uuid, text, uuid) owner to poscommerce_gate;
alter function app.user_holds(uuid, uuid, text, uuid) owner to poscommerce_gate;
alter function app.list_tenants(text, integer) owner to poscommerce_gate;
revoke create on schema app from poscommerce_gate;
revoke execute on function app.enter_user(uuid, uuid, uuid, text, text, uuid, boolean, boolean) from public;
revoke execute on function app.enter_api_key(uuid, uuid, bytea, inet, text, uuid) from public;
revoke execute on function app.enter_terminal(uuid, uuid, bytea) from public;
revoke execute on function app.enter_operator(uuid, uuid, text, uuid) from public;
revoke execute on function app.user_holds(uuid, uuid, text, uuid) from public;
revoke execute on function app.list_tenants(text, integer) from public;
grant execute on function app.enter_user(uuid, uuid, uuid, text, text, uuid, boolean, boolean) to app_sql;
grant execute on function app.enter_api_key(uuid, uuid, bytea, inet, text, uuid) to app_sql;
grant execute on function app.enter_terminal(uuid, uuid, bytea) to app_sql;
grant execute on function app.enter_operator(uuid, uuid, text, uuid) to app_sql;
grant execute on function app.user_holds(uuid, uuid, text, uuid) to app_sql;
grant execute on function app.list_tenants(text, integer) to platform_sql;

-- A question that survives the refusal: may this person do this one thing? Answered by somebody who may, within minutes,
-- and used up by the act itself, in the act's own transaction.
create table app.approval (
    tenant_id     uuid        not null default app.tenant_id(),
    approval_id   uuid        not null,
    operation     text        not null,
    permission    text        not null,
    store_id      uuid        not null,
    subject_id    uuid,
    amount        bigint,
    requested_by  uuid        not null,
    requested_at  timestamptz not null,
    expires_at    timestamptz not null,
    approved_by   uuid,
    approved_at   timestamptz,
    used_at       timestamptz,
    constraint approval_pkey primary key (tenant_id, approval_id),
    constraint approval_operation_is_short check (length(operation) <= 300),
    constraint approval_has_an_approver check ((approved_at is null) = (approved_by is null)),
    constraint approval_is_used_when_given check (used_at is null or approved_at is not null)
);
call app.protect('app.approval', 'tenant');
grant select, insert, update on app.approval to app_sql;

-- Who it was, whoever it was; what it was mostly about; what it changed.
alter table app.audit_entry
    add column api_key_id   uuid,
    add column terminal_id  uuid,
    add column operator_id  uuid,
    add column approval_id  uuid,
    add column subject_id   uuid,
    add column changes      jsonb,
    add column actor_id     uuid generated always as (coalesce(user_id, api_key_id, operator_id, terminal_id)) stored;
create index audit_entry_by_time on app.audit_entry (tenant_id, occurred_at desc, audit_entry_id desc);
create index audit_entry_by_actor on app.audit_entry (tenant_id, actor_id, occurred_at desc, audit_entry_id desc);
create index audit_entry_by_act on app.audit_entry (tenant_id, act, occurred_at desc, audit_entry_id desc);
create index audit_entry_by_subject on app.audit_entry (tenant_id, subject_id, occurred_at desc, audit_entry_id desc) where subject_id is not null;

-- What operators did, tenants apart: signing in, and every act on a tenant once more beside the tenant's own log.
create table app.platform_audit_entry (
    audit_entry_id  uuid        not null,
    occurred_at     timestamptz not null,
    act             text        not null,
    outcome         text        not null,
    operator_id     uuid,
    session_id      uuid,
    subject         jsonb       not null,
    client_address  inet,
    trace_id        text,
    constraint platform_audit_entry_pkey primary key (audit_entry_id),
    constraint platform_audit_entry_outcome_is_known check (outcome in ('done', 'refused'))
);
create index platform_audit_entry_by_time on app.platform_audit_entry (occurred_at desc, audit_entry_id desc);
grant select, insert on app.platform_audit_entry to app_sql;
