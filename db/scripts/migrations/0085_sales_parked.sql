-- A basket that is put aside: at this till or another one of the store it is taken up again, and sold as if it had never lain there. It holds
-- neither goods nor money.

create table sales.parked_sale (
    tenant_id         uuid        not null default app.tenant_id(),
    parked_sale_id    uuid        not null,
    store_id          uuid        not null,
    terminal_id       uuid        not null,
    status            text        not null default 'parked',
    label             text        not null,
    lines             jsonb       not null,
    discount          jsonb,
    is_distance_sale  boolean     not null,
    customer_id       uuid,
    currency          text        not null,
    total             bigint      not null,
    parked_at         timestamptz not null,
    parked_by         uuid        not null,
    recalled_at       timestamptz,
    recalled_by       uuid,
    sale_id           uuid,
    reason            text,
    ended_at          timestamptz,
    ended_by          uuid,
    version           integer     not null default 1,
    constraint parked_sale_pkey primary key (tenant_id, parked_sale_id),
    constraint parked_sale_is_at_terminal foreign key (tenant_id, store_id, terminal_id)
        references core.terminal (tenant_id, store_id, terminal_id),
    constraint parked_sale_became_a_sale foreign key (tenant_id, sale_id) references sales.sale (tenant_id, sale_id),
    constraint parked_sale_status_is_known check (status in ('parked', 'recalled', 'sold', 'discarded')),
    constraint parked_sale_label_is_short check (length(label) between 1 and 100),
    constraint parked_sale_reason_is_short check (length(reason) between 1 and 200),
    constraint parked_sale_has_lines check (jsonb_typeof(lines) = 'array' and jsonb_array_length(lines) > 0),
    constraint parked_sale_total_is_an_amount check (total between 0 and 1000000000000000),
    constraint parked_sale_is_what_it_says check (
        (status = 'sold') = (sale_id is not null)
        and (status = 'discarded') = (reason is not null)
        and (status in ('sold', 'discarded')) = (ended_at is not null)
        and (ended_at is null) = (ended_by is null)
        and (recalled_at is null) = (recalled_by is null)
        and (status not in ('recalled', 'sold') or recalled_at is not null))
);
create index parked_sale_of_store on sales.parked_sale (tenant_id, store_id, parked_sale_id);
create index parked_sale_of_store_by_status on sales.parked_sale (tenant_id, store_id, status, parked_sale_id);
call app.protect('sales.parked_sale', 'store');
grant select, insert on sales.parked_sale to sales_sql;
grant update (terminal_id, status, label, lines, discount, is_distance_sale, customer_id, currency, total, parked_at, parked_by, recalled_at, recalled_by,
    sale_id, reason, ended_at, ended_by, version) on sales.parked_sale to sales_sql;
