-- The ledger is proven by increments, as the sales are (0028): a run of a store's movements is sealed with a checksum, and
-- what they add up to, level by level, is kept. Ids of movements are made in the order of time, by the application, a moment
-- before they are committed: what is sealed is an hour old, and no transaction lasts that long.
create table inventory.seal (
    tenant_id   uuid        not null default app.tenant_id(),
    seal_id     uuid        not null,
    store_id    uuid        not null,
    after_id    uuid        not null,
    through_id  uuid        not null,
    checksum    numeric     not null,
    is_whole    boolean     not null,
    sealed_at   timestamptz not null,
    proven_at   timestamptz not null,
    constraint seal_pkey primary key (tenant_id, seal_id),
    -- Two that seal at once collide here.
    constraint seal_continues_one unique (tenant_id, store_id, after_id),
    constraint seal_holds_something check (through_id > after_id)
);
create index seal_of_store on inventory.seal (tenant_id, store_id, seal_id);
create index seal_by_proof on inventory.seal (tenant_id, store_id, proven_at);
create index seal_that_is_broken on inventory.seal (tenant_id, store_id, seal_id) where not is_whole;
call app.protect('inventory.seal', 'store');
grant select, insert, update on inventory.seal to inventory_sql;

-- What the sealed movements of a level add up to.
create table inventory.sealed_level (
    tenant_id   uuid          not null default app.tenant_id(),
    store_id    uuid          not null,
    variant_id  uuid          not null,
    moved       numeric(18,3) not null,
    is_whole    boolean       not null,
    proven_at   timestamptz   not null,
    constraint sealed_level_pkey primary key (tenant_id, store_id, variant_id)
);
create index sealed_level_by_proof on inventory.sealed_level (tenant_id, store_id, proven_at);
call app.protect('inventory.sealed_level', 'store');
grant select, insert, update on inventory.sealed_level to inventory_sql;
