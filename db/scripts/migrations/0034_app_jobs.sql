-- Work without a caller: a row in the transaction that asks for it, done by a worker in one of its own, and kept to be seen.

create table app.job (
    tenant_id      uuid        not null default app.tenant_id(),
    job_id         uuid        not null,
    kind           text        not null,
    payload        jsonb       not null,
    state          text        not null default 'due',
    -- Of a kind that comes back: there is one in a tenant, due again so long after it was done.
    every_seconds  integer,
    requested_at   timestamptz not null,
    run_at         timestamptz not null,
    attempts       integer     not null default 0,
    taken_at       timestamptz,
    finished_at    timestamptz,
    last_error     text,
    constraint job_pkey primary key (tenant_id, job_id),
    constraint job_kind_is_short check (length(kind) between 1 and 100),
    constraint job_state_is_known check (state in ('due', 'done', 'parked')),
    constraint job_comes_back_later check (every_seconds > 0)
);
create unique index job_comes_back_once on app.job (tenant_id, kind) where every_seconds is not null;
create index job_by_state on app.job (tenant_id, state, job_id);
create index job_due on app.job (tenant_id, run_at) where state = 'due';
call app.protect('app.job', 'tenant');
create policy gate on app.job for select to poscommerce_gate using (true);
grant select, insert, update on app.job to app_sql;
grant select on app.job to poscommerce_gate;

-- Which job did it, where nobody else did.
alter table app.audit_entry add column job text;

-- Enters a tenant for work without a caller: all its stores are in scope, as for somebody with a role in all of them.
create function app.enter_system(for_tenant uuid, out held_scope uuid[])
    language plpgsql volatile security definer set search_path = ''
    as $$
begin
    perform 1 from identity.tenant where tenant_id = for_tenant and suspended_at is null;
    if not found then
        raise exception 'the tenant is not active' using errcode = 'PC401';
    end if;
    select coalesce(array_agg(s.store_id), '{}')
      into held_scope
      from core.store as s
     where s.tenant_id = for_tenant;
    execute format('set local app.tenant_id = %L', for_tenant);
    execute format('set local app.store_scope = %L', held_scope::text);
    if current_setting('transaction_read_only') = 'off' then
        set local plan_cache_mode = force_generic_plan;
    end if;
end
$$;

-- Holds a job for the attempt that has entered, until its transaction ends. A job that another attempt has taken, or that was
-- done meanwhile, is none of the caller's any more (PC410).
create function app.hold_job(for_tenant uuid, for_job uuid, for_attempt integer) returns boolean
    language plpgsql volatile
    as $$
begin
    perform 1
       from app.job as j
      where j.tenant_id = for_tenant
        and j.job_id = for_job
        and j.attempts = for_attempt
        and j.state = 'due'
        -- Not skipped: whoever is at it has counted an attempt, so all that is waited for is a rival who looks whether it is due.
        for update;
    if not found then
        raise exception 'the job is not this attempt''s' using errcode = 'PC410';
    end if;
    return true;
end
$$;

-- What is due, over all tenants: where to enter, and nothing of what is to be done there. Each tenant is asked for itself, as
-- a distributed engine wants it, and none is always the first.
create function app.due_jobs(known_kinds text[], at_most integer)
    returns table (tenant_id uuid, job_id uuid, kind text)
    language plpgsql volatile security definer set search_path = ''
    as $$
#variable_conflict use_column
declare
    for_tenant uuid;
    found_many integer;
    room       integer := at_most;
begin
    for for_tenant in
        select t.tenant_id
          from identity.tenant as t
         where t.suspended_at is null
         order by random()
    loop
        return query
        select j.tenant_id, j.job_id, j.kind
          from app.job as j
         where j.tenant_id = for_tenant
           and j.state = 'due'
           and j.run_at <= now()
           and j.kind = any (known_kinds)
         order by j.run_at
         limit room;
        get diagnostics found_many = row_count;
        room := room - found_many;
        exit when room <= 0;
    end loop;
end
$$;

-- The tenants in which a kind that comes back is not on its way yet: new ones, and all of them after a release that brings it.
create function app.tenants_without_job(wanted_kind text, at_most integer)
    returns table (tenant_id uuid)
    language plpgsql volatile security definer set search_path = ''
    as $$
#variable_conflict use_column
declare
    for_tenant uuid;
    room       integer := at_most;
begin
    for for_tenant in
        select t.tenant_id
          from identity.tenant as t
         where t.suspended_at is null
         order by t.tenant_id
    loop
        perform 1
           from app.job as j
          where j.tenant_id = for_tenant
            and j.kind = wanted_kind
            and j.every_seconds is not null;
        if not found then
            tenant_id := for_tenant;
            return next;
            room := room - 1;
        end if;
        exit when room <= 0;
    end loop;
end
$$;

grant create on schema app to poscommerce_gate;
alter function app.enter_system(uuid) owner to poscommerce_gate;
alter function app.due_jobs(text[], integer) owner to poscommerce_gate;
alter function app.tenants_without_job(text, integer) owner to poscommerce_gate;
revoke create on schema app from poscommerce_gate;
revoke execute on function app.enter_system(uuid) from public;
revoke execute on function app.hold_job(uuid, uuid, integer) from public;
revoke execute on function app.due_jobs(text[], integer) from public;
revoke execute on function app.tenants_without_job(text, integer) from public;
grant execute on function app.enter_system(uuid) to app_sql;
grant execute on function app.hold_job(uuid, uuid, integer) to app_sql;
grant execute on function app.due_jobs(text[], integer) to app_sql;
grant execute on function app.tenants_without_job(text, integer) to app_sql;
