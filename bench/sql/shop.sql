-- A merchant to sell for: one selling store with a till and a cashier for each client, a second store that only holds
-- stock, a thousand variants. Ids are thirty-two decimal digits, so that pgbench can make them from numbers.
create function pg_temp.id(number bigint) returns uuid
    language sql immutable
    as $$ select ('0000000000007000' || number)::uuid $$;

insert into identity.tenant (tenant_id, slug, name)
values (pg_temp.id(1000000000000001), 'bench', 'Bench');

insert into core.store (tenant_id, store_id, code, name, currency, time_zone)
select pg_temp.id(1000000000000001), pg_temp.id(2000000000000000 + n), 'S' || n, 'Store ' || n, 'EUR', 'Europe/Berlin'
  from generate_series(0, 1) as n;

insert into core.terminal (tenant_id, terminal_id, store_id, code, name)
select pg_temp.id(1000000000000001), pg_temp.id(4000000000000000 + n), pg_temp.id(2000000000000000), 'T' || n, 'Till ' || n
  from generate_series(0, @Clients - 1) as n;

call identity.install_predefined_roles();

insert into identity.user_account (tenant_id, user_id, email, name, password_hash)
select pg_temp.id(1000000000000001), pg_temp.id(5000000000000000 + n), 'cashier' || n || '@bench.example', 'Cashier ' || n, @PasswordHash
  from generate_series(0, @Clients - 1) as n;

insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id, store_id)
select pg_temp.id(1000000000000001), pg_temp.id(5000000000000000 + n), pg_temp.id(5000000000000000 + n), r.role_id, pg_temp.id(2000000000000000)
  from generate_series(0, @Clients - 1) as n
  join identity.role as r on r.tenant_id = pg_temp.id(1000000000000001) and r.code = 'cashier';

-- The bare statements read price and tax beside the article, as simply as can be; the product reads them where it keeps them.
insert into catalog.tax_rate (tenant_id, tax_rate_id, name, rate)
values (pg_temp.id(1000000000000001), pg_temp.id(6000000000000000), 'Standard', 19),
       (pg_temp.id(1000000000000001), pg_temp.id(6000000000000001), 'Reduced', 7);

insert into catalog.product (tenant_id, product_id, name)
select pg_temp.id(1000000000000001), pg_temp.id(7000000000000000 + n), 'Product of the bench ' || n
  from generate_series(1, 1000) as n;

insert into catalog.variant (tenant_id, variant_id, product_id, sku, name, price, currency, tax_rate_id)
select pg_temp.id(1000000000000001), pg_temp.id(8000000000000000 + n), pg_temp.id(7000000000000000 + n),
       'SKU-' || lpad(n::text, 6, '0'), 'Product of the bench ' || n, 199 + (n * 37) % 2800, 'EUR', pg_temp.id(6000000000000000 + n % 2)
  from generate_series(1, 1000) as n;

insert into pricing.tax_class (tenant_id, tax_class_id, code, name, category)
select tenant_id, tax_rate_id, lower(name), name, 'standard' from catalog.tax_rate where tenant_id = pg_temp.id(1000000000000001)
    on conflict (tenant_id, code) do nothing;

insert into pricing.tax_rate (tenant_id, tax_rate_id, tax_class_id, rate)
select r.tenant_id, r.tax_rate_id, c.tax_class_id, r.rate
  from catalog.tax_rate as r
  join pricing.tax_class as c on c.tenant_id = r.tenant_id and c.code = lower(r.name)
 where r.tenant_id = pg_temp.id(1000000000000001);

insert into pricing.price_list (tenant_id, price_list_id, code, name, currency, is_base)
values (pg_temp.id(1000000000000001), pg_temp.id(6000000000000009), 'base-eur', 'Base EUR', 'EUR', true);

insert into pricing.article_tax (tenant_id, variant_id, tax_class_id)
select v.tenant_id, v.variant_id, r.tax_class_id
  from catalog.variant as v
  join pricing.tax_rate as r on r.tenant_id = v.tenant_id and r.tax_rate_id = v.tax_rate_id
 where v.tenant_id = pg_temp.id(1000000000000001);

insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
select tenant_id, variant_id, pg_temp.id(6000000000000009), variant_id, price, now()
  from catalog.variant
 where tenant_id = pg_temp.id(1000000000000001);

