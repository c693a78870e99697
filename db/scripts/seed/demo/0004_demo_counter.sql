-- A cheese that is sold by weight, labels of the scale for it, and cases of six of the last ten articles. Made once, like the rest.
create temporary table counter on commit drop as
select app.seed_id('tenant/' || slug) as tenant_id, slug, currency,
       array[app.seed_id('store/' || slug || '/1'), app.seed_id('store/' || slug || '/2')] as store_ids,
       patterns, labels
  from (values
        -- Germany: prefixes 22 and 28, four digits for the article, one that guards the value. 12.90 EUR or 1.290 kg.
        ('demo', 'EUR', '[
            {"prefix": "22", "itemDigits": 4, "valueDigits": 5, "hasVerifier": true, "kind": "price", "decimals": 2},
            {"prefix": "28", "itemDigits": 4, "valueDigits": 5, "hasVerifier": true, "kind": "weight", "decimals": 3}
        ]'::jsonb, array['2210010000000', '2810010000000']),
        -- The United States: a UPC-A of number system 2, with the price.
        ('rival', 'USD', '[
            {"prefix": "02", "itemDigits": 5, "valueDigits": 4, "hasVerifier": true, "kind": "price", "decimals": 2}
        ]'::jsonb, array['0210010000000'])
       ) as merchant (slug, currency, patterns, labels);

insert into catalog.code_patterns (tenant_id, version, patterns, changed_at, changed_by)
select tenant_id, 2, patterns, now(), app.seed_id('user/' || slug || '/admin')
  from counter
 where not exists (select from catalog.code_patterns as p where p.tenant_id = counter.tenant_id)
    on conflict do nothing;

insert into catalog.product (tenant_id, product_id, name, kind, unit)
select tenant_id, app.seed_id('product/' || slug || '/cheese'), 'Mountain cheese', 'weighed', 'kg'
  from counter
    on conflict (tenant_id, product_id) do nothing;

insert into catalog.variant (tenant_id, variant_id, product_id, sku, name)
select tenant_id, app.seed_id('variant/' || slug || '/cheese'), app.seed_id('product/' || slug || '/cheese'), 'CHEESE', 'Mountain cheese'
  from counter
    on conflict (tenant_id, variant_id) do nothing;

insert into catalog.search_word (tenant_id, near, word)
select tenant_id, near, word
  from counter
 cross join lateral catalog.correctable_words('Mountain cheese') as word
 cross join lateral catalog.near_words(word) as near
    on conflict do nothing;

insert into pricing.article_tax (tenant_id, variant_id, tax_class_id)
select tenant_id, app.seed_id('variant/' || slug || '/cheese'), c.tax_class_id
  from counter
  join pricing.tax_class as c using (tenant_id)
 where c.code = 'reduced'
    on conflict (tenant_id, variant_id) do nothing;

insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
select tenant_id, app.seed_id('price/' || slug || '/cheese'), l.price_list_id, app.seed_id('variant/' || slug || '/cheese'), 1990,
       timestamptz '2026-01-01 00:00:00+00'
  from counter
  join pricing.price_list as l using (tenant_id, currency)
 where l.is_base
    on conflict do nothing;

insert into catalog.barcode (tenant_id, code_key, barcode, kind, variant_id)
select tenant_id, label, label, 'inStore', app.seed_id('variant/' || slug || '/cheese')
  from counter
 cross join unnest(labels) as label
    on conflict (tenant_id, code_key) do nothing;

-- The check digit weighs the twelve digits 1, 3, 1, 3, ... from the left (GS1).
insert into catalog.barcode (tenant_id, code_key, barcode, kind, pack_quantity, variant_id)
select tenant_id, code, code, 'inStore', 6, app.seed_id('variant/' || slug || '/' || n)
  from counter
 cross join generate_series(990, 999) as n
 cross join lateral (select '210000' || lpad((n + 1)::text, 6, '0') as digits) as told
 cross join lateral (
        select sum(substr(digits, place, 1)::integer * case place % 2 when 1 then 1 else 3 end) as weighted
          from generate_series(1, 12) as place
       ) as weights
 cross join lateral (select digits || ((10 - weighted % 10) % 10) as code) as whole
    on conflict (tenant_id, code_key) do nothing;

with made as (
    insert into inventory.stock_level (tenant_id, store_id, variant_id, on_hand)
    select tenant_id, store_id, app.seed_id('variant/' || slug || '/cheese'), 40
      from counter
     cross join unnest(store_ids) as store_id
        on conflict (tenant_id, store_id, variant_id) do nothing
 returning tenant_id, store_id, variant_id, on_hand
)
insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, balance, document_id, moved_at)
select tenant_id, overlay(app.seed_id('opening/' || store_id || '/cheese')::text placing '00000000-0000-7' from 1)::uuid, store_id, variant_id,
       'opening', on_hand, on_hand, app.seed_id('opening/' || store_id), now()
  from made;
