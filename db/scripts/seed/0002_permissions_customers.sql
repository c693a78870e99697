-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('customers', array[
    ['customers.read',   'Customers', 'false', 'Find customers and see what is known of them', 'manager cashier'],
    ['customers.manage', 'Customers', 'false', 'Enter customers, change and archive them, record what they consent to', 'manager cashier'],
    ['customers.erase',  'Customers', 'true',  'Hand out all that is known of a customer, and erase it', 'manager']
]);
