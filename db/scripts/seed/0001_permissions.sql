-- The permissions the product knows. What it no longer has is removed, from roles and keys too.
-- The list is an array and not a temporary table: a distributed engine routes a statement over its own tables and values
-- only, never one that also reads a table of this connection.
do $$
declare
    -- Permission, area, is it tenant-wide, what it allows.
    wanted constant text[][] := array[
        ['catalog.read',              'Catalogue',  'false', 'See products, variants, prices and barcodes'],
        ['core.manage_settings',      'Stores',     'true',  'Change the settings of the merchant'],
        ['core.manage_stores',        'Stores',     'true',  'Open, change and archive stores'],
        ['core.manage_terminals',     'Stores',     'false', 'Add, enrol and archive the tills of a store'],
        ['core.read',                 'Stores',     'false', 'See stores, terminals and settings'],
        ['identity.grant_roles',      'People',     'false', 'Give and take roles in a store, none that holds more than one''s own'],
        ['identity.manage_api_keys',  'People',     'true',  'Make, rotate and revoke API keys'],
        ['identity.manage_roles',     'People',     'true',  'Make and change roles of the merchant''s own'],
        ['identity.manage_sessions',  'People',     'true',  'See and end the sessions of others'],
        ['identity.manage_users',     'People',     'true',
            'Invite, change, disable and enable users, reset their PIN, password and second factor'],
        ['identity.read_users',       'People',     'false', 'See users, their roles and the roles there are'],
        ['inventory.adjust',          'Stock',      'false', 'Correct stock with a reason'],
        ['inventory.read',            'Stock',      'false', 'See stock levels and movements'],
        ['operations.read',           'Operations', 'false', 'Run the integrity checks of stock and money'],
        ['operations.read_audit',     'Operations', 'true',  'Read and export the audit log'],
        ['sales.create',              'Sales',      'false', 'Price baskets and sell'],
        ['sales.read',                'Sales',      'false', 'See sales and receipts'],
        ['sales.void',                'Sales',      'false', 'Void a sale on the day it was made, and approve that others do']
    ];
    names constant text[] := wanted[:][1:1];
    line text[];
begin
    foreach line slice 1 in array wanted loop
        insert into identity.permission as p (permission, area, is_tenant_wide, description)
        values (line[1], line[2], line[3]::boolean, line[4])
            on conflict (permission) do update
           set area = excluded.area,
               is_tenant_wide = excluded.is_tenant_wide,
               description = excluded.description
         where (p.area, p.is_tenant_wide, p.description) is distinct from (excluded.area, excluded.is_tenant_wide, excluded.description);
    end loop;

    delete from identity.role_permission where permission <> all (names);
    delete from identity.api_key_permission where permission <> all (names);
    delete from identity.role_template_permission where permission <> all (names);
    delete from identity.permission where permission <> all (names);
end
$$;
