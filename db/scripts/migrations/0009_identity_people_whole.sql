-- What it takes to run a merchant's people without touching the database: invitations, PINs, second factors, roles of the
-- merchant's own, and an end for everything that can be given. Nothing is deleted: what was taken away says when.

alter table identity.tenant
    add column suspension_reason text,
    add constraint tenant_suspension_reason_is_short check (length(suspension_reason) between 1 and 200);
grant insert, update on identity.tenant to identity_sql;

-- A tenant-wide permission concerns what belongs to no store (users, settings): it is held only by a grant for all stores.
alter table identity.permission add column is_tenant_wide boolean not null default false;
grant select on identity.permission to poscommerce_gate;
grant select on identity.role_template, identity.role_template_permission to identity_sql;

alter table identity.role
    add column description text not null default '',
    add column archived_at timestamptz,
    add constraint role_description_is_short check (length(description) <= 500),
    add constraint role_predefined_stays check (not is_predefined or archived_at is null);
alter table identity.role_permission add column revoked_at timestamptz;
alter table identity.access_grant
    add column granted_by uuid,
    add column revoked_at timestamptz,
    add column revoked_by uuid;
create index access_grant_of_role on identity.access_grant (tenant_id, role_id);
grant insert, update on identity.role, identity.role_permission, identity.access_grant to identity_sql;

create or replace procedure identity.install_predefined_roles()
    language plpgsql
    as $$
begin
    insert into identity.role as r (tenant_id, role_id, code, name, description, is_predefined)
    select t.tenant_id, app.seed_id('role/' || t.tenant_id || '/' || w.code), w.code, w.name, w.description, true
      from identity.tenant as t
     cross join identity.role_template as w
        on conflict (tenant_id, code) do update
       set name = excluded.name,
           description = excluded.description
     where r.is_predefined
       and (r.name, r.description) is distinct from (excluded.name, excluded.description);

    insert into identity.role_permission (tenant_id, role_id, permission)
    select r.tenant_id, r.role_id, w.permission
      from identity.role as r
      join identity.role_template_permission as w on w.code = r.code
     where r.is_predefined
        on conflict do nothing;

    delete from identity.role_permission as p
     using identity.role as r
     where r.tenant_id = p.tenant_id
       and r.role_id = p.role_id
       and r.is_predefined
       and not exists (select from identity.role_template_permission as w where w.code = r.code and w.permission = p.permission);
end
$$;

-- Set while the user has a confirmed second factor: every request that asks for one looks here and not at the secret.
alter table identity.user_account add column second_factor_since timestamptz;

-- Links by which a person sets a password, once: an invitation or a reset. 256 random bits need no slow hash.
create table identity.password_link (
    tenant_id         uuid        not null default app.tenant_id(),
    password_link_id  uuid        not null,
    user_id           uuid        not null,
    token_hash        bytea       not null,
    made_at           timestamptz not null,
    made_by           uuid        not null,
    expires_at        timestamptz not null,
    used_at           timestamptz,
    constraint password_link_pkey primary key (tenant_id, password_link_id),
    constraint password_link_is_for_a_user foreign key (tenant_id, user_id) references identity.user_account (tenant_id, user_id),
    constraint password_link_hash_is_unique unique (tenant_id, token_hash)
);
create index password_link_of_user on identity.password_link (tenant_id, user_id);
call app.protect('identity.password_link', 'tenant');
grant select, insert, update on identity.password_link to identity_sql;

-- What a cashier types to change places at a till. Null once it was taken away.
create table identity.pin (
    tenant_id  uuid        not null default app.tenant_id(),
    user_id    uuid        not null,
    pin_hash   text,
    set_at     timestamptz not null,
    set_by     uuid        not null,
    constraint pin_pkey primary key (tenant_id, user_id),
    constraint pin_belongs_to_user foreign key (tenant_id, user_id) references identity.user_account (tenant_id, user_id)
);
call app.protect('identity.pin', 'tenant');
grant select, insert, update on identity.pin to identity_sql;

-- The secret of an authenticator app (RFC 6238), sealed with a key that the database does not have. Confirmed once a code
-- was right; the last time step that was accepted, so that no code works twice. Null once it was taken away.
create table identity.totp (
    tenant_id      uuid        not null default app.tenant_id(),
    user_id        uuid        not null,
    sealed_secret  bytea,
    enrolled_at    timestamptz not null,
    confirmed_at   timestamptz,
    last_step      bigint      not null default 0,
    constraint totp_pkey primary key (tenant_id, user_id),
    constraint totp_belongs_to_user foreign key (tenant_id, user_id) references identity.user_account (tenant_id, user_id),
    constraint totp_confirmed_has_a_secret check (confirmed_at is null or sealed_secret is not null)
);
call app.protect('identity.totp', 'tenant');
grant select, insert, update on identity.totp to identity_sql;

create table identity.recovery_code (
    tenant_id         uuid        not null default app.tenant_id(),
    recovery_code_id  uuid        not null,
    user_id           uuid        not null,
    code_hash         bytea       not null,
    made_at           timestamptz not null,
    used_at           timestamptz,
    -- Withdrawn with the others of its set when new ones were made.
    withdrawn_at      timestamptz,
    constraint recovery_code_pkey primary key (tenant_id, recovery_code_id),
    constraint recovery_code_belongs_to_user foreign key (tenant_id, user_id) references identity.user_account (tenant_id, user_id),
    constraint recovery_code_is_unique unique (tenant_id, user_id, code_hash)
);
call app.protect('identity.recovery_code', 'tenant');
grant select, insert, update on identity.recovery_code to identity_sql;

-- How often something was guessed wrong. An attempt is counted before it is checked and forgiven when it was right, so that
-- a hundred at once are a hundred attempts. The subject is a hash: what was typed as an address may be a password.
create table identity.sign_in_attempts (
    tenant_id        uuid        not null default app.tenant_id(),
    kind             text        not null,
    subject          bytea       not null,
    failures         integer     not null,
    last_attempt_at  timestamptz not null,
    blocked_until    timestamptz,
    constraint sign_in_attempts_pkey primary key (tenant_id, kind, subject),
    constraint sign_in_attempts_kind_is_known check (kind in ('account', 'address', 'account_at_address', 'pin', 'pin_at_terminal', 'second_factor', 'pairing')),
    constraint sign_in_attempts_counts check (failures >= 0)
);
call app.protect('identity.sign_in_attempts', 'tenant');
grant select, insert, update on identity.sign_in_attempts to identity_sql;
