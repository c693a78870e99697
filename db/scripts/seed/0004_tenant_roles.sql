-- Every tenant holds the predefined roles, with exactly the permissions that the product gives them.
call identity.install_predefined_roles();
