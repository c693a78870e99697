-- Stock is counted while it is sold: what was counted is kept beside what the books said at that moment, and what differs is posted as
-- movements, so that whatever moved since stays right.

create table inventory.stocktake (
    tenant_id          uuid        not null default app.tenant_id(),
    stocktake_id       uuid        not null,
    store_id           uuid        not null,
    stock_location_id  uuid,
    name               text        not null,
    scope              text        not null,
    category_ids       uuid[],
    not_counted_days   integer,
    is_blind           boolean     not null,
    status             text        not null,
    opened_at          timestamptz not null,
    opened_by          uuid        not null,
    submitted_at       timestamptz,
    submitted_by       uuid,
    ended_at           timestamptz,
    ended_by           uuid,
    cancellation       text,
    is_whole           boolean     not null default true,
    proven_at          timestamptz,
    version            integer     not null default 1,
    constraint stocktake_pkey primary key (tenant_id, stocktake_id),
    constraint stocktake_in_store unique (tenant_id, stocktake_id, store_id),
    constraint stocktake_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    -- Null where it is the one that sells.
    constraint stocktake_is_in_a_location foreign key (tenant_id, store_id, stock_location_id)
        references inventory.stock_location (tenant_id, store_id, stock_location_id),
    constraint stocktake_name_is_short check (length(name) between 1 and 200),
    constraint stocktake_cancellation_is_short check (length(cancellation) between 1 and 200),
    constraint stocktake_scope_is_known check (scope in ('full', 'categories', 'variants', 'notCountedFor')),
    constraint stocktake_scope_says_what check ((scope = 'categories') = (category_ids is not null)
                                                and (scope = 'notCountedFor') = (not_counted_days is not null)),
    constraint stocktake_days_are_some check (not_counted_days between 1 and 3660),
    constraint stocktake_status_is_known check (status in ('open', 'submitted', 'posted', 'cancelled')),
    constraint stocktake_is_what_it_says check (
        (submitted_by is null) = (submitted_at is null)
        and (ended_by is null) = (ended_at is null)
        and (status <> 'open' or submitted_at is null)
        and (status <> 'submitted' or submitted_at is not null)
        and (status in ('posted', 'cancelled')) = (ended_at is not null)
        and (status = 'cancelled') = (cancellation is not null)),
    -- Four eyes: nobody lets through what they have submitted themselves.
    constraint stocktake_is_approved_by_another check (status <> 'posted' or ended_by <> submitted_by)
);
-- Two that count everything would count the same.
create unique index stocktake_of_all_is_one on inventory.stocktake (tenant_id, store_id, coalesce(stock_location_id, store_id))
    where scope = 'full' and status in ('open', 'submitted');
create index stocktake_of_store on inventory.stocktake (tenant_id, store_id, stocktake_id);
create index stocktake_of_status on inventory.stocktake (tenant_id, store_id, status, stocktake_id);
create index stocktake_by_proof on inventory.stocktake (tenant_id, store_id, proven_at);
create index stocktake_that_is_not_proven on inventory.stocktake (tenant_id, store_id, stocktake_id) where proven_at is null or not is_whole;
call app.protect('inventory.stocktake', 'store');
grant select, insert on inventory.stocktake to inventory_sql;
grant update (status, submitted_at, submitted_by, ended_at, ended_by, cancellation, is_whole, proven_at, version)
    on inventory.stocktake to inventory_sql;

-- Of each variant the counts of its newest pass, added up, and between which balances the books stood at their moments. A total between
-- the two is right: what moved while several counted may have been counted, or not.
create table inventory.stocktake_line (
    tenant_id     uuid          not null default app.tenant_id(),
    stocktake_id  uuid          not null,
    variant_id    uuid          not null,
    store_id      uuid          not null,
    -- The location, which has the store's id where it is the one that sells.
    place_id      uuid          not null,
    is_in_scope   boolean       not null,
    is_open       boolean       not null default true,
    pass          integer       not null default 1,
    counted       numeric(18,3),
    book_low      numeric(18,3),
    book_high     numeric(18,3),
    counted_at    timestamptz,
    counted_by    uuid,
    expected      numeric(18,3) generated always as (
        case when counted < book_low then book_low when counted > book_high then book_high else counted end) stored,
    variance      numeric(18,3) generated always as (
        case when counted < book_low then counted - book_low when counted > book_high then counted - book_high else 0 * counted end) stored,
    constraint stocktake_line_pkey primary key (tenant_id, stocktake_id, variant_id),
    constraint stocktake_line_belongs_to_one foreign key (tenant_id, stocktake_id, store_id)
        references inventory.stocktake (tenant_id, stocktake_id, store_id),
    constraint stocktake_line_is_of_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint stocktake_line_counts_up check (pass > 0),
    constraint stocktake_line_is_counted_when_it_says check (
        num_nulls(counted, book_low, book_high, counted_at, counted_by) in (0, 5) and book_low <= book_high),
    constraint stocktake_line_is_a_quantity check (counted between 0 and 1000000000000)
);
-- What one stocktake is counting, no other does, so that no difference is posted twice.
create unique index stocktake_line_is_counted_once on inventory.stocktake_line (tenant_id, store_id, place_id, variant_id) where is_open;
-- When something was counted last.
create index stocktake_line_by_count on inventory.stocktake_line (tenant_id, store_id, place_id, variant_id, counted_at);
call app.protect('inventory.stocktake_line', 'store');
grant select, insert on inventory.stocktake_line to inventory_sql;
grant update (is_open, pass, counted, book_low, book_high, counted_at, counted_by) on inventory.stocktake_line to inventory_sql;

-- Append-only: what somebody counted, under the id that their device gave it, and what the books said at that moment.
create table inventory.stocktake_count (
    tenant_id           uuid          not null default app.tenant_id(),
    stocktake_count_id  uuid          not null,
    stocktake_id        uuid          not null,
    store_id            uuid          not null,
    variant_id          uuid          not null,
    pass                integer       not null,
    quantity            numeric(18,3) not null,
    book                numeric(18,3) not null,
    code                text,
    counted_at          timestamptz   not null,
    recorded_at         timestamptz   not null,
    counted_by          uuid          not null,
    constraint stocktake_count_pkey primary key (tenant_id, stocktake_count_id),
    constraint stocktake_count_is_of_a_line foreign key (tenant_id, stocktake_id, variant_id)
        references inventory.stocktake_line (tenant_id, stocktake_id, variant_id),
    constraint stocktake_count_code_is_short check (length(code) between 1 and 512)
);
create index stocktake_count_of_line on inventory.stocktake_count (tenant_id, stocktake_id, variant_id, stocktake_count_id);
call app.protect('inventory.stocktake_count', 'store');
grant select, insert on inventory.stocktake_count to inventory_sql;
