-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('operations', array[
    ['operations.read',       'Operations', 'false', 'Run the integrity checks of stock and money', ''],
    ['operations.read_audit', 'Operations', 'true',  'Read and export the audit log', ''],
    ['operations.read_jobs',  'Operations', 'true',  'See what the product does by itself, and what of it failed', ''],
    ['operations.retry_jobs', 'Operations', 'true',  'Have parked jobs tried again', '']
]);
