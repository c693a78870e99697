-- Merchants set up and keep their articles by files: what a file holds is read once, when it comes, and then worked through in parts by
-- a job, each part in a transaction of its own that says, too, what became of its rows.

create table catalog.import (
    tenant_id      uuid        not null default app.tenant_id(),
    import_id      uuid        not null,
    kind           text        not null,
    job_id         uuid        not null,
    is_dry_run     boolean     not null,
    on_error       text        not null,
    separator      text        not null,
    columns        text[]      not null,
    status         text        not null default 'queued',
    parts          integer     not null,
    rows_total     integer     not null,
    rows_done      integer     not null default 0,
    rows_created   integer     not null default 0,
    rows_changed   integer     not null default 0,
    rows_unchanged integer     not null default 0,
    rows_refused   integer     not null default 0,
    requested_at   timestamptz not null,
    requested_by   uuid        not null,
    finished_at    timestamptz,
    constraint import_pkey primary key (tenant_id, import_id),
    constraint import_kind_is_known check (kind in ('products')),
    constraint import_on_error_is_known check (on_error in ('skip', 'stop')),
    constraint import_separator_is_known check (separator in ('comma', 'semicolon', 'tab')),
    constraint import_status_is_known check (status in ('queued', 'running', 'done', 'stopped', 'cancelled')),
    constraint import_is_bounded check (rows_total between 1 and 100000 and parts between 1 and rows_total)
);
call app.protect('catalog.import', 'tenant');
grant select, insert, update on catalog.import to catalog_sql;

-- What the file held, some hundred rows a part, as JSON; numbers of payment cards are masked before they come here.
create table catalog.import_part (
    tenant_id  uuid    not null default app.tenant_id(),
    import_id  uuid    not null,
    part       integer not null,
    content    text    not null,
    constraint import_part_pkey primary key (tenant_id, import_id, part),
    constraint import_part_belongs_to_import foreign key (tenant_id, import_id) references catalog.import (tenant_id, import_id)
);
call app.protect('catalog.import_part', 'tenant');
grant select, insert on catalog.import_part to catalog_sql;

-- What became of each row, or would have.
create table catalog.import_row (
    tenant_id   uuid    not null default app.tenant_id(),
    import_id   uuid    not null,
    row_number  integer not null,
    outcome     text    not null,
    sku         text,
    product_id  uuid,
    variant_id  uuid,
    changed     text    not null,
    problems    jsonb   not null,
    constraint import_row_pkey primary key (tenant_id, import_id, row_number),
    constraint import_row_belongs_to_import foreign key (tenant_id, import_id) references catalog.import (tenant_id, import_id),
    constraint import_row_outcome_is_known check (outcome in ('created', 'changed', 'unchanged', 'refused'))
);
create index import_row_by_outcome on catalog.import_row (tenant_id, import_id, outcome, row_number);
call app.protect('catalog.import_row', 'tenant');
grant select, insert, update on catalog.import_row to catalog_sql;

-- Deletes what files held a week after they were worked through, and what became of their rows after a year; each by its key, whatever
-- the statistics say.
create function catalog.forget_imports(for_tenant uuid, at_most integer) returns integer
    language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select p.import_id, p.part
          from catalog.import_part as p
         where p.tenant_id = for_tenant
           and p.import_id in (select i.import_id
                                 from catalog.import as i
                                where i.tenant_id = for_tenant
                                  and i.finished_at < now() - interval '7 days')
         limit at_most
    loop
        delete
          from catalog.import_part as p
         where p.tenant_id = for_tenant
           and p.import_id = victim.import_id
           and p.part = victim.part;
        gone := gone + 1;
    end loop;
    for victim in
        select r.import_id, r.row_number
          from catalog.import_row as r
         where r.tenant_id = for_tenant
           and r.import_id in (select i.import_id
                                 from catalog.import as i
                                where i.tenant_id = for_tenant
                                  and i.finished_at < now() - interval '1 year')
         limit greatest(at_most - gone, 0)
    loop
        delete
          from catalog.import_row as r
         where r.tenant_id = for_tenant
           and r.import_id = victim.import_id
           and r.row_number = victim.row_number;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;
revoke execute on function catalog.forget_imports(uuid, integer) from public;
grant execute on function catalog.forget_imports(uuid, integer) to catalog_sql;

-- Of the stores in scope those in which the caller holds one permission more than the one that it entered by.
create function app.stores_held(for_tenant uuid, for_user uuid, for_key uuid, wanted_permission text) returns uuid[]
    language plpgsql stable security definer set search_path = ''
    as $$
declare
    scope uuid[] := app.store_scope();
    held  uuid[];
begin
    if for_key is not null then
        perform 1
           from identity.api_key_permission as k
          where k.tenant_id = for_tenant
            and k.api_key_id = for_key
            and k.permission = wanted_permission;
        return case when found then scope else '{}' end;
    end if;
    select coalesce(array_agg(distinct s.store_id), '{}')
      into held
      from identity.access_grant as g
      join identity.role_permission as p on p.tenant_id = for_tenant and p.role_id = g.role_id
      join identity.permission as q on q.permission = p.permission
      join core.store as s on s.tenant_id = for_tenant and (g.store_id is null or g.store_id = s.store_id)
     where g.tenant_id = for_tenant
       and g.user_id = for_user
       and g.revoked_at is null
       and p.permission = wanted_permission
       and p.revoked_at is null
       and (g.store_id is null or not q.is_tenant_wide)
       and s.store_id = any (scope);
    return held;
end
$$;
grant create on schema app to poscommerce_gate;
alter function app.stores_held(uuid, uuid, uuid, text) owner to poscommerce_gate;
revoke create on schema app from poscommerce_gate;
revoke execute on function app.stores_held(uuid, uuid, uuid, text) from public;
grant execute on function app.stores_held(uuid, uuid, uuid, text) to app_sql;
