-- What tills have to hear of: each article that changed, by the transaction that changed it. Whoever remembers up to where it has heard
-- asks for the rest; docs/decisions/0053 says why nothing can be missed.
--
-- Rows are only ever added: who changes an article waits for nobody here. Of several rows of one article the newest is enough, and the
-- others are deleted once a day.

create table catalog.till_change (
    tenant_id   uuid        not null default app.tenant_id(),
    changed_in  bigint      not null default pg_current_xact_id()::text::bigint,
    kind        text        not null,
    subject_id  uuid        not null,
    constraint till_change_pkey primary key (tenant_id, changed_in, kind, subject_id),
    constraint till_change_kind_is_known check (kind in ('article', 'categories'))
);
create index till_change_of_subject on catalog.till_change (tenant_id, kind, subject_id, changed_in);
call app.protect('catalog.till_change', 'tenant');
grant select, insert on catalog.till_change to catalog_sql;

create table pricing.till_change (
    tenant_id   uuid        not null default app.tenant_id(),
    changed_in  bigint      not null default pg_current_xact_id()::text::bigint,
    variant_id  uuid        not null,
    constraint till_change_pkey primary key (tenant_id, changed_in, variant_id)
);
create index till_change_of_variant on pricing.till_change (tenant_id, variant_id, changed_in);
call app.protect('pricing.till_change', 'tenant');
grant select, insert on pricing.till_change to pricing_sql;

-- Deletes what a newer row of the same article says as well, the oldest first: whoever has heard less than either hears the newer.
create function catalog.forget_till_changes(for_tenant uuid, at_most integer) returns integer
    language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select o.changed_in, o.kind, o.subject_id
          from catalog.till_change as o
         where o.tenant_id = for_tenant
           and exists (select
                         from catalog.till_change as n
                        where n.tenant_id = for_tenant
                          and n.kind = o.kind
                          and n.subject_id = o.subject_id
                          and n.changed_in > o.changed_in)
         order by o.changed_in
         limit at_most
    loop
        delete
          from catalog.till_change as k
         where k.tenant_id = for_tenant
           and k.changed_in = victim.changed_in
           and k.kind = victim.kind
           and k.subject_id = victim.subject_id;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;
revoke execute on function catalog.forget_till_changes(uuid, integer) from public;
grant execute on function catalog.forget_till_changes(uuid, integer) to catalog_sql;

create function pricing.forget_till_changes(for_tenant uuid, at_most integer) returns integer
    language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
    as $$
declare
    victim record;
    gone   integer := 0;
begin
    for victim in
        select o.changed_in, o.variant_id
          from pricing.till_change as o
         where o.tenant_id = for_tenant
           and exists (select
                         from pricing.till_change as n
                        where n.tenant_id = for_tenant
                          and n.variant_id = o.variant_id
                          and n.changed_in > o.changed_in)
         order by o.changed_in
         limit at_most
    loop
        delete
          from pricing.till_change as k
         where k.tenant_id = for_tenant
           and k.changed_in = victim.changed_in
           and k.variant_id = victim.variant_id;
        gone := gone + 1;
    end loop;
    return gone;
end
$$;
revoke execute on function pricing.forget_till_changes(uuid, integer) from public;
grant execute on function pricing.forget_till_changes(uuid, integer) to pricing_sql;
