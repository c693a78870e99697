-- Who may do what, where: a person holds a role in one store or, without a store, in all of the tenant's stores.

create table identity.access_grant (
    tenant_id        uuid        not null default app.tenant_id(),
    access_grant_id  uuid        not null,
    user_id          uuid        not null,
    role_id          uuid        not null,
    store_id         uuid,
    granted_at       timestamptz not null default now(),
    constraint access_grant_pkey primary key (tenant_id, access_grant_id),
    constraint access_grant_names_a_user foreign key (tenant_id, user_id) references identity.user_account (tenant_id, user_id),
    constraint access_grant_names_a_role foreign key (tenant_id, role_id) references identity.role (tenant_id, role_id),
    constraint access_grant_names_a_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint access_grant_is_given_once unique nulls not distinct (tenant_id, user_id, role_id, store_id)
);
call app.protect('identity.access_grant', 'tenant');
create policy gate on identity.access_grant for select to poscommerce_gate using (true);
grant select on identity.access_grant to identity_sql, poscommerce_gate;
