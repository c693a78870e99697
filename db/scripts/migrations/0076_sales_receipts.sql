-- What a receipt says is frozen when it is made. Sale and return keep most of it already; here is the rest: who the store was, what the till and
-- the people were called, which company it was billed to, and what the payments were. A name is told by whoever it is of, so nothing more is read for it.

-- What stands above and below the receipts of a store, from each version of the store on that changed it.
create table core.receipt_head (
    tenant_id    uuid     not null default app.tenant_id(),
    store_id     uuid     not null,
    version      integer  not null,
    name         text     not null,
    street       text,
    postal_code  text,
    city         text,
    region       text,
    country      text,
    tax_id       text,
    language     text,
    header       text,
    footer       text,
    constraint receipt_head_pkey primary key (tenant_id, store_id, version),
    constraint receipt_head_is_of_a_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint receipt_head_version_counts_up check (version > 0)
);
-- Goods come back in another store than sold them, and people of both see the receipt.
call app.protect('core.receipt_head', 'tenant');
grant select, insert on core.receipt_head to core_sql;

alter table core.store add column tax_id text;
alter table core.store add column receipt_language text;
alter table core.store add constraint store_tax_id_is_short check (length(tax_id) between 1 and 50);
alter table core.store add constraint store_receipt_language_is_known check (receipt_language in ('en', 'de'));

-- What there is has the head of its store as it is now, which counts as the first one.
insert into core.receipt_head (tenant_id, store_id, version, name, street, postal_code, city, region, country, header, footer)
select tenant_id, store_id, 1, name, street, postal_code, city, region, country, receipt_header, receipt_footer
  from core.store;

alter table sales.sale add column store_version integer;
alter table sales.sale add column terminal_code text;
alter table sales.sale add column seller_name text;
alter table sales.sale add column bill_to jsonb;
alter table sales.tender add column name text;
alter table sales.sale_return add column sale_number text;
alter table sales.sale_return add column store_version integer;
alter table sales.sale_return add column terminal_code text;
alter table sales.sale_return add column seller_name text;
alter table sales.sale_return add column bill_to jsonb;
alter table sales.refund add column name text;

-- How often the receipt of a sale was printed, and by whom: the first is the original.
create table sales.receipt_print (
    tenant_id     uuid         not null default app.tenant_id(),
    sale_id       uuid         not null,
    print_number  integer      not null,
    store_id      uuid         not null,
    printed_at    timestamptz  not null,
    printed_by    uuid         not null,
    constraint receipt_print_pkey primary key (tenant_id, sale_id, print_number),
    constraint receipt_print_is_of_a_sale foreign key (tenant_id, sale_id) references sales.sale (tenant_id, sale_id),
    constraint receipt_print_counts_up check (print_number > 0)
);
call app.protect('sales.receipt_print', 'store');
grant select, insert on sales.receipt_print to sales_sql;
