-- Goods go from one store to another: asked for, approved, shipped, received. What is on the way belongs to neither store's levels; it stands
-- in the lines of the transfer, shipped less received less returned, so that the sum over all places stays what it was.

-- Rows of two stores are seen and written by whoever works in either of them.
create or replace procedure app.protect(target regclass, kind text)
    language plpgsql
    as $$
declare
    tenant_wall constant text := 'tenant_id = app.tenant_id()';
    store_wall constant text := tenant_wall || ' and coalesce(store_id = any ((select app.store_scope())::uuid[]), false)';
    route_wall constant text := tenant_wall || ' and coalesce(from_store_id = any ((select app.store_scope())::uuid[])'
        || ' or to_store_id = any ((select app.store_scope())::uuid[]), false)';
begin
    execute format('alter table %s enable row level security, force row level security', target);

    case kind
        when 'tenant' then
            execute format('create policy tenant_wall on %s using (%s) with check (%s)', target, tenant_wall, tenant_wall);
        when 'store' then
            execute format('create policy store_wall on %s using (%s) with check (%s)', target, store_wall, store_wall);
        when 'route' then
            execute format('create policy route_wall on %s using (%s) with check (%s)', target, route_wall, route_wall);
        when 'shared' then
            execute format('create policy tenant_read on %s for select using (%s)', target, tenant_wall);
            execute format('create policy store_insert on %s for insert with check (%s)', target, store_wall);
            execute format('create policy store_update on %s for update using (%s) with check (%s)', target, store_wall, store_wall);
        when 'directory' then
            execute format('create policy store_read on %s for select using (%s)', target, store_wall);
            execute format('create policy tenant_insert on %s for insert with check (%s)', target, tenant_wall);
            execute format('create policy store_update on %s for update using (%s) with check (%s)', target, store_wall, store_wall);
        else
            raise exception 'unknown kind of table: %', kind;
    end case;

    execute format('create policy migrator on %s to poscommerce_migrator using (true) with check (true)', target);
end
$$;

create table inventory.transfer (
    tenant_id       uuid        not null default app.tenant_id(),
    transfer_id     uuid        not null,
    number          text        not null,
    from_store_id   uuid        not null,
    to_store_id     uuid        not null,
    status          text        not null,
    note            text,
    requested_at    timestamptz not null,
    requested_by    uuid        not null,
    approved_at     timestamptz,
    approved_by     uuid,
    shipped_at      timestamptz,
    ended_at        timestamptz,
    cancellation    text,
    discrepancy_id  uuid,
    is_whole        boolean     not null default true,
    proven_at       timestamptz,
    version         integer     not null default 1,
    constraint transfer_pkey primary key (tenant_id, transfer_id),
    constraint transfer_between_stores unique (tenant_id, transfer_id, from_store_id, to_store_id),
    constraint transfer_number_is_taken unique (tenant_id, number),
    constraint transfer_is_from_a_store foreign key (tenant_id, from_store_id) references core.store (tenant_id, store_id),
    constraint transfer_is_to_a_store foreign key (tenant_id, to_store_id) references core.store (tenant_id, store_id),
    constraint transfer_is_between_two check (from_store_id <> to_store_id),
    constraint transfer_number_is_short check (length(number) between 1 and 64),
    constraint transfer_note_is_short check (length(note) between 1 and 500),
    constraint transfer_cancellation_is_short check (length(cancellation) between 1 and 200),
    constraint transfer_status_is_known check (status in ('requested', 'approved', 'shipped', 'received', 'returned', 'cancelled')),
    constraint transfer_is_what_it_says check (
        (approved_by is null) = (approved_at is null)
        and (status <> 'requested' or approved_at is null)
        and (status in ('requested', 'cancelled') or approved_at is not null)
        and (status in ('shipped', 'received', 'returned')) = (shipped_at is not null)
        and (status in ('received', 'returned', 'cancelled')) = (ended_at is not null)
        and (status = 'cancelled') = (cancellation is not null))
);
create index transfer_from_store on inventory.transfer (tenant_id, from_store_id, transfer_id);
create index transfer_to_store on inventory.transfer (tenant_id, to_store_id, transfer_id);
create index transfer_from_store_of_status on inventory.transfer (tenant_id, from_store_id, status, transfer_id);
create index transfer_to_store_of_status on inventory.transfer (tenant_id, to_store_id, status, transfer_id);
create index transfer_by_proof on inventory.transfer (tenant_id, from_store_id, proven_at);
create index transfer_that_is_not_proven on inventory.transfer (tenant_id, from_store_id, transfer_id) where proven_at is null or not is_whole;
call app.protect('inventory.transfer', 'route');
grant select, insert on inventory.transfer to inventory_sql;
grant update (status, approved_at, approved_by, shipped_at, ended_at, cancellation, discrepancy_id, is_whole, proven_at, version)
    on inventory.transfer to inventory_sql;

create table inventory.transfer_line (
    tenant_id      uuid          not null default app.tenant_id(),
    transfer_id    uuid          not null,
    line_number    integer       not null,
    from_store_id  uuid          not null,
    to_store_id    uuid          not null,
    variant_id     uuid          not null,
    requested      numeric(18,3) not null,
    shipped        numeric(18,3) not null default 0,
    received       numeric(18,3) not null default 0,
    returned       numeric(18,3) not null default 0,
    short_by       numeric(18,3) not null default 0,
    over_by        numeric(18,3) not null default 0,
    on_the_way     numeric(18,3) not null generated always as (shipped - received - returned) stored,
    constraint transfer_line_pkey primary key (tenant_id, transfer_id, line_number),
    constraint transfer_line_is_one_a_variant unique (tenant_id, transfer_id, variant_id),
    constraint transfer_line_belongs_to_one foreign key (tenant_id, transfer_id, from_store_id, to_store_id)
        references inventory.transfer (tenant_id, transfer_id, from_store_id, to_store_id),
    constraint transfer_line_is_of_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint transfer_line_asks_for_something check (requested > 0),
    constraint transfer_line_counts_up check (shipped >= 0 and received >= 0 and returned >= 0 and short_by >= 0 and over_by >= 0),
    constraint transfer_line_ships_what_was_asked_for check (shipped <= requested),
    constraint transfer_line_is_not_received_twice check (on_the_way >= 0),
    constraint transfer_line_was_short_of_what_came check (short_by <= received)
);
-- What comes to a store.
create index transfer_line_on_the_way on inventory.transfer_line (tenant_id, to_store_id, variant_id) where on_the_way > 0;
call app.protect('inventory.transfer_line', 'route');
grant select, insert, update (shipped, received, returned, short_by, over_by) on inventory.transfer_line to inventory_sql;

-- What a transfer lacked or had too much, where it was received.
alter table inventory.stock_adjustment add column transfer_id uuid;
alter table inventory.stock_adjustment add constraint stock_adjustment_is_of_a_transfer foreign key (tenant_id, transfer_id)
    references inventory.transfer (tenant_id, transfer_id);
alter table inventory.transfer add constraint transfer_has_a_discrepancy foreign key (tenant_id, discrepancy_id)
    references inventory.stock_adjustment (tenant_id, stock_adjustment_id);

-- What there was is known by the narrower rule, so no row is read again while tills wait.
alter table inventory.stock_movement drop constraint stock_movement_act_is_known;
alter table inventory.stock_movement add constraint stock_movement_act_is_known check (act in ('move', 'transfer')) not valid;
alter table inventory.location_movement drop constraint location_movement_kind_is_known;
alter table inventory.location_movement add constraint location_movement_kind_is_known
    check (kind in ('opening', 'adjustment', 'move', 'transfer')) not valid;
