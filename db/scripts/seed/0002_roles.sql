-- The predefined roles as the product ships them, and the same roles in every tenant. Roles that a tenant made itself
-- are never touched.
create temporary table wanted on commit drop as
select *
  from (values
        ('admin',       'Admin',       'Everything, in the stores it is granted for'),
        ('manager',     'Manager',     'Runs a store: sells, voids, corrects stock, enrols tills, gives roles in it'),
        ('cashier',     'Cashier',     'Sells'),
        ('stock-clerk', 'Stock clerk', 'Counts and corrects stock'),
        ('purchaser',   'Purchaser',   'Sees what is needed to buy'),
        ('viewer',      'Viewer',      'Sees, and changes nothing')
       ) as wanted (code, name, description);

create temporary table wanted_permission on commit drop as
select 'admin' as code, permission from identity.permission
union all
select *
  from (values
        ('manager',     'catalog.read'), ('manager', 'core.read'), ('manager', 'inventory.read'),
        ('manager',     'sales.create'), ('manager', 'sales.read'), ('manager', 'inventory.adjust'), ('manager', 'sales.void'),
        ('manager',     'core.manage_terminals'), ('manager', 'identity.grant_roles'), ('manager', 'identity.read_users'),
        ('cashier',     'catalog.read'), ('cashier', 'core.read'), ('cashier', 'inventory.read'),
        ('cashier',     'sales.create'), ('cashier', 'sales.read'),
        ('stock-clerk', 'catalog.read'), ('stock-clerk', 'core.read'), ('stock-clerk', 'inventory.read'), ('stock-clerk', 'inventory.adjust'),
        ('purchaser',   'catalog.read'), ('purchaser', 'core.read'), ('purchaser', 'inventory.read'),
        ('viewer',      'catalog.read'), ('viewer', 'core.read'), ('viewer', 'inventory.read'), ('viewer', 'sales.read')
       ) as listed (code, permission);

insert into identity.role_template as t (code, name, description)
select code, name, description
  from wanted
    on conflict (code) do update
   set name = excluded.name,
       description = excluded.description
 where (t.name, t.description) is distinct from (excluded.name, excluded.description);

insert into identity.role_template_permission (code, permission)
select code, permission
  from wanted_permission
    on conflict do nothing;

delete from identity.role_template_permission where (code, permission) not in (select code, permission from wanted_permission);
-- A role the product drops stays with the tenants that use it, as one of their own.
update identity.role set is_predefined = false where is_predefined and code not in (select code from wanted);
delete from identity.role_template where code not in (select code from wanted);
