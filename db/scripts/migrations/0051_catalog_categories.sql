-- Categories: a tree for each merchant, sorted by hand. A category's place holds four signs a level, so that what is below it stands in
-- one range behind it, in the order in which people see it; whoever changes the tree changes all places below at once.
create table catalog.category (
    tenant_id      uuid        not null default app.tenant_id(),
    category_id    uuid        not null,
    parent_id      uuid,
    name           text        not null,
    name_key       text collate "C" not null generated always as (app.fold(name)) stored,
    place          text collate "C" not null,
    path           uuid[]      not null,
    external_id    text,
    created_at     timestamptz not null default now(),
    archived_at    timestamptz,
    archived_with  uuid,
    version        integer     not null default 1,
    constraint category_pkey primary key (tenant_id, category_id),
    constraint category_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint category_is_below_another foreign key (tenant_id, parent_id) references catalog.category (tenant_id, category_id),
    constraint category_external_id_is_taken unique (tenant_id, external_id),
    constraint category_name_is_short check (length(name) between 1 and 100),
    constraint category_external_id_is_short check (length(external_id) between 1 and 100),
    constraint category_place_is_one check (place ~ '^([0-9a-z]{4}){1,10}$'),
    constraint category_path_leads_to_it check (path[cardinality(path)] = category_id and cardinality(path) * 4 = length(place)),
    constraint category_is_below_its_parent check (parent_id is not distinct from path[cardinality(path) - 1]),
    -- With which one it was archived: that brings it back.
    constraint category_archived_with_one check ((archived_at is null) = (archived_with is null))
);
-- The list in its order, and all that is below one.
create index category_in_order on catalog.category (tenant_id, place);
create index category_of_parent on catalog.category (tenant_id, parent_id, place);
-- What is archived is in nobody's way.
create unique index category_name_is_taken on catalog.category (tenant_id, parent_id, name_key) nulls not distinct where archived_at is null;
call app.protect('catalog.category', 'tenant');
grant select, insert, update on catalog.category to catalog_sql;

-- What is taken away stays as a row.
create table catalog.product_category (
    tenant_id    uuid not null default app.tenant_id(),
    product_id   uuid not null,
    category_id  uuid not null,
    removed_at   timestamptz,
    constraint product_category_pkey primary key (tenant_id, product_id, category_id),
    constraint product_category_belongs_to_product foreign key (tenant_id, product_id) references catalog.product (tenant_id, product_id),
    constraint product_category_is_one foreign key (tenant_id, category_id) references catalog.category (tenant_id, category_id)
);
create index product_by_category on catalog.product_category (tenant_id, category_id, product_id) where removed_at is null;
call app.protect('catalog.product_category', 'tenant');
grant select, insert, update on catalog.product_category to catalog_sql;
