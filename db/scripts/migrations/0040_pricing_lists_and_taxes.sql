-- What things cost: price lists with tiers and planned prices, tax classes with rates by area, both valid in time. What a list says
-- of one article and quantity never overlaps in time: the database excludes it. Nothing is deleted, so that history answers.
create extension if not exists btree_gist with schema public;

create schema pricing;
grant usage on schema pricing to pricing_sql;
grant usage on schema app to pricing_sql;

create table pricing.customer_group (
    tenant_id          uuid        not null default app.tenant_id(),
    customer_group_id  uuid        not null,
    code               text        not null,
    name               text        not null,
    created_at         timestamptz not null default now(),
    archived_at        timestamptz,
    version            integer     not null default 1,
    constraint customer_group_pkey primary key (tenant_id, customer_group_id),
    constraint customer_group_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint customer_group_code_is_taken unique (tenant_id, code),
    constraint customer_group_code_is_a_code check (code ~ '^[a-z0-9][a-z0-9-]{0,49}$'),
    constraint customer_group_name_is_short check (length(name) between 1 and 200)
);
call app.protect('pricing.customer_group', 'tenant');
grant select, insert, update on pricing.customer_group to pricing_sql;

-- The category is that of EN 16931 (UNTDID 5305): what an invoice says of the tax.
create table pricing.tax_class (
    tenant_id     uuid        not null default app.tenant_id(),
    tax_class_id  uuid        not null,
    code          text        not null,
    name          text        not null,
    category      text        not null,
    created_at    timestamptz not null default now(),
    archived_at   timestamptz,
    version       integer     not null default 1,
    constraint tax_class_pkey primary key (tenant_id, tax_class_id),
    constraint tax_class_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint tax_class_code_is_taken unique (tenant_id, code),
    constraint tax_class_code_is_a_code check (code ~ '^[a-z0-9][a-z0-9-]{0,49}$'),
    constraint tax_class_name_is_short check (length(name) between 1 and 200),
    constraint tax_class_category_is_known check (category in ('standard', 'zero', 'exempt', 'reverseCharge', 'intraCommunity', 'export', 'outOfScope'))
);
call app.protect('pricing.tax_class', 'tenant');
grant select, insert, update on pricing.tax_class to pricing_sql;

-- An area is a store's own, a region, a country, or everywhere else. A rate that was withdrawn before it began holds on no day.
create table pricing.tax_rate (
    tenant_id     uuid         not null default app.tenant_id(),
    tax_rate_id   uuid         not null,
    tax_class_id  uuid         not null,
    country       text,
    region        text,
    store_id      uuid,
    area          text         not null generated always as (coalesce(store_id::text, coalesce(country, '*') || '/' || coalesce(app.fold(region), '*'))) stored,
    rate          numeric(9,4) not null,
    valid_from    date         not null default '-infinity',
    valid_until   date         not null default 'infinity',
    created_at    timestamptz  not null default now(),
    version       integer      not null default 1,
    constraint tax_rate_pkey primary key (tenant_id, tax_rate_id),
    constraint tax_rate_is_of_a_class foreign key (tenant_id, tax_class_id) references pricing.tax_class (tenant_id, tax_class_id),
    constraint tax_rate_is_of_a_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint tax_rate_country_is_a_code check (country ~ '^[A-Z]{2}$'),
    constraint tax_rate_region_is_short check (length(region) between 1 and 100),
    constraint tax_rate_area_is_one check (case when store_id is not null then country is null and region is null else region is null or country is not null end),
    constraint tax_rate_is_a_percentage check (rate >= 0 and rate <= 100),
    constraint tax_rate_begins_before_it_ends check (valid_from <= valid_until),
    constraint tax_rate_holds_alone exclude using gist (tenant_id with =, tax_class_id with =, area with =, daterange(valid_from, valid_until) with &&)
);
create index tax_rate_of_class on pricing.tax_rate (tenant_id, tax_class_id, valid_until);
call app.protect('pricing.tax_rate', 'tenant');
grant select, insert, update on pricing.tax_rate to pricing_sql;

create table pricing.price_list (
    tenant_id          uuid        not null default app.tenant_id(),
    price_list_id      uuid        not null,
    code               text        not null,
    name               text        not null,
    currency           text        not null,
    priority           integer     not null default 0,
    store_id           uuid,
    channel            text,
    customer_group_id  uuid,
    is_base            boolean     not null default false,
    created_at         timestamptz not null default now(),
    archived_at        timestamptz,
    version            integer     not null default 1,
    constraint price_list_pkey primary key (tenant_id, price_list_id),
    constraint price_list_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint price_list_code_is_taken unique (tenant_id, code),
    constraint price_list_is_of_a_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint price_list_is_of_a_group foreign key (tenant_id, customer_group_id)
        references pricing.customer_group (tenant_id, customer_group_id),
    constraint price_list_code_is_a_code check (code ~ '^[a-z0-9][a-z0-9-]{0,49}$'),
    constraint price_list_name_is_short check (length(name) between 1 and 200),
    constraint price_list_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
    constraint price_list_priority_is_bounded check (priority between -1000 and 1000),
    constraint price_list_channel_is_known check (channel in ('till', 'web')),
    constraint price_list_base_is_for_everybody check (not is_base or (store_id is null and channel is null and customer_group_id is null and archived_at is null and priority = 0))
);
create unique index price_list_base_is_one on pricing.price_list (tenant_id, currency) where is_base;
call app.protect('pricing.price_list', 'tenant');
grant select, insert, update on pricing.price_list to pricing_sql;

