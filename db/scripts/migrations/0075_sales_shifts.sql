-- The drawer of a till. A shift begins with a counted float and ends with a count. What is sold, taken back and moved meanwhile is added up as
-- it happens, in a handful of rows, so that closing costs the same however much was sold. What comes of it is frozen, byte for byte, and
-- chained to what the till's drawer came to before.

create table sales.shift (
    tenant_id         uuid        not null default app.tenant_id(),
    shift_id          uuid        not null,
    store_id          uuid        not null,
    terminal_id       uuid        not null,
    terminal_code     text        not null,
    cashier_id        uuid        not null,
    status            text        not null default 'open',
    currency          text        not null,
    float_amount      bigint      not null,
    is_shared         boolean     not null,
    is_blind          boolean     not null,
    over_short_up_to  bigint      not null,
    business_date     date        not null,
    time_zone         text        not null,
    day_ends_at       text        not null,
    opened_at         timestamptz not null,
    opened_by         uuid        not null,
    counted           bigint,
    denominations     jsonb,
    expected          bigint,
    counted_at        timestamptz,
    counted_by        uuid,
    reason            text,
    closed_at         timestamptz,
    closed_by         uuid,
    is_whole          boolean     not null default true,
    proven_at         timestamptz,
    version           integer     not null default 1,
    constraint shift_pkey primary key (tenant_id, shift_id),
    constraint shift_is_of_a_store unique (tenant_id, shift_id, store_id),
    constraint shift_is_at_terminal foreign key (tenant_id, store_id, terminal_id)
        references core.terminal (tenant_id, store_id, terminal_id),
    constraint shift_status_is_known check (status in ('open', 'counted', 'closed')),
    constraint shift_float_is_counted check (float_amount between 0 and 1000000000000000),
    constraint shift_count_is_counted check (counted between 0 and 1000000000000000),
    constraint shift_tolerance_is_an_amount check (over_short_up_to >= 0),
    constraint shift_reason_is_short check (length(reason) between 1 and 200),
    constraint shift_is_what_it_says check (
        (status = 'open') = (counted is null)
        and (status = 'closed') = (closed_at is not null)
        and (counted is null) = (expected is null)
        and (counted is null) = (counted_at is null)
        and (counted is null) = (counted_by is null)
        and (closed_at is null) = (closed_by is null)
        and (denominations is null or counted is not null))
);
-- Once it is counted nothing is sold in it any more, and the till is free for the next one.
create unique index shift_is_one_at_a_terminal on sales.shift (tenant_id, terminal_id) where status = 'open';
create unique index shift_is_one_of_a_cashier on sales.shift (tenant_id, cashier_id) where counted is null;
create index shift_of_store on sales.shift (tenant_id, store_id, shift_id);
create index shift_of_store_on_day on sales.shift (tenant_id, store_id, business_date, shift_id);
create index shift_of_store_that_is_not_closed on sales.shift (tenant_id, store_id, status, shift_id);
create index shift_by_proof on sales.shift (tenant_id, store_id, proven_at);
create index shift_that_is_not_proven on sales.shift (tenant_id, store_id, shift_id) where proven_at is null or not is_whole;
call app.protect('sales.shift', 'store');
grant select, insert on sales.shift to sales_sql;
grant update (cashier_id, status, counted, denominations, expected, counted_at, counted_by, reason, closed_at, closed_by, is_whole, proven_at,
    version) on sales.shift to sales_sql;

