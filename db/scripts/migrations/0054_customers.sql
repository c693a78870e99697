-- People and companies whom a merchant knows, in all of its stores. Nothing is deleted: what is erased is written over, and what was sold
-- to them keeps standing under their id.
create schema customers;
grant usage on schema customers to customers_sql;
grant usage on schema app to customers_sql;

-- An index of words is one tree for all merchants: each has a corner of its own in it (as in 0053_catalog_search.sql).
create function customers.search_document(for_tenant uuid, terms text[]) returns tsvector language sql immutable parallel safe
    return array_to_tsvector(array(select left(md5(for_tenant::text), 8) || term from unnest(terms) as term));

-- What is asked for, as the application writes it: a mark stands where the merchant's comes.
create function customers.search_query(for_tenant uuid, asked text) returns tsquery language sql immutable strict parallel safe
    return replace(asked, chr(1), left(md5(for_tenant::text), 8))::tsquery;

-- The first of several e-mail addresses and telephone numbers is the one that is used. What somebody is found by is written by whoever
-- writes the rest: how a number is written in its country no function here knows.
create table customers.customer (
    tenant_id              uuid        not null default app.tenant_id(),
    customer_id            uuid        not null,
    kind                   text        not null,
    display_name           text        not null,
    given_name             text,
    family_name            text,
    company                text,
    tax_id_country         text,
    tax_id                 text,
    card_number            text,
    card_number_key        text collate "C" generated always as (app.small_letters(card_number)) stored,
    emails                 text[]      not null default '{}',
    phones                 text[]      not null default '{}',
    addresses              jsonb       not null default '[]',
    language               text,
    note                   text,
    customer_group_id      uuid,
    exemption_certificate  text,
    exempt_from            date,
    exempt_until           date,
    search_terms           text[]      not null,
    search_document        tsvector    not null generated always as (customers.search_document(tenant_id, search_terms)) stored,
    name_order             text collate "C" not null generated always as (app.order_key(display_name)) stored,
    created_at             timestamptz not null default now(),
    archived_at            timestamptz,
    erased_at              timestamptz,
    version                integer     not null default 1,
    constraint customer_pkey primary key (tenant_id, customer_id),
    constraint customer_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint customer_card_number_is_taken unique (tenant_id, card_number_key),
    constraint customer_kind_is_known check (kind in ('person', 'company')),
    constraint customer_display_name_is_short check (length(display_name) between 1 and 300),
    constraint customer_names_are_short check (length(given_name) <= 100 and length(family_name) <= 100 and length(company) <= 200),
    constraint customer_tax_id_has_a_country check ((tax_id is null) = (tax_id_country is null)),
    constraint customer_tax_id_country_is_a_code check (tax_id_country ~ '^[A-Z]{2}$'),
    constraint customer_tax_id_is_one check (tax_id ~ '^[A-Z0-9]([A-Z0-9 ./-]{0,28}[A-Z0-9])?$'),
    constraint customer_card_number_is_one check (card_number ~ '^[A-Za-z0-9]([A-Za-z0-9-]{0,38}[A-Za-z0-9])?$'),
    constraint customer_emails_are_few check (cardinality(emails) <= 10),
    constraint customer_phones_are_few check (cardinality(phones) <= 10),
    constraint customer_addresses_are_a_list check (jsonb_typeof(addresses) = 'array'),
    constraint customer_language_is_one check (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
    constraint customer_note_is_short check (length(note) <= 2000),
    constraint customer_exemption_is_told check ((exempt_from is null and exempt_until is null) or exemption_certificate is not null),
    constraint customer_exemption_is_short check (length(exemption_certificate) between 1 and 100),
    constraint customer_exemption_begins_before_it_ends check (exempt_from <= exempt_until),
    -- Of whom was erased nothing is left but the pseudonym.
    constraint customer_erased_is_nobody check (erased_at is null or (archived_at is not null
        and given_name is null and family_name is null and company is null and tax_id is null and card_number is null
        and emails = '{}' and phones = '{}' and addresses = '[]' and language is null and note is null and exemption_certificate is null))
);
create index customer_in_order on customers.customer (tenant_id, name_order, customer_id);
create index customer_by_words on customers.customer using gin (search_document) with (fastupdate = off);
call app.protect('customers.customer', 'tenant');
grant select, insert, update on customers.customer to customers_sql;

-- What somebody agreed to, and took back again: the newest of each kind holds. Kind and source are codes and no texts, so that nothing in
-- here has to be erased.
create table customers.consent (
    tenant_id    uuid        not null default app.tenant_id(),
    consent_id   uuid        not null,
    customer_id  uuid        not null,
    kind         text        not null,
    is_given     boolean     not null,
    source       text        not null,
    told_at      timestamptz not null,
    recorded_at  timestamptz not null,
    recorded_by  uuid        not null,
    constraint consent_pkey primary key (tenant_id, consent_id),
    constraint consent_is_of_a_customer foreign key (tenant_id, customer_id) references customers.customer (tenant_id, customer_id),
    constraint consent_kind_is_a_code check (kind ~ '^[a-z0-9][a-z0-9-]{0,49}$'),
    constraint consent_source_is_a_code check (source ~ '^[a-z0-9][a-z0-9-]{0,49}$')
);
create index consent_of_customer on customers.consent (tenant_id, customer_id, told_at, consent_id);
call app.protect('customers.consent', 'tenant');
grant select, insert on customers.consent to customers_sql;

-- No operator of an index of words is leakproof, so that below row security none is used. This answers ids, of the tenant that has
-- entered and no other; who they are is read behind the wall. With more than so many it answers null: then a walk is shorter.
create function customers.find_customers(for_tenant uuid, asked tsquery, at_most integer) returns uuid[]
    language plpgsql stable security definer set search_path = ''
    as $$
declare
    found uuid[];
begin
    if for_tenant is distinct from app.tenant_id() then
        raise exception 'another tenant has entered' using errcode = 'PC403';
    end if;
    found := array(
        select c.customer_id
          from customers.customer as c
         where c.tenant_id = for_tenant
           and c.search_document @@ asked
         limit at_most + 1);
    return case when cardinality(found) <= at_most then found end;
end
$$;
create policy gate on customers.customer for select to poscommerce_gate using (true);
grant usage on schema customers to poscommerce_gate;
grant select on customers.customer to poscommerce_gate;
grant create on schema customers to poscommerce_gate;
alter function customers.find_customers(uuid, tsquery, integer) owner to poscommerce_gate;
revoke create on schema customers from poscommerce_gate;
revoke execute on function customers.find_customers(uuid, tsquery, integer) from public;
grant execute on function customers.find_customers(uuid, tsquery, integer) to customers_sql;
