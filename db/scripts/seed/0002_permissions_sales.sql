-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('sales', array[
    ['sales.create', 'Sales', 'false', 'Price baskets and sell', 'manager cashier'],
    ['sales.discount', 'Sales', 'false', 'Sell for any other price than the lists'' above the limit of the role, and approve that others do', 'manager'],
    ['sales.read',   'Sales', 'false', 'See sales, returns and receipts', 'manager cashier viewer'],
    ['sales.no_sale', 'Sales', 'false', 'Open the drawer without a sale, and approve that others do', 'manager'],
    ['sales.return', 'Sales', 'false', 'Take goods back and pay for them, and approve that others do', 'manager'],
    ['sales.shift', 'Sales', 'false', 'Open and close shifts of one''s own, move cash, see shifts and their reports', 'manager cashier'],
    ['sales.shift_manage', 'Sales', 'false', 'Close shifts of others, see what is expected in their drawers, and approve what is over or short',
        'manager'],
    ['sales.void',   'Sales', 'false', 'Void a sale on the day it was made, and approve that others do', 'manager']
]);
