-- A till's version counts the devices it had, those that are it no longer too: they are found by the till.

create index terminal_credential_of_terminal on core.terminal_credential (tenant_id, terminal_id);
