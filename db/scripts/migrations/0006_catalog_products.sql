-- What the tenant sells: products, the variants of them that have a price, the codes a scanner reads, the tax on them.

create table catalog.tax_rate (
    tenant_id    uuid         not null default app.tenant_id(),
    tax_rate_id  uuid         not null,
    name         text         not null,
    rate         numeric(9,4) not null,
    constraint tax_rate_pkey primary key (tenant_id, tax_rate_id),
    constraint tax_rate_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint tax_rate_name_is_taken unique (tenant_id, name),
    constraint tax_rate_is_a_percentage check (rate >= 0 and rate <= 100)
);
call app.protect('catalog.tax_rate', 'tenant');
grant select on catalog.tax_rate to catalog_sql;

create table catalog.product (
    tenant_id    uuid        not null default app.tenant_id(),
    product_id   uuid        not null,
    name         text        not null,
    created_at   timestamptz not null default now(),
    archived_at  timestamptz,
    version      integer     not null default 1,
    constraint product_pkey primary key (tenant_id, product_id),
    constraint product_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint product_name_is_short check (length(name) between 1 and 200)
);
call app.protect('catalog.product', 'tenant');
grant select on catalog.product to catalog_sql;

create table catalog.variant (
    tenant_id    uuid        not null default app.tenant_id(),
    variant_id   uuid        not null,
    product_id   uuid        not null,
    sku          text        not null,
    name         text        not null,
    price        bigint      not null,
    currency     text        not null,
    tax_rate_id  uuid        not null,
    created_at   timestamptz not null default now(),
    archived_at  timestamptz,
    version      integer     not null default 1,
    constraint variant_pkey primary key (tenant_id, variant_id),
    constraint variant_belongs_to_product foreign key (tenant_id, product_id) references catalog.product (tenant_id, product_id),
    constraint variant_has_a_tax_rate foreign key (tenant_id, tax_rate_id) references catalog.tax_rate (tenant_id, tax_rate_id),
    constraint variant_sku_is_taken unique (tenant_id, sku),
    constraint variant_sku_is_short check (length(sku) between 1 and 64),
    constraint variant_name_is_short check (length(name) between 1 and 200),
    constraint variant_price_is_not_negative check (price >= 0),
    constraint variant_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$')
);
-- Lists and searches walk the names in order.
create index variant_by_name on catalog.variant (tenant_id, name, variant_id);
call app.protect('catalog.variant', 'tenant');
grant select on catalog.variant to catalog_sql;

create table catalog.barcode (
    tenant_id   uuid not null default app.tenant_id(),
    barcode     text not null,
    variant_id  uuid not null,
    constraint barcode_pkey primary key (tenant_id, barcode),
    constraint barcode_belongs_to_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint barcode_is_printable check (barcode ~ '^[!-~]{1,64}$')
);
create index barcode_of_variant on catalog.barcode (tenant_id, variant_id, barcode);
call app.protect('catalog.barcode', 'tenant');
grant select on catalog.barcode to catalog_sql;