-- What a shift has come to so far: of each kind, by tax rate or tender type where it is told apart. The bound keeps sums of them within what
-- can be added up, so that nothing stands in the way of closing.
create table sales.shift_total (
    tenant_id  uuid    not null default app.tenant_id(),
    shift_id   uuid    not null,
    kind       text    not null,
    key        text    not null,
    store_id   uuid    not null,
    count      bigint  not null,
    amount     bigint  not null,
    net        bigint  not null,
    tax        bigint  not null,
    rounding   bigint  not null,
    constraint shift_total_pkey primary key (tenant_id, shift_id, kind, key),
    constraint shift_total_belongs_to_one foreign key (tenant_id, shift_id, store_id) references sales.shift (tenant_id, shift_id, store_id),
    constraint shift_total_kind_is_known check (kind in ('sale', 'saleTax', 'saleTender', 'saleCash', 'change',
        'return', 'returnTax', 'returnTender', 'returnCash', 'void', 'voidTax', 'voidTender', 'voidCash', 'in', 'out', 'drop', 'noSale')),
    constraint shift_total_can_be_added_up check (abs(amount) <= 100000000000000000 and abs(net) <= 100000000000000000
        and abs(tax) <= 100000000000000000 and abs(rounding) <= 100000000000000000)
);
call app.protect('sales.shift_total', 'store');
grant select, insert, update (count, amount, net, tax, rounding) on sales.shift_total to sales_sql;

create table sales.cash_movement (
    tenant_id         uuid        not null default app.tenant_id(),
    cash_movement_id  uuid        not null,
    shift_id          uuid        not null,
    store_id          uuid        not null,
    kind              text        not null,
    amount            bigint      not null,
    reason            text        not null,
    moved_at          timestamptz not null,
    moved_by          uuid        not null,
    constraint cash_movement_pkey primary key (tenant_id, cash_movement_id),
    constraint cash_movement_belongs_to_one foreign key (tenant_id, shift_id, store_id) references sales.shift (tenant_id, shift_id, store_id),
    constraint cash_movement_kind_is_known check (kind in ('in', 'out', 'drop', 'noSale')),
    constraint cash_movement_moves_something check (case when kind = 'noSale' then amount = 0 else amount > 0 end),
    constraint cash_movement_reason_is_short check (length(reason) between 1 and 200)
);
create index cash_movement_of_shift on sales.cash_movement (tenant_id, shift_id, cash_movement_id);
call app.protect('sales.cash_movement', 'store');
grant select, insert on sales.cash_movement to sales_sql;

-- A number may look like an earlier one once its format was changed: it is told apart by its count, so that no format stands in the way.
create table sales.z_report (
    tenant_id      uuid        not null default app.tenant_id(),
    shift_id       uuid        not null,
    store_id       uuid        not null,
    terminal_id    uuid        not null,
    sequence       bigint      not null,
    number         text        not null,
    content        bytea       not null,
    previous_hash  bytea,
    hash           bytea       not null,
    closed_at      timestamptz not null,
    constraint z_report_pkey primary key (tenant_id, shift_id),
    constraint z_report_sequence_is_unique unique (tenant_id, terminal_id, sequence),
    constraint z_report_belongs_to_one foreign key (tenant_id, shift_id, store_id) references sales.shift (tenant_id, shift_id, store_id),
    constraint z_report_sequence_counts_up check (sequence > 0),
    constraint z_report_is_chained check ((sequence = 1) = (previous_hash is null)),
    constraint z_report_hash_is_of_content check (hash = sha256(content))
);
call app.protect('sales.z_report', 'store');
grant select, insert on sales.z_report to sales_sql;

-- In which shift it was sold, paid back, taken back. What there is was in none, so no row is read for it.
alter table sales.sale add column shift_id uuid;
alter table sales.sale add column void_shift_id uuid;
alter table sales.sale add constraint sale_is_made_in_a_shift foreign key (tenant_id, shift_id)
    references sales.shift (tenant_id, shift_id) not valid;
alter table sales.sale add constraint sale_is_voided_in_a_shift foreign key (tenant_id, void_shift_id)
    references sales.shift (tenant_id, shift_id) not valid;
create index sale_of_shift on sales.sale (tenant_id, shift_id) where shift_id is not null;
create index sale_voided_in_shift on sales.sale (tenant_id, void_shift_id) where void_shift_id is not null;
alter table sales.sale_return add column shift_id uuid;
alter table sales.sale_return add constraint sale_return_is_made_in_a_shift foreign key (tenant_id, shift_id)
    references sales.shift (tenant_id, shift_id) not valid;
create index sale_return_of_shift on sales.sale_return (tenant_id, shift_id) where shift_id is not null;
