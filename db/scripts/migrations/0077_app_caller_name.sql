-- Who acts is named where it is kept, as they are called at that moment: entering has read their row anyway, so nothing is asked for it. A
-- machine enters without a name, and what was set goes with the transaction.
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
    select s.terminal_id, s.is_limited, s.second_factor_at, u.second_factor_since, c.store_id, u.name as caller_name
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
    execute format('set local app.caller_name = %L', its.caller_name);
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
