-- The permissions the product knows. What it no longer has is removed, from roles and keys too.
create temporary table wanted on commit drop as
select *
  from (values
        ('catalog.read',              'Catalogue',  false, 'See products, variants, prices and barcodes'),
        ('core.manage_settings',      'Stores',     true,  'Change the settings of the merchant'),
        ('core.manage_stores',        'Stores',     true,  'Open, change and archive stores'),
        ('core.manage_terminals',     'Stores',     false, 'Add, enrol and archive the tills of a store'),
        ('core.read',                 'Stores',     false, 'See stores, terminals and settings'),
        ('identity.grant_roles',      'People',     false, 'Give and take roles in a store, none that holds more than one''s own'),
        ('identity.manage_api_keys',  'People',     true,  'Make, rotate and revoke API keys'),
        ('identity.manage_roles',     'People',     true,  'Make and change roles of the merchant''s own'),
        ('identity.manage_sessions',  'People',     true,  'See and end the sessions of others'),
        ('identity.manage_users',     'People',     true,  'Invite, change, disable and enable users, reset their PIN, password and second factor'),
        ('identity.read_users',       'People',     false, 'See users, their roles and the roles there are'),
        ('inventory.adjust',          'Stock',      false, 'Correct stock with a reason'),
        ('inventory.read',            'Stock',      false, 'See stock levels and movements'),
        ('operations.read',           'Operations', false, 'Run the integrity checks of stock and money'),
        ('operations.read_audit',     'Operations', true,  'Read and export the audit log'),
        ('sales.create',              'Sales',      false, 'Price baskets and sell'),
        ('sales.read',                'Sales',      false, 'See sales and receipts'),
        ('sales.void',                'Sales',      false, 'Void a sale on the day it was made, and approve that others do')
       ) as wanted (permission, area, is_tenant_wide, description);

insert into identity.permission as p (permission, area, is_tenant_wide, description)
select permission, area, is_tenant_wide, description
  from wanted
    on conflict (permission) do update
   set area = excluded.area,
       is_tenant_wide = excluded.is_tenant_wide,
       description = excluded.description
 where (p.area, p.is_tenant_wide, p.description) is distinct from (excluded.area, excluded.is_tenant_wide, excluded.description);

delete from identity.role_permission where permission not in (select permission from wanted);
delete from identity.api_key_permission where permission not in (select permission from wanted);
delete from identity.role_template_permission where permission not in (select permission from wanted);
delete from identity.permission where permission not in (select permission from wanted);
