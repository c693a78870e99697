-- Goods that come back, and the money that goes out for them. A return belongs to the sale whose goods it takes, and is worth what they
-- were sold for; what has come back is counted by sale and by line, so that no two returns take the same piece.

alter table sales.sale add column returns integer not null default 0;
alter table sales.sale add column returned bigint not null default 0;
alter table sales.sale add column refunded bigint not null default 0;
-- The binary before knows no returns and may void what has some: it is told here. What there is has none, so no row is read for it.
alter table sales.sale add constraint sale_with_returns_is_not_voided check (status <> 'voided' or returns = 0) not valid;
alter table sales.sale add constraint sale_returns_count_up check (returns >= 0 and refunded >= 0) not valid;

-- What has come back of a line, beside it: the line itself is what was sold, and stays that.
create table sales.returned_line (
    tenant_id    uuid          not null default app.tenant_id(),
    sale_id      uuid          not null,
    line_number  integer       not null,
    store_id     uuid          not null,
    sold         numeric(18,3) not null,
    returned     numeric(18,3) not null,
    net          bigint        not null,
    tax          bigint        not null,
    constraint returned_line_pkey primary key (tenant_id, sale_id, line_number),
    constraint returned_line_was_sold foreign key (tenant_id, sale_id, line_number)
        references sales.sale_line (tenant_id, sale_id, line_number),
    constraint returned_line_returns_what_was_sold check (returned > 0 and returned <= sold)
);
call app.protect('sales.returned_line', 'store');
grant select, insert, update (returned, net, tax) on sales.returned_line to sales_sql;

-- By what stands on the receipt.
create index sale_of_store_by_number on sales.sale (tenant_id, store_id, number);

-- From the store that sold to the one that takes back, which may be the same: people of either see it.
create table sales.sale_return (
    tenant_id      uuid        not null default app.tenant_id(),
    return_id      uuid        not null,
    sale_id        uuid        not null,
    from_store_id  uuid        not null,
    to_store_id    uuid        not null,
    terminal_id    uuid        not null,
    number         text        not null,
    sequence       bigint      not null,
    currency       text        not null,
    tax_mode       text        not null,
    net            bigint      not null,
    tax            bigint      not null,
    total          bigint      not null,
    rounding       bigint      not null,
    cash_rounding  jsonb,
    refunded       bigint      not null,
    reason         text,
    business_date  date        not null,
    time_zone      text        not null,
    day_ends_at    text        not null,
    returned_at    timestamptz not null,
    returned_by    uuid        not null,
    is_whole       boolean     not null default true,
    proven_at      timestamptz,
    constraint sale_return_pkey primary key (tenant_id, return_id),
    constraint sale_return_between_stores unique (tenant_id, return_id, from_store_id, to_store_id),
    constraint sale_return_number_is_unique unique (tenant_id, terminal_id, number),
    constraint sale_return_sequence_is_unique unique (tenant_id, terminal_id, sequence),
    constraint sale_return_is_of_a_sale foreign key (tenant_id, sale_id) references sales.sale (tenant_id, sale_id),
    constraint sale_return_is_made_at_terminal foreign key (tenant_id, to_store_id, terminal_id)
        references core.terminal (tenant_id, store_id, terminal_id),
    constraint sale_return_sequence_counts_up check (sequence > 0),
    constraint sale_return_adds_up check (net + tax = total and total >= 0),
    constraint sale_return_is_refunded check (refunded = total + rounding and refunded >= 0),
    constraint sale_return_tax_mode_is_known check (tax_mode in ('inclusive', 'exclusive')),
    constraint sale_return_reason_is_short check (length(reason) between 1 and 200)
);
create index sale_return_of_sale on sales.sale_return (tenant_id, sale_id, return_id);
create index sale_return_from_store on sales.sale_return (tenant_id, from_store_id, return_id);
create index sale_return_to_store on sales.sale_return (tenant_id, to_store_id, return_id);
create index sale_return_by_proof on sales.sale_return (tenant_id, from_store_id, proven_at);
create index sale_return_that_is_not_proven on sales.sale_return (tenant_id, from_store_id, return_id)
    where proven_at is null or not is_whole;
call app.protect('sales.sale_return', 'route');
grant select, insert, update (is_whole, proven_at) on sales.sale_return to sales_sql;

create table sales.sale_return_line (
    tenant_id         uuid          not null default app.tenant_id(),
    return_id         uuid          not null,
    line_number       integer       not null,
    sale_id           uuid          not null,
    sale_line_number  integer       not null,
    from_store_id     uuid          not null,
    to_store_id       uuid          not null,
    variant_id        uuid          not null,
    sku               text          not null,
    name              text          not null,
    quantity          numeric(18,3) not null,
    disposition       text          not null,
    tax_rate          numeric(9,4)  not null,
    net               bigint        not null,
    tax               bigint        not null,
    gross             bigint        not null,
    constraint sale_return_line_pkey primary key (tenant_id, return_id, line_number),
    constraint sale_return_line_belongs_to_one foreign key (tenant_id, return_id, from_store_id, to_store_id)
        references sales.sale_return (tenant_id, return_id, from_store_id, to_store_id),
    constraint sale_return_line_was_sold foreign key (tenant_id, sale_id, sale_line_number)
        references sales.sale_line (tenant_id, sale_id, line_number),
    constraint sale_return_line_takes_something check (quantity > 0),
    constraint sale_return_line_adds_up check (net + tax = gross and gross >= 0),
    constraint sale_return_line_goes_somewhere check (disposition in ('restock', 'quarantine', 'writeOff'))
);
create index sale_return_line_of_sale on sales.sale_return_line (tenant_id, sale_id, sale_line_number);
call app.protect('sales.sale_return_line', 'route');
grant select, insert on sales.sale_return_line to sales_sql;

create table sales.refund (
    tenant_id      uuid     not null default app.tenant_id(),
    return_id      uuid     not null,
    refund_number  integer  not null,
    sale_id        uuid     not null,
    from_store_id  uuid     not null,
    to_store_id    uuid     not null,
    method         text     not null,
    gives_change   boolean  not null,
    rounding       text     not null,
    amount         bigint   not null,
    reference      text,
    constraint refund_pkey primary key (tenant_id, return_id, refund_number),
    constraint refund_belongs_to_one foreign key (tenant_id, return_id, from_store_id, to_store_id)
        references sales.sale_return (tenant_id, return_id, from_store_id, to_store_id),
    constraint refund_method_is_a_code check (method ~ '^[a-z0-9][a-z0-9-]{0,49}$'),
    constraint refund_rounding_is_known check (rounding in ('asCash', 'withTheTotal', 'never')),
    constraint refund_pays_something check (amount > 0),
    constraint refund_reference_is_short check (length(reference) between 1 and 100)
);
create index refund_of_sale on sales.refund (tenant_id, sale_id);
call app.protect('sales.refund', 'route');
grant select, insert on sales.refund to sales_sql;

-- A till counts them by themselves.
alter table core.document_number drop constraint document_number_kind_is_known;
alter table core.document_number add constraint document_number_kind_is_known check (kind in ('sale', 'return', 'z_report')) not valid;

-- Goods that come back from a customer. What there is is known by the narrower rule.
alter table inventory.stock_movement drop constraint stock_movement_act_is_known;
alter table inventory.stock_movement add constraint stock_movement_act_is_known check (act in ('move', 'transfer', 'return')) not valid;
alter table inventory.location_movement drop constraint location_movement_kind_is_known;
alter table inventory.location_movement add constraint location_movement_kind_is_known
    check (kind in ('opening', 'adjustment', 'move', 'transfer', 'return')) not valid;
