-- Merchants take their articles out as a file of the shape in which they bring them: a job writes it as of one moment, in parts that are
-- kept packed for some days.

create table catalog.export (
    tenant_id       uuid        not null default app.tenant_id(),
    export_id       uuid        not null,
    kind            text        not null,
    job_id          uuid        not null,
    product_status  text,
    product_kind    text,
    brand           text,
    tag             text,
    category_id     uuid,
    status          text        not null default 'queued',
    rows_total      integer,
    rows_done       integer     not null default 0,
    bytes           bigint      not null default 0,
    requested_at    timestamptz not null,
    requested_by    uuid        not null,
    finished_at     timestamptz,
    constraint export_pkey primary key (tenant_id, export_id),
    constraint export_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint export_kind_is_known check (kind in ('products')),
    constraint export_product_status_is_known check (product_status in ('active', 'draft')),
    constraint export_product_kind_is_known check (product_kind in ('simple', 'variant', 'bundle', 'service', 'weighed')),
    constraint export_brand_is_short check (length(brand) between 1 and 100),
    constraint export_tag_is_short check (length(tag) between 1 and 50),
    constraint export_status_is_known check (status in ('queued', 'running', 'done', 'cancelled')),
    constraint export_counts_not_negative check (rows_total >= 0 and rows_done >= 0 and bytes >= 0)
);
call app.protect('catalog.export', 'tenant');
grant select, insert, update on catalog.export to catalog_sql;

-- The text of some hundred articles, packed with gzip.
create table catalog.export_part (
    tenant_id  uuid    not null default app.tenant_id(),
    export_id  uuid    not null,
    part       integer not null,
    content    bytea   not null,
    constraint export_part_pkey primary key (tenant_id, export_id, part),
    constraint export_part_belongs_to_export foreign key (tenant_id, export_id) references catalog.export (tenant_id, export_id)
);
alter table catalog.export_part alter column content set storage external;
call app.protect('catalog.export_part', 'tenant');
grant select, insert on catalog.export_part to catalog_sql;

-- Deletes the files a week after they were made, each part by its key, whatever the statistics say.
create function catalog.forget_exports(for_tenant uuid, at_most integer) returns integer
    language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select p.export_id, p.part
          from catalog.export_part as p
         where p.tenant_id = for_tenant
           and p.export_id in (select e.export_id
                                 from catalog.export as e
                                where e.tenant_id = for_tenant
                                  and e.finished_at < now() - interval '7 days')
         limit at_most
    loop
        delete
          from catalog.export_part as p
         where p.tenant_id = for_tenant
           and p.export_id = victim.export_id
           and p.part = victim.part;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;
revoke execute on function catalog.forget_exports(uuid, integer) from public;
grant execute on function catalog.forget_exports(uuid, integer) to catalog_sql;
