-- Merchants set up and keep their articles: what a product is, whether it is sold, what its variants are told apart by, and by which
-- codes each is known. The binary before reads on: it sees only what was not archived, and no code that nobody carries any more.

alter table catalog.product add column kind text not null default 'simple';
alter table catalog.product add constraint product_kind_is_known check (kind in ('simple', 'variant', 'bundle', 'service', 'weighed'));
alter table catalog.product add column is_draft boolean not null default false;
alter table catalog.product add column brand text;
alter table catalog.product add constraint product_brand_is_short check (length(brand) between 1 and 100);
-- HTML, sanitised before it comes here; what stands for one sign may be five of them.
alter table catalog.product add column description text;
alter table catalog.product add constraint product_description_is_bounded check (length(description) between 1 and 100000);
alter table catalog.product add column options text[] not null default '{}';
alter table catalog.product add constraint product_options_are_few check (cardinality(options) <= 3);
alter table catalog.product add column unit text not null default 'piece';
alter table catalog.product add constraint product_unit_is_a_code check (unit ~ '^[a-z0-9]{1,20}$');
alter table catalog.product add column minimum_age integer;
alter table catalog.product add constraint product_minimum_age_is_an_age check (minimum_age between 1 and 120);
alter table catalog.product add column no_discount boolean not null default false;
alter table catalog.product add column no_return boolean not null default false;
alter table catalog.product add column external_id text;
alter table catalog.product add constraint product_external_id_is_taken unique (tenant_id, external_id);
alter table catalog.product add constraint product_external_id_is_short check (length(external_id) between 1 and 100);
alter table catalog.product add column name_order text collate "C" not null generated always as (app.order_key(name)) stored;
alter table catalog.product add column brand_key text collate "C" generated always as (app.fold(brand)) stored;
alter table catalog.product add column search_key text collate "C" not null
    generated always as (app.search_key(name, coalesce(brand, ''))) stored;
-- Lists walk the names, or the newest first, of all or of one brand.
create index product_in_order on catalog.product (tenant_id, name_order, product_id);
create index product_by_time on catalog.product (tenant_id, created_at, product_id);
create index product_by_brand on catalog.product (tenant_id, brand_key, name_order, product_id);
grant insert, update on catalog.product to catalog_sql;

-- What is taken away stays as a row.
create table catalog.product_tag (
    tenant_id   uuid not null default app.tenant_id(),
    product_id  uuid not null,
    tag         text not null,
    tag_key     text collate "C" not null generated always as (app.fold(tag)) stored,
    removed_at  timestamptz,
    constraint product_tag_pkey primary key (tenant_id, product_id, tag_key),
    constraint product_tag_belongs_to_product foreign key (tenant_id, product_id) references catalog.product (tenant_id, product_id),
    constraint product_tag_is_short check (length(tag) between 1 and 50)
);
create index product_by_tag on catalog.product_tag (tenant_id, tag_key, product_id);
call app.protect('catalog.product_tag', 'tenant');
grant select, insert, update on catalog.product_tag to catalog_sql;

create table catalog.bundle_component (
    tenant_id   uuid          not null default app.tenant_id(),
    product_id  uuid          not null,
    variant_id  uuid          not null,
    quantity    numeric(18,3) not null,
    position    integer       not null,
    removed_at  timestamptz,
    constraint bundle_component_pkey primary key (tenant_id, product_id, variant_id),
    constraint bundle_component_belongs_to_product foreign key (tenant_id, product_id) references catalog.product (tenant_id, product_id),
    constraint bundle_component_is_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint bundle_component_is_some check (quantity > 0)
);
-- In which bundles something is.
create index bundle_component_of_variant on catalog.bundle_component (tenant_id, variant_id);
call app.protect('catalog.bundle_component', 'tenant');
grant select, insert, update on catalog.bundle_component to catalog_sql;

alter table catalog.variant add column position integer not null default 0;
alter table catalog.variant add column option_1 text;
alter table catalog.variant add column option_2 text;
alter table catalog.variant add column option_3 text;
alter table catalog.variant add constraint variant_options_are_short
    check (length(option_1) between 1 and 50 and length(option_2) between 1 and 50 and length(option_3) between 1 and 50);