insert into catalog.barcode (tenant_id, code_key, barcode, kind, variant_id)
select pg_temp.id(1000000000000001), '2000000' || lpad(n::text, 6, '0'), '2000000' || lpad(n::text, 6, '0'), 'other',
       pg_temp.id(8000000000000000 + n)
  from generate_series(1, 1000) as n;

-- Enough that nothing runs out while it is measured.
insert into inventory.stock_level (tenant_id, store_id, variant_id, on_hand)
select pg_temp.id(1000000000000001), pg_temp.id(2000000000000000 + store), pg_temp.id(8000000000000000 + n), 100000000
  from generate_series(1, 1000) as n
 cross join generate_series(0, 1) as store;

insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at)
select pg_temp.id(1000000000000001), pg_temp.id(9000000000000000 + store * 1000 + n), pg_temp.id(2000000000000000 + store),
       pg_temp.id(8000000000000000 + n), 'opening', 100000000, pg_temp.id(9000000000000000), now()
  from generate_series(1, 1000) as n
 cross join generate_series(0, 1) as store;

-- Ten thousand sales of the past: plans that are made for empty tables are not the plans of a shop.
create temporary table past on commit drop as
select n,
       ((1000000000000000 + n * 100)::text || (1000000000000000 + n)::text)::uuid as sale_id,
       pg_temp.id(4000000000000000 + n % @Clients) as terminal_id,
       pg_temp.id(5000000000000000 + n % @Clients) as cashier_id,
       now() - interval '30 days' + n * interval '4 minutes' as sold_at
  from generate_series(1, 10000) as n;

create temporary table past_line on commit drop as
select p.n, p.sale_id, p.sold_at, p.cashier_id, line_number,
       pg_temp.id(8000000000000001 + (p.n * 7 + line_number * 331) % 1000) as variant_id,
       ((1000000000000000 + p.n * 100)::text || (2000000000000000 + p.n * 10 + line_number)::text)::uuid as stock_movement_id
  from past as p
 cross join generate_series(1, 3) as line_number;

insert into sales.sale (tenant_id, sale_id, store_id, terminal_id, number, currency, net, tax, total, paid, change, business_date, sold_at, sold_by)
select pg_temp.id(1000000000000001), sale_id, pg_temp.id(2000000000000000), terminal_id, 'P-' || n, 'EUR', 1000, 190, 1190, 1190, 0, sold_at::date, sold_at, cashier_id
  from past
 order by n;

insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross)
select pg_temp.id(1000000000000001), sale_id, line_number, pg_temp.id(2000000000000000), variant_id, 'SKU', 'Product of the bench', 1, 397, 19, 333, 64, 397
  from past_line
 order by n;

insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount)
select pg_temp.id(1000000000000001), sale_id, 1, pg_temp.id(2000000000000000), 'cash', 1190
  from past
 order by n;

insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at, moved_by)
select pg_temp.id(1000000000000001), stock_movement_id, pg_temp.id(2000000000000000), variant_id, 'sale', -1, sale_id, sold_at, cashier_id
  from past_line
 order by n;

update inventory.stock_level as l
   set on_hand = on_hand - sold.quantity
  from (select variant_id, count(*) as quantity from past_line group by variant_id) as sold
 where l.tenant_id = pg_temp.id(1000000000000001)
   and l.store_id = pg_temp.id(2000000000000000)
   and l.variant_id = sold.variant_id;

insert into app.audit_entry (tenant_id, audit_entry_id, occurred_at, act, outcome, user_id, subject, request_hash)
select pg_temp.id(1000000000000001), sale_id, sold_at, 'CompleteSale', 'done', cashier_id, '{}', '\x00'
  from past
 order by n;

insert into app.outbox_event (tenant_id, outbox_event_id, type, payload, occurred_at)
select pg_temp.id(1000000000000001), sale_id, 'sales.sale_completed', '{}', sold_at
  from past
 order by n;

insert into app.idempotency_key (tenant_id, principal_id, idempotency_key, request_hash, claimed_at, status, body)
select pg_temp.id(1000000000000001), cashier_id, sale_id::text, '\x00', sold_at, 201, convert_to(repeat('.', 1200), 'UTF8')
  from past
 order by n;
