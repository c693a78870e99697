-- A store has more places for goods than the one it sells from: a back room, a quarantine; and a warehouse is a store that sells from
-- none. What sells stays where it was, in stock_level and stock_movement: the selling location of a store has the store's own id and needs
-- no row, so that every store has exactly one, however it was made. Every other location has a row, and a ledger of its own.

alter table core.store add column sells boolean not null default true;

create table inventory.stock_location (
    tenant_id          uuid        not null default app.tenant_id(),
    stock_location_id  uuid        not null,
    store_id           uuid        not null,
    code               text        not null,
    name               text        not null,
    kind               text        not null,
    created_at         timestamptz not null default now(),
    archived_at        timestamptz,
    version            integer     not null default 1,
    constraint stock_location_pkey primary key (tenant_id, stock_location_id),
    constraint stock_location_in_store unique (tenant_id, store_id, stock_location_id),
    constraint stock_location_code_is_taken unique (tenant_id, store_id, code),
    constraint stock_location_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint stock_location_code_is_a_code check (code ~ '^[a-z0-9][a-z0-9-]{0,49}$'),
    constraint stock_location_name_is_short check (length(name) between 1 and 200),
    constraint stock_location_kind_is_known check (kind in ('shopFloor', 'backRoom', 'quarantine')),
    -- The one that sells has a row once it was given another name; nothing else about it can be changed.
    constraint stock_location_that_sells_is_the_store check ((kind = 'shopFloor') = (stock_location_id = store_id)),
    constraint stock_location_that_sells_keeps_its_code check ((kind = 'shopFloor') = (code = 'floor')),
    constraint stock_location_that_sells_stays check (kind <> 'shopFloor' or archived_at is null)
);
call app.protect('inventory.stock_location', 'store');
grant select, insert, update on inventory.stock_location to inventory_sql;

-- What lies in a location that does not sell. Whatever lies anywhere in a store has a level where it sells, too: it tells what the store
-- has, and in which order its levels are listed.
create table inventory.location_level (
    tenant_id          uuid          not null default app.tenant_id(),
    store_id           uuid          not null,
    variant_id         uuid          not null,
    stock_location_id  uuid          not null,
    on_hand            numeric(18,3) not null default 0,
    last_number        integer,
    is_whole           boolean       not null default true,
    proven_at          timestamptz,
    constraint location_level_pkey primary key (tenant_id, store_id, variant_id, stock_location_id),
    constraint location_level_is_of_what_the_store_has foreign key (tenant_id, store_id, variant_id)
        references inventory.stock_level (tenant_id, store_id, variant_id),
    constraint location_level_is_in_a_location foreign key (tenant_id, store_id, stock_location_id)
        references inventory.stock_location (tenant_id, store_id, stock_location_id),
    constraint location_level_not_negative check (on_hand >= 0),
    constraint location_level_begins_empty check (last_number is not null or on_hand = 0)
);
create index location_level_of_location on inventory.location_level (tenant_id, store_id, stock_location_id, variant_id);
create index location_level_by_proof on inventory.location_level (tenant_id, store_id, proven_at);
call app.protect('inventory.location_level', 'store');
grant select, insert, update on inventory.location_level to inventory_sql;

