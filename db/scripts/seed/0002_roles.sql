-- The predefined roles as the product ships them, and the same roles in every tenant. Roles that a tenant made itself
-- are never touched. Arrays and no temporary table, as in 0001.
do $$
declare
    -- Code, name, what it is for.
    wanted constant text[][] := array[
        ['admin',       'Admin',       'Everything, in the stores it is granted for'],
        ['manager',     'Manager',     'Runs a store: sells, voids, corrects stock, enrols tills, gives roles in it'],
        ['cashier',     'Cashier',     'Sells'],
        ['stock-clerk', 'Stock clerk', 'Counts and corrects stock'],
        ['purchaser',   'Purchaser',   'Sees what is needed to buy'],
        ['viewer',      'Viewer',      'Sees, and changes nothing']
    ];
    -- Code and permission; the admin holds every permission there is.
    listed constant text[][] := array[
        ['manager',     'catalog.read'], ['manager', 'core.read'], ['manager', 'inventory.read'],
        ['manager',     'sales.create'], ['manager', 'sales.read'], ['manager', 'inventory.adjust'], ['manager', 'sales.void'],
        ['manager',     'core.manage_terminals'], ['manager', 'identity.grant_roles'], ['manager', 'identity.read_users'],
        ['cashier',     'catalog.read'], ['cashier', 'core.read'], ['cashier', 'inventory.read'],
        ['cashier',     'sales.create'], ['cashier', 'sales.read'],
        ['stock-clerk', 'catalog.read'], ['stock-clerk', 'core.read'], ['stock-clerk', 'inventory.read'],
        ['stock-clerk', 'inventory.adjust'],
        ['purchaser',   'catalog.read'], ['purchaser', 'core.read'], ['purchaser', 'inventory.read'],
        ['viewer',      'catalog.read'], ['viewer', 'core.read'], ['viewer', 'inventory.read'], ['viewer', 'sales.read']
    ];
    line text[];
    permissions text[];
    held text;
begin
    foreach line slice 1 in array wanted loop
        insert into identity.role_template as t (code, name, description)
        values (line[1], line[2], line[3])
            on conflict (code) do update
           set name = excluded.name,
               description = excluded.description
         where (t.name, t.description) is distinct from (excluded.name, excluded.description);

        permissions := case line[1]
            when 'admin' then array(select permission from identity.permission order by permission)
            else array(select listed[at][2] from generate_subscripts(listed, 1) as at where listed[at][1] = line[1])
        end;
        foreach held in array permissions loop
            insert into identity.role_template_permission (code, permission) values (line[1], held) on conflict do nothing;
        end loop;
        delete from identity.role_template_permission where code = line[1] and permission <> all (permissions);
    end loop;

    delete from identity.role_template_permission where code <> all (wanted[:][1:1]);
    -- A role the product drops stays with the tenants that use it, as one of their own.
    update identity.role set is_predefined = false where is_predefined and code <> all (wanted[:][1:1]);
    delete from identity.role_template where code <> all (wanted[:][1:1]);
end
$$;
