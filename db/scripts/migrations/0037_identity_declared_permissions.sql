-- Each context declares its own permissions, in a seed of its own: two contexts that grow at once share no list.
create procedure identity.declare_permissions(of_context text, wanted text[][])
    language plpgsql
as $$
declare
    -- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it (the admin holds all).
    line text[];
    roles text[];
    held_by text;
    gone text[];
begin
    foreach line slice 1 in array wanted loop
        if not starts_with(line[1], of_context || '.') then
            raise exception 'The permission % is not one of the context %.', line[1], of_context;
        end if;

        insert into identity.permission as p (permission, area, is_tenant_wide, description)
        values (line[1], line[2], line[3]::boolean, line[4])
            on conflict (permission) do update
           set area = excluded.area,
               is_tenant_wide = excluded.is_tenant_wide,
               description = excluded.description
         where (p.area, p.is_tenant_wide, p.description) is distinct from (excluded.area, excluded.is_tenant_wide, excluded.description);

        roles := array['admin'] || string_to_array(line[5], ' ');
        foreach held_by in array roles loop
            insert into identity.role_template_permission (code, permission) values (held_by, line[1]) on conflict do nothing;
        end loop;
        delete from identity.role_template_permission where permission = line[1] and code <> all (roles);
    end loop;

    -- What the context no longer has is removed, from roles and keys too.
    gone := array(
        select permission
          from identity.permission
         where starts_with(permission, of_context || '.')
           and permission <> all (coalesce(wanted[:][1:1], '{}')));
    delete from identity.role_permission where permission = any (gone);
    delete from identity.api_key_permission where permission = any (gone);
    delete from identity.role_template_permission where permission = any (gone);
    delete from identity.permission where permission = any (gone);
end
$$;

revoke execute on procedure identity.declare_permissions(text, text[][]) from public;
