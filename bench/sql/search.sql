-- Forty-nine thousand articles more, of ten thousand words: syllables put together, so that every beginning of two letters has many words,
-- and some words are in many names, most in few.
create function pg_temp.id(number bigint) returns uuid
    language sql immutable
    as $$ select ('0000000000007000' || number)::uuid $$;

create function pg_temp.syllable(number integer) returns text
    language sql immutable
    as $$ select substr('bcdfghjklmnprstvwxyz', number % 20 + 1, 1) || substr('aeiou', number / 20 % 5 + 1, 1) $$;

create function pg_temp.word(number integer) returns text
    language sql immutable
    as $$ select pg_temp.syllable(number % 100) || pg_temp.syllable(number / 100) || pg_temp.syllable((number * 7 + number / 100 * 13) % 100) $$;

-- The square makes the first words frequent.
create function pg_temp.some_word(seed bigint) returns text
    language sql immutable
    as $$ select pg_temp.word((10000 * ((seed * 7919 % 10007) / 10007.0) ^ 2)::integer % 10000) $$;

insert into catalog.product (tenant_id, product_id, name, brand)
select pg_temp.id(1000000000000001), pg_temp.id(7000000000000000 + n),
       initcap(pg_temp.word(n % 10000)) || ' ' || pg_temp.some_word(n * 3) || ' ' || pg_temp.some_word(n * 5 + 1) || ' ' || n % 40 * 25 || ' g',
       initcap(pg_temp.word(n % 300))
  from generate_series(1001, 50000) as n;

insert into catalog.variant (tenant_id, variant_id, product_id, sku, name, brand)
select tenant_id, pg_temp.id(8000000000000000 + n), product_id, 'SKU-' || lpad(n::text, 6, '0'), name, brand
  from generate_series(1001, 50000) as n
  join catalog.product on tenant_id = pg_temp.id(1000000000000001) and product_id = pg_temp.id(7000000000000000 + n);

insert into catalog.search_word (tenant_id, near, word)
select pg_temp.id(1000000000000001), near, known.word
  from (select distinct word
          from catalog.variant
         cross join lateral catalog.correctable_words(name || ' ' || coalesce(brand, '')) as word
         where tenant_id = pg_temp.id(1000000000000001)) as known
 cross join lateral catalog.near_words(known.word) as near
    on conflict do nothing;

insert into pricing.article_tax (tenant_id, variant_id, tax_class_id)
select pg_temp.id(1000000000000001), pg_temp.id(8000000000000000 + n), c.tax_class_id
  from generate_series(1001, 50000) as n
  join pricing.tax_class as c on c.tenant_id = pg_temp.id(1000000000000001) and c.code = 'standard';

insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
select tenant_id, variant_id, pg_temp.id(6000000000000009), variant_id, 199, now()
  from pricing.article_tax
 where tenant_id = pg_temp.id(1000000000000001)
    on conflict do nothing;

insert into catalog.barcode (tenant_id, code_key, barcode, kind, variant_id)
select pg_temp.id(1000000000000001), '2000000' || lpad(n::text, 6, '0'), '2000000' || lpad(n::text, 6, '0'), 'other',
       pg_temp.id(8000000000000000 + n)
  from generate_series(1001, 50000) as n;

insert into inventory.stock_level (tenant_id, store_id, variant_id, on_hand)
select pg_temp.id(1000000000000001), pg_temp.id(2000000000000000), pg_temp.id(8000000000000000 + n), 100
  from generate_series(1001, 50000) as n;
