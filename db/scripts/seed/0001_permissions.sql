-- The permissions the product knows. What it no longer has is removed, from roles too.
create temporary table wanted on commit drop as
select *
  from (values
        ('catalog.read',     'Catalogue',  'See products, variants, prices and barcodes'),
        ('core.read',        'Stores',     'See stores and terminals'),
        ('inventory.adjust', 'Stock',      'Correct stock with a reason'),
        ('inventory.read',   'Stock',      'See stock levels and movements'),
        ('operations.read',  'Operations', 'Run the integrity checks of stock and money'),
        ('sales.create',     'Sales',      'Price baskets and sell'),
        ('sales.read',       'Sales',      'See sales and receipts'),
        ('sales.void',       'Sales',      'Void a sale on the day it was made')
       ) as wanted (permission, area, description);

insert into identity.permission as p (permission, area, description)
select permission, area, description
  from wanted
    on conflict (permission) do update
   set area = excluded.area,
       description = excluded.description
 where (p.area, p.description) is distinct from (excluded.area, excluded.description);

delete from identity.role_permission where permission not in (select permission from wanted);
delete from identity.role_template_permission where permission not in (select permission from wanted);
delete from identity.permission where permission not in (select permission from wanted);
