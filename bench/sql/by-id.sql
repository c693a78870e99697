-- One variant with its stock, in one turn.
\set v1 8000000000000000 + random(1, 1000)
\startpipeline
select v.variant_id, v.product_id, v.sku, v.name,
       array(select b.barcode from catalog.barcode as b where b.tenant_id = :tenant and b.variant_id = v.variant_id order by b.barcode) as barcodes,
       v.price, v.currency, t.rate as tax_rate, v.archived_at is not null as is_archived
  from catalog.variant as v
  join catalog.tax_rate as t using (tenant_id, tax_rate_id)
 where v.tenant_id = :tenant
   and t.tenant_id = :tenant
   and v.variant_id = ('0000000000007000' || :v1::text)::uuid;
select store_id, variant_id, on_hand - reserved as available
  from inventory.stock_level
 where tenant_id = :tenant
   and variant_id = any(array['0000000000007000' || :v1::text]::uuid[])
 order by variant_id, store_id;
\endpipeline
