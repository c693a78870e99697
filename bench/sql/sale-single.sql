-- The statements of a sale, one round trip each: what a careful program reaches that sends them one by one.
\set n :n + 1
\set a 1000000000000000 + :run * 100000000000 + :n * 100 + :client_id
\set r random(1000000000000000, 9999999999999990)
\set till 4000000000000000 + :client_id
\set v1 8000000000000000 + case when :hot = 1 then 1 else random(1, 333) end
\set v2 8000000000000000 + random(334, 666)
\set v3 8000000000000000 + random(667, 1000)
begin;
insert into app.idempotency_key as k (tenant_id, principal_id, idempotency_key, request_hash, claimed_at)
values (:tenant, :seller, :a::text || :r::text, :hash, now())
    on conflict (tenant_id, principal_id, idempotency_key) do update
   set claimed_at = k.claimed_at
returning request_hash, status, location, etag, body;
select store_id, code, name, currency, time_zone, tax_mode, tax_rounding
  from core.store
 where tenant_id = :tenant
   and store_id = :store
   and archived_at is null;
select terminal_id, code
  from core.terminal
 where tenant_id = :tenant
   and store_id = :store
   and terminal_id = ('0000000000007000' || :till::text)::uuid
   and archived_at is null;
select v.variant_id, v.sku, v.name, v.price, v.currency, t.rate as tax_rate
  from catalog.variant as v
  join catalog.tax_rate as t using (tenant_id, tax_rate_id)
 where v.tenant_id = :tenant
   and t.tenant_id = :tenant
   and v.variant_id = any(array['0000000000007000' || :v1::text, '0000000000007000' || :v2::text, '0000000000007000' || :v3::text]::uuid[])
   and v.archived_at is null;
insert into core.document_number as n (tenant_id, terminal_id, kind, store_id, last_number)
values (:tenant, ('0000000000007000' || :till::text)::uuid, 'sale', :store, 1)
    on conflict (tenant_id, terminal_id, kind) do update
   set last_number = n.last_number + 1
returning last_number;
insert into sales.sale (tenant_id, sale_id, store_id, terminal_id, number, currency, net, tax, total, paid, change, business_date, sold_at, sold_by)
values (:tenant, (:a::text || :r::text)::uuid, :store, ('0000000000007000' || :till::text)::uuid, 'B-' || :a::text, 'EUR', 1000, 190, 1190, 1000000, 998810,
        current_date, now(), :seller);
insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross)
select :tenant, (:a::text || :r::text)::uuid, line_number, :store, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross
  from unnest(array[1, 2, 3],
              array['0000000000007000' || :v1::text, '0000000000007000' || :v2::text, '0000000000007000' || :v3::text]::uuid[],
              array['SKU-000001', 'SKU-000002', 'SKU-000003'],
              array['Product of the bench 1', 'Product of the bench 2', 'Product of the bench 3'],
              array[1, 2, 1]::numeric[], array[199, 236, 273]::bigint[], array[19, 7, 19]::numeric[],
              array[167, 441, 229]::bigint[], array[32, 31, 44]::bigint[], array[199, 472, 273]::bigint[])
       as line (line_number, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross);
insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount, reference)
select :tenant, (:a::text || :r::text)::uuid, tender_number, :store, method, amount, reference
  from unnest(array[1], array['cash'], array[1000000]::bigint[], array[null]::text[]) as tender (tender_number, method, amount, reference);
insert into app.outbox_event (tenant_id, outbox_event_id, type, payload, occurred_at)
values (:tenant, (:a::text || :r::text)::uuid, 'sales.sale_completed', :payload, now());
update app.idempotency_key
   set status = 201,
       location = '/v1/sales/' || :a::text || :r::text,
       etag = '"1"',
       body = :body
 where tenant_id = :tenant
   and principal_id = :seller
   and idempotency_key = :a::text || :r::text;
insert into app.audit_entry (tenant_id, audit_entry_id, occurred_at, act, outcome, user_id, session_id, subject, request_hash, client_address, trace_id)
values (:tenant, (:a::text || :r::text)::uuid, now(), 'CompleteSale', 'done', :seller, :seller, :subject, :hash, '127.0.0.1', :trace);
with line as (
    select variant_id, quantity, stock_movement_id
      from unnest(array['0000000000007000' || :v1::text, '0000000000007000' || :v2::text, '0000000000007000' || :v3::text]::uuid[],
                  array[-1, -2, -1]::numeric[],
                  array[:a::text || (:r::bigint + 1)::text, :a::text || (:r::bigint + 2)::text, :a::text || (:r::bigint + 3)::text]::uuid[])
           as line (variant_id, quantity, stock_movement_id)
), level as (
    select variant_id
      from inventory.stock_level
     where tenant_id = :tenant
       and store_id = :store
       and variant_id = any(array['0000000000007000' || :v1::text, '0000000000007000' || :v2::text, '0000000000007000' || :v3::text]::uuid[])
     order by variant_id
       for update
), moved as (
    update inventory.stock_level as l
       set on_hand = l.on_hand + line.quantity
      from level
      join line using (variant_id)
     where l.tenant_id = :tenant
       and l.store_id = :store
       and l.variant_id = level.variant_id
)
insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at, moved_by)
select :tenant, stock_movement_id, :store, variant_id, 'sale', quantity, (:a::text || :r::text)::uuid, now(), :seller
  from line;
commit;
