-- A back room in the first store of each demo merchant, with some of what is sold in front. Made once, like the rest.
insert into inventory.stock_location (tenant_id, stock_location_id, store_id, code, name, kind)
select app.seed_id('tenant/' || slug), app.seed_id('stock-location/' || slug || '/back'), app.seed_id('store/' || slug || '/1'), 'back',
       'Back room', 'backRoom'
  from (values ('demo'), ('rival')) as merchant (slug)
    on conflict do nothing;

with made as (
    insert into inventory.location_level (tenant_id, store_id, variant_id, stock_location_id, on_hand, last_number)
    select l.tenant_id, l.store_id, v.variant_id, l.stock_location_id, 24, 1
      from (values ('demo'), ('rival')) as merchant (slug)
      join inventory.stock_location as l on l.stock_location_id = app.seed_id('stock-location/' || slug || '/back')
     cross join generate_series(980, 989) as n
      join inventory.stock_level as v
        on (v.tenant_id, v.store_id, v.variant_id) = (l.tenant_id, l.store_id, app.seed_id('variant/' || slug || '/' || n))
        on conflict do nothing
 returning tenant_id, store_id, variant_id, stock_location_id, on_hand
)
insert into inventory.location_movement (tenant_id, stock_movement_id, store_id, variant_id, stock_location_id, number, kind, quantity,
       balance, document_id, moved_at)
select tenant_id, overlay(app.seed_id('opening/' || stock_location_id || '/' || variant_id)::text placing '00000000-0000-7' from 1)::uuid,
       store_id, variant_id, stock_location_id, 1, 'opening', on_hand, on_hand, app.seed_id('opening/' || stock_location_id), now()
  from made;

-- The demo merchants are made after those that the product's own seed has looked at.
call inventory.install_predefined_stock_reasons();