-- Append-only, and a chain: each movement of a level has its number and the balance that it left, and refers to the one before by both; the
-- level refers to the last. So the sum of the movements is the balance by the database's own account, at any moment.
create table inventory.location_movement (
    tenant_id          uuid          not null default app.tenant_id(),
    stock_movement_id  uuid          not null,
    store_id           uuid          not null,
    variant_id         uuid          not null,
    stock_location_id  uuid          not null,
    number             integer       not null,
    kind               text          not null,
    quantity           numeric(18,3) not null,
    balance            numeric(18,3) not null,
    document_id        uuid          not null,
    moved_at           timestamptz   not null,
    moved_by           uuid,
    previous_number    integer       generated always as (nullif(number - 1, 0)) stored,
    previous_balance   numeric(18,3) generated always as (balance - quantity) stored,
    constraint location_movement_pkey primary key (tenant_id, stock_movement_id),
    constraint location_movement_is_counted unique (tenant_id, store_id, variant_id, stock_location_id, number),
    constraint location_movement_leaves_a_balance unique (tenant_id, store_id, variant_id, stock_location_id, number, balance),
    constraint location_movement_moves_a_level foreign key (tenant_id, store_id, variant_id, stock_location_id)
        references inventory.location_level (tenant_id, store_id, variant_id, stock_location_id),
    constraint location_movement_follows_another foreign key
        (tenant_id, store_id, variant_id, stock_location_id, previous_number, previous_balance)
        references inventory.location_movement (tenant_id, store_id, variant_id, stock_location_id, number, balance),
    constraint location_movement_kind_is_known check (kind in ('opening', 'adjustment', 'move')),
    constraint location_movement_moves_something check (quantity <> 0),
    constraint location_movement_counts_up check (number > 0),
    constraint location_movement_begins_with_nothing check (number > 1 or balance = quantity)
);
create index location_movement_of_store on inventory.location_movement (tenant_id, store_id, stock_movement_id);
create index location_movement_of_level on inventory.location_movement (tenant_id, store_id, variant_id, stock_movement_id);
create index location_movement_of_location on inventory.location_movement (tenant_id, store_id, stock_location_id, stock_movement_id);
create index location_movement_of_document on inventory.location_movement (tenant_id, document_id, store_id, stock_movement_id);
call app.protect('inventory.location_movement', 'store');
grant select, insert on inventory.location_movement to inventory_sql;

alter table inventory.location_level add constraint location_level_is_what_the_last_movement_left foreign key
    (tenant_id, store_id, variant_id, stock_location_id, last_number, on_hand)
    references inventory.location_movement (tenant_id, store_id, variant_id, stock_location_id, number, balance)
    deferrable initially deferred;

-- Null where it is the one that sells.
alter table inventory.stock_adjustment add column stock_location_id uuid;
alter table inventory.stock_adjustment add constraint stock_adjustment_is_in_a_location foreign key (tenant_id, store_id, stock_location_id)
    references inventory.stock_location (tenant_id, store_id, stock_location_id);

-- From one location of a store to another in one step; null is again the one that sells. What it moved is in both ledgers and adds up to
-- nothing, which is proven until it is old, and anew with the rest of the books.
create table inventory.stock_move (
    tenant_id         uuid        not null default app.tenant_id(),
    stock_move_id     uuid        not null,
    store_id          uuid        not null,
    from_location_id  uuid,
    to_location_id    uuid,
    note              text,
    moved_at          timestamptz not null,
    moved_by          uuid        not null,
    is_whole          boolean     not null default true,
    proven_at         timestamptz,
    constraint stock_move_pkey primary key (tenant_id, stock_move_id),
    constraint stock_move_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint stock_move_is_from_a_location foreign key (tenant_id, store_id, from_location_id)
        references inventory.stock_location (tenant_id, store_id, stock_location_id),
    constraint stock_move_is_to_a_location foreign key (tenant_id, store_id, to_location_id)
        references inventory.stock_location (tenant_id, store_id, stock_location_id),
    constraint stock_move_note_is_short check (length(note) between 1 and 200),
    constraint stock_move_is_between_two check (from_location_id is distinct from to_location_id)
);
create index stock_move_of_store on inventory.stock_move (tenant_id, store_id, stock_move_id);
create index stock_move_by_proof on inventory.stock_move (tenant_id, store_id, proven_at);
create index stock_move_that_is_not_proven on inventory.stock_move (tenant_id, store_id, stock_move_id) where proven_at is null or not is_whole;
call app.protect('inventory.stock_move', 'store');
grant select, insert, update (is_whole, proven_at) on inventory.stock_move to inventory_sql;

-- What the binary before does not know is an adjustment to it.
alter table inventory.stock_movement add column act text;
alter table inventory.stock_movement add constraint stock_movement_act_is_known check (act in ('move'));

-- What a movement left; null for those from before, and for those of the binary before.
alter table inventory.stock_movement add column balance numeric(18,3);
