-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('pricing', array[
    ['pricing.read',   'Pricing', 'false', 'See price lists, prices, their history, taxes and customer groups', 'manager cashier stock-clerk purchaser viewer'],
    ['pricing.manage', 'Pricing', 'true',  'Set prices; make and change price lists, taxes and customer groups', 'manager']
]);
