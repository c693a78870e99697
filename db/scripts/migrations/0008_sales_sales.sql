-- Sales as facts: what was sold, at what price and tax, and how it was paid. Totals are stored, never recomputed.

create table sales.sale (
    tenant_id      uuid        not null default app.tenant_id(),
    sale_id        uuid        not null,
    store_id       uuid        not null,
    terminal_id    uuid        not null,
    number         text        not null,
    status         text        not null default 'completed',
    currency       text        not null,
    net            bigint      not null,
    tax            bigint      not null,
    total          bigint      not null,
    paid           bigint      not null,
    change         bigint      not null,
    business_date  date        not null,
    sold_at        timestamptz not null,
    sold_by        uuid        not null,
    voided_at      timestamptz,
    voided_by      uuid,
    void_reason    text,
    version        integer     not null default 1,
    constraint sale_pkey primary key (tenant_id, sale_id),
    constraint sale_is_made_at_terminal foreign key (tenant_id, store_id, terminal_id)
        references core.terminal (tenant_id, store_id, terminal_id),
    constraint sale_number_is_unique unique (tenant_id, terminal_id, number),
    constraint sale_status_is_known check (status in ('completed', 'voided')),
    constraint sale_adds_up check (net + tax = total),
    constraint sale_is_paid check (paid - change = total and change >= 0),
    constraint sale_void_is_told check ((status = 'voided') = (voided_at is not null and voided_by is not null and void_reason is not null)),
    constraint sale_void_reason_is_short check (length(void_reason) between 1 and 200)
);
-- Lists show the newest first, over all stores in scope or for one. Neither names a column that a void changes.
create index sale_by_time on sales.sale (tenant_id, sold_at desc, sale_id desc);
create index sale_of_store_by_time on sales.sale (tenant_id, store_id, sold_at desc, sale_id desc);
call app.protect('sales.sale', 'store');
grant select, insert, update on sales.sale to sales_sql;

create table sales.sale_line (
    tenant_id   uuid          not null default app.tenant_id(),
    sale_id     uuid          not null,
    line_number integer       not null,
    store_id    uuid          not null,
    variant_id  uuid          not null,
    sku         text          not null,
    name        text          not null,
    quantity    numeric(18,3) not null,
    unit_price  bigint        not null,
    tax_rate    numeric(9,4)  not null,
    net         bigint        not null,
    tax         bigint        not null,
    gross       bigint        not null,
    constraint sale_line_pkey primary key (tenant_id, sale_id, line_number),
    -- No key to the variant: the stock movement of the same transaction holds one, through the level.
    constraint sale_line_belongs_to_sale foreign key (tenant_id, sale_id) references sales.sale (tenant_id, sale_id),
    constraint sale_line_sells_something check (quantity > 0),
    constraint sale_line_adds_up check (net + tax = gross)
);
call app.protect('sales.sale_line', 'store');
grant select, insert on sales.sale_line to sales_sql;

create table sales.tender (
    tenant_id      uuid    not null default app.tenant_id(),
    sale_id        uuid    not null,
    tender_number  integer not null,
    store_id       uuid    not null,
    method         text    not null,
    amount         bigint  not null,
    reference      text,
    constraint tender_pkey primary key (tenant_id, sale_id, tender_number),
    constraint tender_belongs_to_sale foreign key (tenant_id, sale_id) references sales.sale (tenant_id, sale_id),
    constraint tender_method_is_known check (method in ('cash', 'card', 'other')),
    constraint tender_pays_something check (amount > 0),
    constraint tender_reference_is_short check (length(reference) between 1 and 100)
);
call app.protect('sales.tender', 'store');
grant select, insert on sales.tender to sales_sql;
