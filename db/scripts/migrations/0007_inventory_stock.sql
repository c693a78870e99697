-- Stock: an append-only ledger of movements and its running balance, changed together in one statement.

create table inventory.stock_level (
    tenant_id        uuid          not null default app.tenant_id(),
    store_id         uuid          not null,
    variant_id       uuid          not null,
    on_hand          numeric(18,3) not null default 0,
    reserved         numeric(18,3) not null default 0,
    may_go_negative  boolean       not null default false,
    constraint stock_level_pkey primary key (tenant_id, store_id, variant_id),
    constraint stock_level_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint stock_level_counts_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint stock_level_reserved_not_negative check (reserved >= 0),
    constraint stock_level_available_not_negative check (may_go_negative or on_hand - reserved >= 0)
);
create index stock_level_of_variant on inventory.stock_level (tenant_id, variant_id, store_id);
-- Readable in the whole tenant: what the other stores have is a feature. Writable in the stores in scope only.
call app.protect('inventory.stock_level', 'shared');
grant select, insert, update on inventory.stock_level to inventory_sql;

create table inventory.stock_adjustment (
    tenant_id            uuid        not null default app.tenant_id(),
    stock_adjustment_id  uuid        not null,
    store_id             uuid        not null,
    reason               text        not null,
    adjusted_at          timestamptz not null,
    adjusted_by          uuid        not null,
    constraint stock_adjustment_pkey primary key (tenant_id, stock_adjustment_id),
    constraint stock_adjustment_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint stock_adjustment_reason_is_short check (length(reason) between 1 and 200)
);
call app.protect('inventory.stock_adjustment', 'store');
grant select, insert on inventory.stock_adjustment to inventory_sql;

create table inventory.stock_movement (
    tenant_id          uuid          not null default app.tenant_id(),
    stock_movement_id  uuid          not null,
    store_id           uuid          not null,
    variant_id         uuid          not null,
    kind               text          not null,
    quantity           numeric(18,3) not null,
    document_id        uuid          not null,
    moved_at           timestamptz   not null,
    moved_by           uuid,
    constraint stock_movement_pkey primary key (tenant_id, stock_movement_id),
    -- The level names store and variant already; a movement needs no key of its own to either. It is also what refuses
    -- a movement of something that this store never stocked.
    constraint stock_movement_moves_a_level foreign key (tenant_id, store_id, variant_id)
        references inventory.stock_level (tenant_id, store_id, variant_id),
    constraint stock_movement_kind_is_known check (kind in ('opening', 'sale', 'void', 'adjustment')),
    constraint stock_movement_moves_something check (quantity <> 0)
);
create index stock_movement_of_level on inventory.stock_movement (tenant_id, store_id, variant_id, stock_movement_id);
call app.protect('inventory.stock_movement', 'store');
-- Append-only: a wrong movement is answered by another movement.
grant select, insert on inventory.stock_movement to inventory_sql;
