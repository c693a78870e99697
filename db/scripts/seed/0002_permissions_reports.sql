-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('reports', array[
    ['reports.read', 'Reports', 'false', 'See what stores turned over, by whom, with what taxes and tenders, and what is unusual of it',
        'manager viewer']
]);
