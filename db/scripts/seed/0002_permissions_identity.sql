-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('identity', array[
    ['identity.grant_roles',     'People', 'false', 'Give and take roles in a store, none that holds more than one''s own', 'manager'],
    ['identity.manage_api_keys', 'People', 'true',  'Make, rotate and revoke API keys', ''],
    ['identity.manage_roles',    'People', 'true',  'Make and change roles of the merchant''s own', ''],
    ['identity.manage_sessions', 'People', 'true',  'See and end the sessions of others', ''],
    ['identity.manage_users',    'People', 'true',
        'Invite, change, disable and enable users, reset their PIN, password and second factor', ''],
    ['identity.read_users',      'People', 'false', 'See users, their roles and the roles there are', 'manager']
]);
