-- What enters a tenant says which one at every level. Joined to a row whose tenant is known it was the same rows, but an
-- engine that distributes by tenant routes on constants: it asked every server, 40 statements for one entry instead of 5.
-- And one plan a statement, right where rows are found by key on one server, cannot be made there: app.write_plan, set for
-- the application's role, says otherwise (a value of plan_cache_mode).

create or replace function app.enter_user(
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
      join identity.user_account as u on u.tenant_id = for_tenant and u.user_id = s.user_id
      join identity.tenant as t on t.tenant_id = for_tenant
      left join core.terminal_credential as c
        on c.tenant_id = for_tenant
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
      from (select a.store_id,
                   wanted_permission is null
                   or exists (select
                                from identity.role_permission as p
                                join identity.permission as q on q.permission = p.permission
                               where p.tenant_id = for_tenant
                                 and p.role_id = a.role_id
                                 and p.permission = wanted_permission
                                 and p.revoked_at is null
                                 and (not q.is_tenant_wide or (a.store_id is null and its.terminal_id is null))) as is_full,
                   asking_permission is not null
                   and exists (select
                                 from identity.role_permission as p
                                where p.tenant_id = for_tenant
                                  and p.role_id = a.role_id
                                  and p.permission = asking_permission
                                  and p.revoked_at is null) as may_ask
              from identity.access_grant as a
             where a.tenant_id = for_tenant
               and a.user_id = for_user
               and a.revoked_at is null) as g
      left join core.store as s
        on s.tenant_id = for_tenant
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
        if coalesce(current_setting('app.write_plan', true), '') = '' then
            set local plan_cache_mode = force_generic_plan;
        else
            execute format('set local plan_cache_mode = %L', current_setting('app.write_plan'));
        end if;
    end if;
    is_store_in_scope := wanted_store is null or cardinality(scope) > 0;
end
$$;

create or replace function app.enter_api_key(
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
       join identity.tenant as t on t.tenant_id = for_tenant
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
            or exists (select
                         from identity.api_key_store as l
                        where l.tenant_id = for_tenant
                          and l.api_key_id = for_key
                          and l.store_id = s.store_id));
    held_scope := scope;
    if wanted_store is not null then
        scope := case when wanted_store = any (scope) then array[wanted_store] else '{}' end;
    end if;
    execute format('set local app.tenant_id = %L', for_tenant);
    execute format('set local app.store_scope = %L', scope::text);
    if current_setting('transaction_read_only') = 'off' then
        if coalesce(current_setting('app.write_plan', true), '') = '' then
            set local plan_cache_mode = force_generic_plan;
        else
            execute format('set local plan_cache_mode = %L', current_setting('app.write_plan'));
        end if;
    end if;
    is_store_in_scope := wanted_store is null or cardinality(scope) > 0;
end
$$;

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
    -- Which till it is: what is remembered of a till belongs to it, whatever credential its device has at present.
    execute format('set local app.terminal_id = %L', terminal_id);
end
$$;

-- As a function of SQL it could not be planned there either: PL/pgSQL hands its arguments on as constants.
create or replace function app.user_holds(for_tenant uuid, for_user uuid, wanted_permission text, in_store uuid) returns boolean
    language plpgsql stable security definer set search_path = ''
    as $$
begin
    return exists (
        select
          from identity.access_grant as g
          join identity.user_account as u on u.tenant_id = for_tenant and u.user_id = g.user_id
          join identity.role_permission as p on p.tenant_id = for_tenant and p.role_id = g.role_id
          join identity.permission as q on q.permission = p.permission
         where g.tenant_id = for_tenant
           and g.user_id = for_user
           and g.revoked_at is null
           and (g.store_id is null or (g.store_id = in_store and not q.is_tenant_wide))
           and u.disabled_at is null
           and p.permission = wanted_permission
           and p.revoked_at is null);
end
$$;

-- Refuses where fewer rows were found than are wanted, as the constraint would that ties each wanted one to its row. Asked
-- once a statement, over a count: what has no row would else be skipped in silence. Immutable, because what it answers
-- depends on what it is given only, and a distributed engine takes no other function in an update.
create function app.are_all(there bigint, wanted integer, of_constraint text) returns boolean
    language plpgsql immutable parallel safe
    as $$
begin
    if there < wanted then
        raise exception 'only % of % rows are there, which violates foreign key constraint "%"', there, wanted, of_constraint
              using errcode = 'foreign_key_violation', constraint = of_constraint;
    end if;
    return true;
end
$$;
