-- Every merchant has the reasons for corrections of stock that the product begins with.
call inventory.install_predefined_stock_reasons();
