-- Permission, area, is it tenant-wide, what it allows, the predefined roles that hold it beside the admin.
call identity.declare_permissions('inventory', array[
    ['inventory.adjust', 'Stock', 'false', 'Correct stock with a reason', 'manager stock-clerk'],
    ['inventory.approve', 'Stock', 'false', 'Approve what others correct above the limit of their role, stocktakes, and transfers to other stores', 'manager'],
    ['inventory.manage', 'Stock', 'false', 'Set up stock locations and reasons for corrections', 'manager'],
    ['inventory.count', 'Stock', 'false', 'See stocktakes and count for them', 'manager stock-clerk'],
    ['inventory.stocktake', 'Stock', 'false', 'Open stocktakes, have counts repeated, post and cancel', 'manager'],
    ['inventory.move',   'Stock', 'false', 'Move stock from one location of a store to another', 'manager stock-clerk'],
    ['inventory.transfer', 'Stock', 'false', 'Request transfers between stores, ship and receive them', 'manager stock-clerk'],
    ['inventory.reserve', 'Stock', 'false', 'Reserve stock for somebody, extend and release reservations', 'manager cashier stock-clerk'],
    ['inventory.read',   'Stock', 'false', 'See stock levels and movements', 'manager cashier stock-clerk purchaser viewer'],
    ['inventory.read_costs', 'Stock', 'false', 'See what goods cost and what stock is worth', 'manager purchaser viewer'],
    ['inventory.revalue', 'Stock', 'false', 'Say what goods cost that are in stock', 'manager'],
    ['inventory.read_other_stores', 'Stock', 'false', 'See the stock of all stores, wherever the role is granted',
        'manager cashier stock-clerk purchaser viewer']
]);
