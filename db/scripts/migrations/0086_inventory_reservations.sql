-- Goods that are promised to somebody for a while. What is reserved moves stock_level.reserved under the constraint that a sale's on_hand
-- moves under, so that neither takes what the other has. A hold past its time counts as free from that moment on: whoever needs its goods
-- lets it lapse, and a job ends the rest.

create table inventory.reservation (
    tenant_id       uuid        not null default app.tenant_id(),
    reservation_id  uuid        not null,
    store_id        uuid        not null,
    status          text        not null default 'held',
    kind            text,
    reference_id    uuid,
    label           text,
    expires_at      timestamptz not null,
    reserved_at     timestamptz not null,
    reserved_by     uuid        not null,
    sale_id         uuid,
    ended_at        timestamptz,
    ended_by        uuid,
    version         integer     not null default 1,
    constraint reservation_pkey primary key (tenant_id, reservation_id),
    constraint reservation_in_store unique (tenant_id, reservation_id, store_id),
    constraint reservation_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint reservation_status_is_known check (status in ('held', 'consumed', 'released', 'expired')),
    constraint reservation_kind_is_known check (kind in ('customer', 'layaway', 'checkout', 'order', 'other')),
    constraint reservation_label_is_short check (length(label) between 1 and 200),
    constraint reservation_refers_as_something check (kind is not null or num_nonnulls(reference_id, label) = 0),
    constraint reservation_lasts check (expires_at > reserved_at),
    constraint reservation_is_what_it_says check (
        (status = 'held') = (ended_at is null)
        and (status <> 'consumed' or sale_id is not null)
        and (status not in ('consumed', 'released') or ended_by is not null)
        and (status <> 'held' or ended_by is null))
);
create index reservation_of_store on inventory.reservation (tenant_id, store_id, reservation_id);
create index reservation_of_store_by_status on inventory.reservation (tenant_id, store_id, status, reservation_id);
create index reservation_by_its_end on inventory.reservation (tenant_id, store_id, expires_at) where status = 'held';
call app.protect('inventory.reservation', 'store');
grant select, insert on inventory.reservation to inventory_sql;
grant update (status, expires_at, sale_id, ended_at, ended_by, version) on inventory.reservation to inventory_sql;

-- Append-only: what was asked for, a bundle as a bundle.
create table inventory.reservation_line (
    tenant_id       uuid          not null default app.tenant_id(),
    reservation_id  uuid          not null,
    line_number     integer       not null,
    store_id        uuid          not null,
    variant_id      uuid          not null,
    quantity        numeric(18,3) not null,
    constraint reservation_line_pkey primary key (tenant_id, reservation_id, line_number),
    constraint reservation_line_belongs_to_one foreign key (tenant_id, reservation_id, store_id)
        references inventory.reservation (tenant_id, reservation_id, store_id),
    constraint reservation_line_is_of_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint reservation_line_asks_for_something check (quantity > 0)
);
call app.protect('inventory.reservation_line', 'store');
grant select, insert on inventory.reservation_line to inventory_sql;

-- What is kept back for it, one a variant: what a bundle is made of, and nothing of a service. What sales took is the quantity less what
-- remains; what remained and is not held any more went back. Whoever changes a hold has locked its level before.
create table inventory.reservation_hold (
    tenant_id       uuid          not null default app.tenant_id(),
    reservation_id  uuid          not null,
    store_id        uuid          not null,
    variant_id      uuid          not null,
    quantity        numeric(18,3) not null,
    remaining       numeric(18,3) not null,
    is_held         boolean       not null default true,
    expires_at      timestamptz   not null,
    constraint reservation_hold_pkey primary key (tenant_id, reservation_id, variant_id),
    constraint reservation_hold_belongs_to_one foreign key (tenant_id, reservation_id, store_id)
        references inventory.reservation (tenant_id, reservation_id, store_id),
    constraint reservation_hold_is_of_a_level foreign key (tenant_id, store_id, variant_id)
        references inventory.stock_level (tenant_id, store_id, variant_id),
    constraint reservation_hold_is_some check (quantity > 0),
    constraint reservation_hold_is_not_taken_twice check (remaining between 0 and quantity),
    constraint reservation_hold_holds_something check (not is_held or remaining > 0)
);
-- What is held in a store, level by level, and of that what is past its time. Not partial: a plan by reservation would read it instead.
create index reservation_hold_of_level on inventory.reservation_hold (tenant_id, store_id, is_held, variant_id, expires_at);
create index reservation_hold_of_variant on inventory.reservation_hold (tenant_id, store_id, variant_id, reservation_id);
call app.protect('inventory.reservation_hold', 'store');
grant select, insert on inventory.reservation_hold to inventory_sql;
grant update (remaining, is_held, expires_at) on inventory.reservation_hold to inventory_sql;
