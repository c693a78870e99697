-- Every merchant has the tax classes that the product begins with.
call pricing.install_predefined_tax_classes();
