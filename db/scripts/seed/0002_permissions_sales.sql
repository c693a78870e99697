-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('sales', array[
    ['sales.create', 'Sales', 'false', 'Price baskets and sell', 'manager cashier'],
    ['sales.discount', 'Sales', 'false', 'Sell for any other price than the lists'' above the limit of the role, and approve that others do', 'manager'],
    ['sales.read',   'Sales', 'false', 'See sales, returns and receipts', 'manager cashier viewer'],
    ['sales.return', 'Sales', 'false', 'Take goods back and pay for them, and approve that others do', 'manager'],
    ['sales.void',   'Sales', 'false', 'Void a sale on the day it was made, and approve that others do', 'manager']
]);
