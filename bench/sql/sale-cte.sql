-- The rows of a sale, priced by the same statement that writes them: nothing that stores as much can be faster.
\set n :n + 1
\set a 1000000000000000 + :run * 100000000000 + :n * 100 + :client_id
\set r random(1000000000000000, 9999999999999990)
\set till 4000000000000000 + :client_id
\set v1 8000000000000000 + case when :hot = 1 then 1 else random(1, 333) end
\set v2 8000000000000000 + random(334, 666)
\set v3 8000000000000000 + random(667, 1000)
with line as (
    select line_number, variant_id, quantity, stock_movement_id
      from unnest(array[1, 2, 3],
                  array['0000000000007000' || :v1::text, '0000000000007000' || :v2::text, '0000000000007000' || :v3::text]::uuid[],
                  array[1, 2, 1]::numeric[],
                  array[:a::text || (:r::bigint + 1)::text, :a::text || (:r::bigint + 2)::text, :a::text || (:r::bigint + 3)::text]::uuid[])
           as line (line_number, variant_id, quantity, stock_movement_id)
), priced as (
    select l.line_number, l.variant_id, l.quantity, v.sku, v.name, v.price, t.rate, g.gross, g.gross - round(g.gross * t.rate / (100 + t.rate))::bigint as net
      from line as l
      join catalog.variant as v on v.tenant_id = :tenant and v.variant_id = l.variant_id and v.archived_at is null
      join catalog.tax_rate as t on t.tenant_id = v.tenant_id and t.tax_rate_id = v.tax_rate_id
     cross join lateral (select round(v.price * l.quantity)::bigint as gross) as g
), numbered as (
    insert into core.document_number as n (tenant_id, terminal_id, kind, store_id, last_number)
    values (:tenant, ('0000000000007000' || :till::text)::uuid, 'sale', :store, 1)
        on conflict (tenant_id, terminal_id, kind) do update
       set last_number = n.last_number + 1
    returning last_number
), claimed as (
    insert into app.idempotency_key (tenant_id, principal_id, idempotency_key, request_hash, claimed_at, status, location, etag, body)
    values (:tenant, :seller, :a::text || :r::text, :hash, now(), 201, '/v1/sales/' || :a::text || :r::text, '"1"', :body)
), sold as (
    insert into sales.sale (tenant_id, sale_id, store_id, terminal_id, number, currency, net, tax, total, paid, change, business_date, sold_at, sold_by)
    select :tenant, (:a::text || :r::text)::uuid, :store, ('0000000000007000' || :till::text)::uuid, 'B-' || :a::text || '-' || last_number, 'EUR',
           net, gross - net, gross, 1000000, 1000000 - gross, current_date, now(), :seller
      from numbered
     cross join (select sum(net)::bigint as net, sum(gross)::bigint as gross from priced) as total
), lines as (
    insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross)
    select :tenant, (:a::text || :r::text)::uuid, line_number, :store, variant_id, sku, name, quantity, price, rate, net, gross - net, gross
      from priced
), tendered as (
    insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount)
    values (:tenant, (:a::text || :r::text)::uuid, 1, :store, 'cash', 1000000)
), told as (
    insert into app.outbox_event (tenant_id, outbox_event_id, type, payload, occurred_at)
    values (:tenant, (:a::text || :r::text)::uuid, 'sales.sale_completed', :payload, now())
), audited as (
    insert into app.audit_entry (tenant_id, audit_entry_id, occurred_at, act, outcome, user_id, session_id, subject, request_hash, client_address, trace_id)
    values (:tenant, (:a::text || :r::text)::uuid, now(), 'CompleteSale', 'done', :seller, :seller, :subject, :hash, '127.0.0.1', :trace)
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
       set on_hand = l.on_hand - line.quantity
      from level
      join line using (variant_id)
     where l.tenant_id = :tenant
       and l.store_id = :store
       and l.variant_id = level.variant_id
)
insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at, moved_by)
select :tenant, stock_movement_id, :store, variant_id, 'sale', -quantity, (:a::text || :r::text)::uuid, now(), :seller
  from line;
