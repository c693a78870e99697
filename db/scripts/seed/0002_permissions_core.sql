-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('core', array[
    ['core.manage_settings',  'Stores', 'true',  'Change the settings of the merchant', ''],
    ['core.manage_stores',    'Stores', 'true',  'Open, change and archive stores', ''],
    ['core.manage_terminals', 'Stores', 'false', 'Add, enrol and archive the tills of a store', 'manager'],
    ['core.read',             'Stores', 'false', 'See stores, terminals and settings', 'manager cashier stock-clerk purchaser viewer']
]);
