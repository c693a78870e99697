-- A worker that has nothing to do looks once a second, so a look must not cost more with every merchant: what is due is read
-- off the end of one index, over all of them. Only where so much is due that a look does not see the end of it is each merchant
-- asked, so that one who has queued thousands does not keep the others waiting.
create index job_by_time on app.job (run_at, tenant_id, job_id, kind) where state = 'due';

create or replace function app.due_jobs(known_kinds text[], at_most integer)
    returns table (tenant_id uuid, job_id uuid, kind text)
    language plpgsql volatile security definer set search_path = ''
    as $$
#variable_conflict use_column
declare
    far constant integer := 1000;
    for_tenant uuid;
    found_many integer;
    room       integer := at_most;
begin
    perform 1
       from app.job as j
      where j.state = 'due'
        and j.run_at <= now()
        and j.kind = any (known_kinds)
        and exists (select from identity.tenant as t where t.tenant_id = j.tenant_id and t.suspended_at is null)
      limit far;
    get diagnostics found_many = row_count;
    if found_many < far then
        return query
        select w.tenant_id, w.job_id, w.kind
          from (
                select j.tenant_id, j.job_id, j.kind,
                       row_number() over (partition by j.tenant_id order by j.run_at) as place
                  from app.job as j
                 where j.state = 'due'
                   and j.run_at <= now()
                   and j.kind = any (known_kinds)
                   and exists (select from identity.tenant as t where t.tenant_id = j.tenant_id and t.suspended_at is null)
               ) as w
         order by w.place, random()
         limit at_most;
        return;
    end if;

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

-- How far a job is that goes on over many transactions. The binary before writes none of it.
alter table app.job add column parts_done integer;
alter table app.job add column parts_total integer;
