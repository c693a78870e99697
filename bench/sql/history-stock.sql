-- What is left on the shelves after that past, of an opening stock that does not run out; and where the tills' numbers stand.
create temporary table opening on commit drop as
select m, store, n as variant
  from generate_series(@First, @Last) as m
 cross join generate_series(0, @Stores - 1) as store
 cross join generate_series(1, @Variants) as n;

insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at)
select pg_temp.id(1, m, 0), pg_temp.id_of(now() - make_interval(days => @Days + 1), m, store * 1000000 + variant), pg_temp.id(2, m, store),
       pg_temp.id(8, m, variant),
       'opening', 100000000, pg_temp.id(9, m, store), now() - make_interval(days => @Days + 1)
  from opening;

insert into inventory.stock_level (tenant_id, store_id, variant_id, on_hand)
select tenant_id, store_id, variant_id, sum(quantity)
  from inventory.stock_movement
 where tenant_id = any (array(select pg_temp.id(1, m, 0) from generate_series(@First, @Last) as m))
 group by tenant_id, store_id, variant_id;

insert into core.document_number (tenant_id, terminal_id, kind, store_id, last_number)
select tenant_id, terminal_id, 'sale', store_id, max(sequence)
  from sales.sale
 where tenant_id = any (array(select pg_temp.id(1, m, 0) from generate_series(@First, @Last) as m))
 group by tenant_id, terminal_id, store_id;
