-- A thousand products for each demo merchant, with barcodes that a scanner accepts and stock in both stores. Everything
-- is made once, so that what a visitor sold stays sold.
create temporary table merchant on commit drop as
select app.seed_id('tenant/' || slug) as tenant_id, slug, currency,
       array[app.seed_id('store/' || slug || '/1'), app.seed_id('store/' || slug || '/2')] as store_ids
  from (values ('demo', 'EUR'), ('rival', 'USD')) as merchant (slug, currency);

-- For the binary of the release before, which knows prices and taxes from here; nothing else reads it.
insert into catalog.tax_rate (tenant_id, tax_rate_id, name, rate)
select tenant_id, app.seed_id('tax/' || slug || '/' || name), name, rate
  from merchant
 cross join lateral (values
        ('Standard', case slug when 'demo' then 19.0000 else 8.8750 end),
        ('Reduced',  case slug when 'demo' then 7.0000 else 4.5000 end)
       ) as rates (name, rate)
    on conflict (tenant_id, tax_rate_id) do nothing;

call pricing.install_predefined_tax_classes();

insert into pricing.tax_rate (tenant_id, tax_rate_id, tax_class_id, rate)
select tenant_id, app.seed_id('tax/' || slug || '/' || rates.name), c.tax_class_id, rates.rate
  from merchant as m
 cross join lateral (values
        ('Standard', 'standard', case slug when 'demo' then 19.0000 else 8.8750 end),
        ('Reduced',  'reduced',  case slug when 'demo' then 7.0000 else 4.5000 end)
       ) as rates (name, code, rate)
  join pricing.tax_class as c using (tenant_id, code)
    on conflict do nothing;

insert into pricing.price_list (tenant_id, price_list_id, code, name, currency, is_base)
select tenant_id, app.seed_id('price-list/' || slug || '/base'), 'base-' || lower(currency), 'Base ' || currency, currency, true
  from merchant
    on conflict do nothing;

create temporary table item on commit drop as
select n,
       kind.word || ' ' || flavour.word || ' ' || size.word as name,
       199 + (n * 37) % 2800 as price,
       n % 3 = 0 as is_reduced,
       digits || ((10 - weighted % 10) % 10) as barcode
  from generate_series(0, 999) as n
 cross join lateral (select (array['Espresso', 'Green tea', 'Oat biscuits', 'Dark chocolate', 'Olive oil', 'Honey', 'Granola', 'Tomato sauce', 'Sea salt', 'Hand soap'])[n / 100 + 1] as word) as kind
 cross join lateral (select (array['classic', 'organic', 'mild', 'strong', 'lemon', 'vanilla', 'ginger', 'smoked', 'rose', 'winter'])[n / 10 % 10 + 1] as word) as flavour
 cross join lateral (select (array['50 g', '75 g', '100 g', '150 g', '200 g', '250 g', '300 g', '500 g', '750 g', '1 kg'])[n % 10 + 1] as word) as size
 -- Prefix 20 is for use inside a shop. The check digit weighs the twelve digits 1, 3, 1, 3, ... from the left (GS1).
 cross join lateral (select '200000' || lpad((n + 1)::text, 6, '0') as digits) as code
 cross join lateral (
        select sum(substr(digits, place, 1)::integer * case place % 2 when 1 then 1 else 3 end) as weighted
          from generate_series(1, 12) as place
       ) as weights;

-- What an article is found and ordered by is worked out before it is seen to be there already: so that is asked first.
insert into catalog.product (tenant_id, product_id, name)
select m.tenant_id, made.product_id, name
  from merchant as m
 cross join item
 cross join lateral (select app.seed_id('product/' || slug || '/' || n) as product_id) as made
 where not exists (select from catalog.product as p where p.tenant_id = m.tenant_id and p.product_id = made.product_id)
    on conflict (tenant_id, product_id) do nothing;

insert into catalog.variant (tenant_id, variant_id, product_id, sku, name)
select m.tenant_id, made.variant_id, app.seed_id('product/' || slug || '/' || n), 'SKU-' || lpad((n + 1)::text, 4, '0'), name
  from merchant as m
 cross join item
 cross join lateral (select app.seed_id('variant/' || slug || '/' || n) as variant_id) as made
 where not exists (select from catalog.variant as v where v.tenant_id = m.tenant_id and v.variant_id = made.variant_id)
    on conflict (tenant_id, variant_id) do nothing;

insert into catalog.search_word (tenant_id, near, word)
select m.tenant_id, near, known.word
  from merchant as m
 cross join (select word from catalog.correctable_words((select string_agg(name, ' ') from item)) as word) as known
 cross join lateral catalog.near_words(known.word) as near
    on conflict do nothing;

insert into pricing.article_tax (tenant_id, variant_id, tax_class_id)
select tenant_id, app.seed_id('variant/' || slug || '/' || n), c.tax_class_id
  from merchant as m
 cross join item as i
  join pricing.tax_class as c using (tenant_id)
 where c.code = case when i.is_reduced then 'reduced' else 'standard' end
    on conflict (tenant_id, variant_id) do nothing;

