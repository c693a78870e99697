-- Keys for machines: the web shop's backend and other integrations. The secret is shown once and kept as a hash; after a
-- rotation the old one works on for as long as was asked, so that nothing stops meanwhile.
create table identity.api_key (
    tenant_id             uuid        not null default app.tenant_id(),
    api_key_id            uuid        not null,
    name                  text        not null,
    secret_hash           bytea       not null,
    previous_secret_hash  bytea,
    previous_expires_at   timestamptz,
    -- Networks from which it may be used; none means from anywhere.
    allowed_networks      text[]      not null default '{}',
    created_at            timestamptz not null,
    created_by            uuid        not null,
    rotated_at            timestamptz,
    expires_at            timestamptz,
    last_used_at          timestamptz,
    last_used_from        inet,
    revoked_at            timestamptz,
    revoked_by            uuid,
    constraint api_key_pkey primary key (tenant_id, api_key_id),
    constraint api_key_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint api_key_name_is_short check (length(name) between 1 and 100),
    constraint api_key_overlap_ends check ((previous_secret_hash is null) = (previous_expires_at is null))
);
call app.protect('identity.api_key', 'tenant');
create policy gate on identity.api_key for select to poscommerce_gate using (true);
grant select, insert, update on identity.api_key to identity_sql;
grant select on identity.api_key to poscommerce_gate;

create table identity.api_key_permission (
    tenant_id   uuid not null default app.tenant_id(),
    api_key_id  uuid not null,
    permission  text not null,
    constraint api_key_permission_pkey primary key (tenant_id, api_key_id, permission),
    constraint api_key_permission_belongs_to_key foreign key (tenant_id, api_key_id) references identity.api_key (tenant_id, api_key_id),
    constraint api_key_permission_names_a_permission foreign key (permission) references identity.permission (permission)
);
call app.protect('identity.api_key_permission', 'tenant');
create policy gate on identity.api_key_permission for select to poscommerce_gate using (true);
grant select, insert on identity.api_key_permission to identity_sql;
grant select on identity.api_key_permission to poscommerce_gate;

-- The stores that a key is good for; a key without any is good for all of them.
create table identity.api_key_store (
    tenant_id   uuid not null default app.tenant_id(),
    api_key_id  uuid not null,
    store_id    uuid not null,
    constraint api_key_store_pkey primary key (tenant_id, api_key_id, store_id),
    constraint api_key_store_belongs_to_key foreign key (tenant_id, api_key_id) references identity.api_key (tenant_id, api_key_id),
    constraint api_key_store_names_a_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id)
);
call app.protect('identity.api_key_store', 'tenant');
create policy gate on identity.api_key_store for select to poscommerce_gate using (true);
grant select, insert on identity.api_key_store to identity_sql;
grant select on identity.api_key_store to poscommerce_gate;
