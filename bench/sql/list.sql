-- The first page of the catalogue with its stock, in one turn.
\startpipeline
select v.variant_id, v.product_id, v.sku, v.name,
       array(select b.barcode from catalog.barcode as b where b.tenant_id = :tenant and b.variant_id = v.variant_id order by b.barcode) as barcodes,
       v.price, v.currency, t.rate as tax_rate, false as is_archived
  from catalog.variant as v
  join catalog.tax_rate as t using (tenant_id, tax_rate_id)
 where v.tenant_id = :tenant
   and t.tenant_id = :tenant
   and v.archived_at is null
 order by v.name, v.variant_id
 limit 51;
select l.store_id, l.variant_id, l.on_hand - l.reserved as available
  from (select variant_id
          from catalog.variant
         where tenant_id = :tenant
           and archived_at is null
         order by name, variant_id
         limit 50) as page
  join inventory.stock_level as l on l.tenant_id = :tenant and l.variant_id = page.variant_id
 order by l.variant_id, l.store_id;
\endpipeline