-- Kept in step by whoever changes the product, so that a sale need not read it.
alter table catalog.variant add column product_is_active boolean not null default true;
alter table catalog.variant add column external_id text;
alter table catalog.variant add constraint variant_external_id_is_taken unique (tenant_id, external_id);
alter table catalog.variant add constraint variant_external_id_is_short check (length(external_id) between 1 and 100);
-- A product's name with what its options are.
alter table catalog.variant drop constraint variant_name_is_short;
alter table catalog.variant add constraint variant_name_is_short check (length(name) between 1 and 400);
alter table catalog.variant add column sku_key text collate "C" not null generated always as (app.small_letters(sku)) stored;

do $$
declare
    twice record;
begin
    select tenant_id, sku_key, count(*) as found
      into twice
      from catalog.variant
     group by tenant_id, sku_key
    having count(*) > 1
     limit 1;
    if found then
        raise exception 'The tenant % has % variants whose SKUs differ in capitals only: %. Change all but one of them, then go on.',
            twice.tenant_id, twice.found, twice.sku_key;
    end if;
end
$$;
alter table catalog.variant drop constraint variant_sku_is_taken;
alter table catalog.variant add constraint variant_sku_is_taken unique (tenant_id, sku_key);
create index variant_of_product on catalog.variant (tenant_id, product_id, position, variant_id);
grant insert, update on catalog.variant to catalog_sql;

-- A code is compared by its key, so that all symbols of one number are one code: 14 digits for a GTIN, 13 or 8 for a number within a
-- shop, else the code as it is. A code
-- that was taken from an article stays as a row that nobody carries, and can be given to another.
alter table catalog.barcode add column code_key text collate "C";
alter table catalog.barcode add column kind text;
alter table catalog.barcode add column pack_quantity numeric(18,3) not null default 1;
alter table catalog.barcode add constraint barcode_pack_holds_some check (pack_quantity > 0);
alter table catalog.barcode alter column variant_id drop not null;

-- Digits whose last one checks the others are a GTIN, except those that begin with 02, 04 or 20 to 29 (of eight digits with 0 or 2): these
-- are numbers within a shop.
update catalog.barcode set code_key = barcode, kind = 'other';
update catalog.barcode as b
   set code_key = case when not judged.is_restricted then judged.fourteen
                       when judged.fourteen like '000000%' then right(judged.fourteen, 8)
                       else right(judged.fourteen, 13) end,
       kind = case when judged.is_restricted then 'inStore' else 'gtin' end
  from (
        select d.tenant_id, d.barcode, d.fourteen,
               case when d.fourteen like '000000%' then substr(d.fourteen, 7, 1) in ('0', '2')
                    else substr(d.fourteen, 2, 1) = '2' or substr(d.fourteen, 2, 2) in ('02', '04') end as is_restricted
          from (
                select tenant_id, barcode, lpad(barcode, 14, '0') as fourteen
                  from catalog.barcode
                 where barcode ~ '^([0-9]{8}|[0-9]{12,14})$'
               ) as d
         where (select sum(substr(d.fourteen, place, 1)::integer * case place % 2 when 1 then 3 else 1 end)
                  from generate_series(1, 14) as place) % 10 = 0
       ) as judged
 where b.tenant_id = judged.tenant_id
   and b.barcode = judged.barcode
   -- There is no number within a shop for cartons.
   and (not judged.is_restricted or judged.fourteen like '0%');

do $$
declare
    twice record;
begin
    select tenant_id, code_key, string_agg(barcode, ', ') as codes
      into twice
      from catalog.barcode
     group by tenant_id, code_key
    having count(*) > 1
     limit 1;
    if found then
        raise exception 'The tenant % has one barcode in more than one spelling: %. Take away all but one of them, then go on.',
            twice.tenant_id, twice.codes;
    end if;
end
$$;
alter table catalog.barcode alter column code_key set not null;
alter table catalog.barcode alter column kind set not null;
alter table catalog.barcode add constraint barcode_kind_is_known
    check (kind in ('gtin', 'inStore', 'other'));
alter table catalog.barcode add constraint barcode_key_is_printable check (code_key ~ '^[!-~]{1,64}$');
alter table catalog.barcode drop constraint barcode_pkey;
alter table catalog.barcode add constraint barcode_pkey primary key (tenant_id, code_key);
-- By which the binary before finds a code.
create index barcode_by_text on catalog.barcode (tenant_id, barcode);
grant insert, update on catalog.barcode to catalog_sql;
