-- The predefined roles as the product ships them, and the same roles in every tenant. Roles that a tenant made itself
-- are never touched. What each of them holds stands beside the permissions, context by context (0002).
-- The list is an array and not a temporary table: a distributed engine routes a statement over its own tables and values
-- only, never one that also reads a table of this connection.
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
    line text[];
begin
    foreach line slice 1 in array wanted loop
        insert into identity.role_template as t (code, name, description)
        values (line[1], line[2], line[3])
            on conflict (code) do update
           set name = excluded.name,
               description = excluded.description
         where (t.name, t.description) is distinct from (excluded.name, excluded.description);
    end loop;

    delete from identity.role_template_permission where code <> all (wanted[:][1:1]);
    -- A role the product drops stays with the tenants that use it, as one of their own.
    update identity.role set is_predefined = false where is_predefined and code <> all (wanted[:][1:1]);
    delete from identity.role_template where code <> all (wanted[:][1:1]);
end
$$;
