-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('catalog', array[
    ['catalog.manage', 'Catalogue', 'false', 'Set up, change and archive products, variants and their codes', 'manager purchaser'],
    ['catalog.read',   'Catalogue', 'false', 'See products, variants, prices and barcodes', 'manager cashier stock-clerk purchaser viewer']
]);
