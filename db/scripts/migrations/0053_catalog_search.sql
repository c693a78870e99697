-- Articles are found by words: of their names, brands and SKUs, in any order, by their beginnings from two letters on. What is searched
-- fills itself by one rule, so that it is there whoever writes: the binary before leaves the brand out of new ones, nothing else.

-- Kept in step with the product by whoever changes it.
alter table catalog.variant add column brand text;
update catalog.variant as v
   set brand = p.brand
  from catalog.product as p
 where p.tenant_id = v.tenant_id
   and p.product_id = v.product_id
   and p.brand is not null;

-- Words without capitals and accents: each as it stands between two blanks, and its parts where signs stand in it. SearchWords in the
-- application is the same rule.
create function catalog.search_words(told text) returns text[] language sql immutable strict parallel safe
    return (
        select coalesce(array_agg(distinct left(word, 50)), '{}')
          from regexp_split_to_table(app.fold(told) collate "C", ' ') as chunk
         cross join lateral (
               select btrim(chunk, $$!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~«»„“”‚‘’…–—$$) as word
                union all
               select part
                 from regexp_split_to_table(chunk collate "C", $$[!-/:-@[-`{-~«»„“”‚‘’…–—]+$$) as part
               ) as words
         where word <> ''
    );

-- An index of words is one tree for all merchants: each has a corner of its own in it, so that nobody's beginnings of words lead through
-- those of others.
create function catalog.search_mark(for_tenant uuid) returns text language sql immutable strict parallel safe
    return left(md5(for_tenant::text), 8);

create function catalog.search_document(for_tenant uuid, name text, sku text, brand text) returns tsvector language sql immutable parallel safe
    return array_to_tsvector(array(
        select catalog.search_mark(for_tenant) || word
          from unnest(catalog.search_words(name || ' ' || sku || ' ' || coalesce(brand, ''))) as word));

-- What is asked for, as the application writes it: a mark stands where the merchant's comes.
create function catalog.search_query(for_tenant uuid, asked text) returns tsquery language sql immutable strict parallel safe
    return replace(asked, chr(1), catalog.search_mark(for_tenant))::tsquery;

alter table catalog.variant add column search_document tsvector not null
    generated always as (catalog.search_document(tenant_id, name, sku, brand)) stored;
create index variant_by_words on catalog.variant using gin (search_document) with (fastupdate = off);

-- No operator of an index of words is leakproof, so that below row security none is used. This answers ids, of the tenant that has
-- entered and no other; what they are is read behind the wall. With more than so many it answers null: then a walk is shorter.
create function catalog.find_variants(for_tenant uuid, asked tsquery, at_most integer) returns uuid[]
    language plpgsql stable security definer set search_path = ''
    as $$
declare
    found uuid[];
begin
    if for_tenant is distinct from app.tenant_id() then
        raise exception 'another tenant has entered' using errcode = 'PC403';
    end if;
    found := array(
        select v.variant_id
          from catalog.variant as v
         where v.tenant_id = for_tenant
           and v.search_document @@ asked
         limit at_most + 1);
    return case when cardinality(found) <= at_most then found end;
end
$$;
create policy gate on catalog.variant for select to poscommerce_gate using (true);
grant usage on schema catalog to poscommerce_gate;
grant select on catalog.variant to poscommerce_gate;
grant create on schema catalog to poscommerce_gate;
alter function catalog.find_variants(uuid, tsquery, integer) owner to poscommerce_gate;
revoke create on schema catalog from poscommerce_gate;
revoke execute on function catalog.find_variants(uuid, tsquery, integer) from public;
grant execute on function catalog.find_variants(uuid, tsquery, integer) to catalog_sql;

-- The merchant's words, by what is left of each when one letter is left out: two words that are one slip apart have one of these in
-- common. SKUs and numbers are not corrected. A word that no article has any more does no harm: nothing is found by it.
create table catalog.search_word (
    tenant_id  uuid not null default app.tenant_id(),
    near       text collate "C" not null,
    word       text collate "C" not null,
    constraint search_word_pkey primary key (tenant_id, near, word)
);
call app.protect('catalog.search_word', 'tenant');
grant select, insert on catalog.search_word to catalog_sql;

create function catalog.near_words(word text) returns setof text language sql immutable strict parallel safe
    as $$
select word
 union
select left(word, place) || substr(word, place + 2)
  from generate_series(0, length(word) - 1) as place
$$;

-- Those of a text's words that are corrected.
create function catalog.correctable_words(told text) returns setof text language sql immutable strict parallel safe
    as $$
select word
  from unnest(catalog.search_words(told)) as word
 where word collate "C" ~ '^[^!-@[-`{-~]{4,30}$'
$$;

insert into catalog.search_word (tenant_id, near, word)
select known.tenant_id, near, known.word
  from (
        select distinct tenant_id, word
          from catalog.variant
         cross join lateral catalog.correctable_words(name || ' ' || coalesce(brand, '')) as word
       ) as known
 cross join lateral catalog.near_words(known.word) as near;