-- What pricing knows of an article: that there is one, and how it is taxed.
create table pricing.article_tax (
    tenant_id     uuid not null default app.tenant_id(),
    variant_id    uuid not null,
    tax_class_id  uuid not null,
    constraint article_tax_pkey primary key (tenant_id, variant_id),
    constraint article_tax_is_of_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint article_tax_is_of_a_class foreign key (tenant_id, tax_class_id) references pricing.tax_class (tenant_id, tax_class_id)
);
call app.protect('pricing.article_tax', 'tenant');
grant select, insert, update on pricing.article_tax to pricing_sql;

create table pricing.price (
    tenant_id         uuid          not null default app.tenant_id(),
    price_id          uuid          not null,
    price_list_id     uuid          not null,
    variant_id        uuid          not null,
    minimum_quantity  numeric(18,3) not null default 0,
    amount            bigint        not null,
    valid_from        timestamptz   not null,
    valid_until       timestamptz   not null default 'infinity',
    set_at            timestamptz   not null default now(),
    set_by            uuid,
    constraint price_pkey primary key (tenant_id, price_id),
    constraint price_is_of_a_list foreign key (tenant_id, price_list_id) references pricing.price_list (tenant_id, price_list_id),
    constraint price_is_of_an_article foreign key (tenant_id, variant_id) references pricing.article_tax (tenant_id, variant_id),
    constraint price_is_an_amount check (amount between 0 and 1000000000000000),
    constraint price_minimum_not_negative check (minimum_quantity >= 0),
    constraint price_begins_before_it_ends check (valid_from <= valid_until),
    constraint price_holds_alone exclude using gist (tenant_id with =, price_list_id with =, variant_id with =, minimum_quantity with =, tstzrange(valid_from, valid_until) with &&)
);
-- What holds now and what is planned ends later than now: the past is passed by.
create index price_of_variant on pricing.price (tenant_id, variant_id, valid_until);
create index price_of_list on pricing.price (tenant_id, price_list_id, price_id);
call app.protect('pricing.price', 'tenant');
grant select, insert, update on pricing.price to pricing_sql;

-- What was one price and one rate an article becomes the base list of its currency and a class that is taxed alike everywhere.
insert into pricing.tax_class (tenant_id, tax_class_id, code, name, category)
select tenant_id, tax_rate_id,
       case when row_number() over (partition by tenant_id, slug order by tax_rate_id) = 1 and slug ~ '^[a-z0-9]'
            then slug
            else left('class-' || tax_rate_id, 50)
       end,
       name, case when rate = 0 then 'zero' else 'standard' end
  from (
       select *, left(trim('-' from regexp_replace(app.fold(name), '[^a-z0-9]+', '-', 'g')), 50) as slug
         from catalog.tax_rate
       ) as known;

insert into pricing.tax_rate (tenant_id, tax_rate_id, tax_class_id, rate)
select tenant_id, tax_rate_id, tax_rate_id, rate
  from catalog.tax_rate;

insert into pricing.price_list (tenant_id, price_list_id, code, name, currency, is_base)
select tenant_id, gen_random_uuid(), 'base-' || lower(currency), 'Base ' || currency, currency, true
  from (select distinct tenant_id, currency from catalog.variant) as known;

insert into pricing.article_tax (tenant_id, variant_id, tax_class_id)
select tenant_id, variant_id, tax_rate_id
  from catalog.variant;

insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
select v.tenant_id, gen_random_uuid(), l.price_list_id, v.variant_id, v.price, v.created_at
  from catalog.variant as v
  join pricing.price_list as l on l.tenant_id = v.tenant_id and l.currency = v.currency and l.is_base;

-- The binary before reads these of the articles that it knows; an article made now has none of them, and is not for sale there.
alter table catalog.variant alter column price drop not null;
alter table catalog.variant alter column currency drop not null;
alter table catalog.variant alter column tax_rate_id drop not null;

-- Every merchant begins with these; those that are never taxed have their rate already. What a merchant made of them stays.
create procedure pricing.install_predefined_tax_classes() language plpgsql
as $$
declare
    -- Code, name, category, is it never taxed.
    predefined constant text[][] := array[
        ['standard',    'Standard',    'standard',   'false'],
        ['reduced',     'Reduced',     'standard',   'false'],
        ['zero',        'Zero rated',  'zero',       'true'],
        ['exempt',      'Exempt',      'exempt',     'true'],
        ['not-taxable', 'Not taxable', 'outOfScope', 'true']
    ];
    line text[];
begin
    foreach line slice 1 in array predefined loop
        insert into pricing.tax_class (tenant_id, tax_class_id, code, name, category)
        select t.tenant_id, app.seed_id('tax-class/' || t.tenant_id || '/' || line[1]), line[1], line[2], line[3]
          from identity.tenant as t
            on conflict do nothing;

        insert into pricing.tax_rate (tenant_id, tax_rate_id, tax_class_id, rate)
        select c.tenant_id, app.seed_id('tax-rate/' || c.tenant_id || '/' || line[1]), c.tax_class_id, 0
          from pricing.tax_class as c
         where line[4]::boolean
           and c.tax_class_id = app.seed_id('tax-class/' || c.tenant_id || '/' || line[1])
            on conflict do nothing;
    end loop;
end
$$;
revoke execute on procedure pricing.install_predefined_tax_classes() from public;
