-- Sales @From to @To of @Sales that each of the merchants @First to @Last made in the last @Days days: three lines, cash. Every
-- hundredth is the last store's, the others are the first's, by its tills in turn, so that the numbers have no gaps.
create temporary table past on commit drop as
select m, n,
       now() - make_interval(secs => 86400.0 * @Days * (@Sales - n + 1) / @Sales) as sold_at,
       case when is_last then @Stores - 1 else 0 end as store,
       case when is_last then @Tills + @Stores - 2 else (place % @Tills)::integer end as till,
       case when is_last then n / 100 else place / @Tills + 1 end as sequence
  from generate_series(@First, @Last) as m
 cross join (select n, n % 100 = 0 and @Stores > 1 as is_last, n - 1 - case when @Stores > 1 then n / 100 else 0 end as place
               from generate_series(@From::bigint, @To::bigint) as n) as numbered;

create temporary table past_line on commit drop as
select p.m, p.n, p.sold_at, p.store, p.till, l as line_number, (p.n * 7 + l * 331) % @Variants + 1 as variant
  from past as p
 cross join generate_series(1, 3) as l;

insert into sales.sale (tenant_id, sale_id, store_id, terminal_id, number, sequence, currency, tax_mode, net, tax, total, paid, change,
       business_date, time_zone, day_ends_at, sold_at, sold_by)
select pg_temp.id(1, m, 0), pg_temp.id_of(sold_at, m, n), pg_temp.id(2, m, store), pg_temp.id(4, m, till),
       'S' || store || '-T' || till || '-' || lpad(sequence::text, 6, '0'), sequence, 'EUR', 'inclusive', 999, 192, 1191, 1200, 9,
       sold_at::date, 'Europe/Berlin', '00:00', sold_at, pg_temp.id(5, m, least(till, @Tills - 1))
  from past
 order by m, n;

insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate,
       net, tax, gross)
select pg_temp.id(1, m, 0), pg_temp.id_of(sold_at, m, n), line_number, pg_temp.id(2, m, store), pg_temp.id(8, m, variant),
       'SKU-' || lpad(variant::text, 6, '0'), 'Product ' || variant, 1, 397, 19, 333, 64, 397
  from past_line
 order by m, n, line_number;

insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount)
select pg_temp.id(1, m, 0), pg_temp.id_of(sold_at, m, n), 1, pg_temp.id(2, m, store), 'cash', 1200
  from past
 order by m, n;

insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at, moved_by)
select pg_temp.id(1, m, 0), pg_temp.id_of(sold_at, m, n * 10 + line_number), pg_temp.id(2, m, store), pg_temp.id(8, m, variant), 'sale', -1,
       pg_temp.id_of(sold_at, m, n), sold_at, pg_temp.id(5, m, least(till, @Tills - 1))
  from past_line
 order by m, n, line_number;

insert into app.audit_entry (tenant_id, audit_entry_id, occurred_at, act, outcome, user_id, subject, subject_id, request_hash)
select pg_temp.id(1, m, 0), pg_temp.id_of(sold_at, m, n), sold_at, case when n % 10000 = 0 then 'VoidSale' else 'CompleteSale' end, 'done',
       pg_temp.id(5, m, least(till, @Tills - 1)),
       jsonb_build_object('saleId', pg_temp.id_of(sold_at, m, n)), pg_temp.id_of(sold_at, m, n), '\x00'
  from past
 order by m, n;

insert into app.outbox_event (tenant_id, outbox_event_id, type, payload, occurred_at)
select pg_temp.id(1, m, 0), pg_temp.id_of(sold_at, m, n), 'sales.sale_completed',
       jsonb_build_object('saleId', pg_temp.id_of(sold_at, m, n)), sold_at
  from past
 order by m, n;
