-- Tenants, the people who work for them, what roles allow, and the sessions people hold.

create table identity.tenant (
    tenant_id     uuid        not null default app.tenant_id(),
    slug          text        not null,
    name          text        not null,
    created_at    timestamptz not null default now(),
    suspended_at  timestamptz,
    constraint tenant_pkey primary key (tenant_id),
    constraint tenant_slug_is_taken unique (slug),
    constraint tenant_slug_is_a_host_label check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    constraint tenant_name_is_short check (length(name) between 1 and 200)
);
call app.protect('identity.tenant', 'tenant');
create policy gate on identity.tenant for select to poscommerce_gate using (true);
grant select on identity.tenant to identity_sql, poscommerce_gate;

-- Platform tables: the product's own catalogue of permissions and of predefined roles, the same for every tenant.
create table identity.permission (
    permission   text not null,
    area         text not null,
    description  text not null,
    constraint permission_pkey primary key (permission)
);
grant select on identity.permission to identity_sql;

create table identity.role_template (
    code         text not null,
    name         text not null,
    description  text not null,
    constraint role_template_pkey primary key (code)
);

create table identity.role_template_permission (
    code        text not null,
    permission  text not null,
    constraint role_template_permission_pkey primary key (code, permission),
    constraint role_template_permission_names_a_template foreign key (code) references identity.role_template (code),
    constraint role_template_permission_names_a_permission foreign key (permission) references identity.permission (permission)
);

create table identity.role (
    tenant_id      uuid    not null default app.tenant_id(),
    role_id        uuid    not null,
    code           text    not null,
    name           text    not null,
    is_predefined  boolean not null default false,
    version        integer not null default 1,
    constraint role_pkey primary key (tenant_id, role_id),
    constraint role_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint role_code_is_taken unique (tenant_id, code),
    constraint role_code_is_short check (length(code) between 1 and 50),
    constraint role_name_is_short check (length(name) between 1 and 100)
);
call app.protect('identity.role', 'tenant');
grant select on identity.role to identity_sql;

create table identity.role_permission (
    tenant_id   uuid not null default app.tenant_id(),
    role_id     uuid not null,
    permission  text not null,
    constraint role_permission_pkey primary key (tenant_id, role_id, permission),
    constraint role_permission_belongs_to_role foreign key (tenant_id, role_id) references identity.role (tenant_id, role_id) on delete cascade,
    constraint role_permission_names_a_permission foreign key (permission) references identity.permission (permission)
);
call app.protect('identity.role_permission', 'tenant');
create policy gate on identity.role_permission for select to poscommerce_gate using (true);
grant select on identity.role_permission to identity_sql, poscommerce_gate;

-- Every tenant holds the predefined roles, with exactly the permissions that the product gives them. Seeds call it after
-- each release, and whoever makes a tenant calls it for the new one.
create procedure identity.install_predefined_roles()
    language plpgsql
    as $$
begin
    insert into identity.role as r (tenant_id, role_id, code, name, is_predefined)
    select t.tenant_id, app.seed_id('role/' || t.tenant_id || '/' || w.code), w.code, w.name, true
      from identity.tenant as t
     cross join identity.role_template as w
        on conflict (tenant_id, code) do update
       set name = excluded.name
     where r.is_predefined
       and r.name is distinct from excluded.name;

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
revoke execute on procedure identity.install_predefined_roles() from public;

create table identity.user_account (
    tenant_id      uuid        not null default app.tenant_id(),
    user_id        uuid        not null,
    email          text        not null,
    -- People type their address in any case; it names one account all the same. A column of its own, because below row
    -- security no index on lower(email) is ever used: lower is not leakproof.
    email_key      text        not null generated always as (lower(email)) stored,
    name           text        not null,
    password_hash  text,
    created_at     timestamptz not null default now(),
    disabled_at    timestamptz,
    version        integer     not null default 1,
    constraint user_account_pkey primary key (tenant_id, user_id),
    constraint user_account_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint user_account_email_is_taken unique (tenant_id, email_key),
    constraint user_account_email_is_short check (length(email) between 3 and 254),
    constraint user_account_name_is_short check (length(name) between 1 and 200)
);
call app.protect('identity.user_account', 'tenant');
create policy gate on identity.user_account for select to poscommerce_gate using (true);
grant select, insert, update on identity.user_account to identity_sql;
grant select on identity.user_account to poscommerce_gate;

create table identity.session (
    tenant_id       uuid        not null default app.tenant_id(),
    session_id      uuid        not null,
    user_id         uuid        not null,
    started_at      timestamptz not null,
    expires_at      timestamptz not null,
    ended_at        timestamptz,
    end_reason      text,
    client_address  inet,
    user_agent      text,
    constraint session_pkey primary key (tenant_id, session_id),
    constraint session_belongs_to_user foreign key (tenant_id, user_id) references identity.user_account (tenant_id, user_id),
    constraint session_end_has_a_reason check ((ended_at is null) = (end_reason is null))
);
call app.protect('identity.session', 'tenant');
create policy gate on identity.session for select to poscommerce_gate using (true);
grant select, insert, update on identity.session to identity_sql;
grant select on identity.session to poscommerce_gate;

-- One row per refresh token ever issued in a session. A used token that comes back was stolen or replayed: the session
-- ends, and with it every token of the family.
create table identity.refresh_token (
    tenant_id         uuid        not null default app.tenant_id(),
    refresh_token_id  uuid        not null,
    session_id        uuid        not null,
    token_hash        bytea       not null,
    issued_at         timestamptz not null,
    used_at           timestamptz,
    constraint refresh_token_pkey primary key (tenant_id, refresh_token_id),
    constraint refresh_token_belongs_to_session foreign key (tenant_id, session_id) references identity.session (tenant_id, session_id),
    constraint refresh_token_hash_is_unique unique (tenant_id, token_hash)
);
call app.protect('identity.refresh_token', 'tenant');
grant select, insert, update on identity.refresh_token to identity_sql;