-- A price that somebody has set since, or that was there before, stays: two of them would overlap.
insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
select tenant_id, app.seed_id('price/' || slug || '/' || n), l.price_list_id, app.seed_id('variant/' || slug || '/' || n), i.price,
       timestamptz '2026-01-01 00:00:00+00'
  from merchant as m
 cross join item as i
  join pricing.price_list as l using (tenant_id, currency)
 where l.is_base
    on conflict do nothing;

-- Staff pay a tenth less for some things; of ten others six are cheaper each than one.
insert into pricing.customer_group (tenant_id, customer_group_id, code, name)
select tenant_id, app.seed_id('customer-group/' || slug || '/staff'), 'staff', 'Staff'
  from merchant
    on conflict do nothing;

insert into pricing.price_list (tenant_id, price_list_id, code, name, currency, priority, customer_group_id)
select tenant_id, app.seed_id('price-list/' || slug || '/staff'), 'staff', 'Staff prices', currency, 10, app.seed_id('customer-group/' || slug || '/staff')
  from merchant
    on conflict do nothing;

insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
select tenant_id, app.seed_id('staff-price/' || slug || '/' || n), l.price_list_id, app.seed_id('variant/' || slug || '/' || n), i.price * 9 / 10,
       timestamptz '2026-01-01 00:00:00+00'
  from merchant as m
 cross join item as i
  join pricing.price_list as l using (tenant_id)
 where l.code = 'staff'
   and i.n between 900 and 989
    on conflict do nothing;

insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, minimum_quantity, amount, valid_from)
select tenant_id, app.seed_id('six-price/' || slug || '/' || n), l.price_list_id, app.seed_id('variant/' || slug || '/' || n), 6, i.price * 95 / 100,
       timestamptz '2026-01-01 00:00:00+00'
  from merchant as m
 cross join item as i
  join pricing.price_list as l using (tenant_id, currency)
 where l.is_base
   and i.n >= 990
    on conflict do nothing;

insert into catalog.barcode (tenant_id, code_key, barcode, kind, variant_id)
select tenant_id, barcode, barcode, 'inStore', app.seed_id('variant/' || slug || '/' || n)
  from merchant
 cross join item
    on conflict (tenant_id, code_key) do nothing;

-- A tree of three levels; each product stands in one category, and what is organic in another, too.
create temporary table shelf on commit drop as
select place, name, words
  from (values
        ('0001',         'Groceries',    '{}'::text[]),
        ('00010001',     'Drinks',       '{}'),
        ('000100010001', 'Coffee',       '{Espresso}'),
        ('000100010002', 'Tea',          '{Green tea}'),
        ('00010002',     'Sweets',       '{Dark chocolate,Honey}'),
        ('000100020001', 'Biscuits',     '{Oat biscuits}'),
        ('00010003',     'Pantry',       '{Olive oil,Granola,Tomato sauce,Sea salt}'),
        ('0002',         'Household',    '{}'),
        ('00020001',     'Soap',         '{Hand soap}'),
        ('0003',         'Organic',      '{organic}')
       ) as shelves (place, name, words);

insert into catalog.category (tenant_id, category_id, parent_id, name, place, path)
select tenant_id, app.seed_id('category/' || slug || '/' || s.name),
       (select app.seed_id('category/' || slug || '/' || above.name) from shelf as above where above.place = left(s.place, -4)),
       s.name, s.place,
       (select array_agg(app.seed_id('category/' || slug || '/' || way.name) order by way.place)
          from shelf as way where s.place like way.place || '%')
  from merchant
 cross join shelf as s
 order by s.place
    on conflict do nothing;

-- Somebody who took a product out of its category, or moved the category, meant it.
insert into catalog.product_category (tenant_id, product_id, category_id)
select tenant_id, app.seed_id('product/' || slug || '/' || n), app.seed_id('category/' || slug || '/' || s.name)
  from merchant
 cross join item as i
  join shelf as s on exists (select from unnest(s.words) as word where i.name like word || ' %' or i.name like '% ' || word || ' %')
 where exists (select from catalog.category as c where c.category_id = app.seed_id('category/' || slug || '/' || s.name))
    on conflict do nothing;

-- The ids of movements are in time order (UUIDv7) and a stable id has no time: openings get that of 1970, before all else.
create temporary table opening on commit drop as
select m.tenant_id, store_id, app.seed_id('variant/' || slug || '/' || n) as variant_id, 50 + n % 51 as quantity,
       overlay(app.seed_id('opening/' || store_id || '/' || n)::text placing '00000000-0000-7' from 1)::uuid as stock_movement_id, app.seed_id('opening/' || store_id) as document_id
  from merchant as m
 cross join unnest(store_ids) as store_id
 cross join item;

-- Level and ledger in one statement, as everywhere: only a level made now gets an opening movement.
with made as (
    insert into inventory.stock_level (tenant_id, store_id, variant_id, on_hand)
    select tenant_id, store_id, variant_id, quantity
      from opening
        on conflict (tenant_id, store_id, variant_id) do nothing
 returning tenant_id, store_id, variant_id
)
insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, balance, document_id, moved_at)
select tenant_id, o.stock_movement_id, store_id, variant_id, 'opening', o.quantity, o.quantity, o.document_id, now()
  from made
  join opening as o using (tenant_id, store_id, variant_id);
