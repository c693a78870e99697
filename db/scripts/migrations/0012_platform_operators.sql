-- Those who run the platform: outside of every tenant's roles, with their own sign-in and their own permissions.
create schema platform;
grant usage on schema platform to platform_sql, poscommerce_gate;
grant usage on schema app to platform_sql;

create table platform.operator (
    operator_id    uuid        not null,
    email          text        not null,
    email_key      text        not null generated always as (lower(email)) stored,
    name           text        not null,
    password_hash  text        not null,
    permissions    text[]      not null,
    created_at     timestamptz not null default now(),
    disabled_at    timestamptz,
    constraint operator_pkey primary key (operator_id),
    constraint operator_email_is_taken unique (email_key),
    constraint operator_email_is_short check (length(email) between 3 and 254),
    constraint operator_name_is_short check (length(name) between 1 and 200)
);
grant select, update on platform.operator to platform_sql;
grant select on platform.operator to poscommerce_gate;

create table platform.operator_session (
    session_id      uuid        not null,
    operator_id     uuid        not null,
    started_at      timestamptz not null,
    expires_at      timestamptz not null,
    ended_at        timestamptz,
    client_address  inet,
    user_agent      text,
    constraint operator_session_pkey primary key (session_id),
    constraint operator_session_belongs_to_operator foreign key (operator_id) references platform.operator (operator_id)
);
grant select, insert, update on platform.operator_session to platform_sql;
grant select on platform.operator_session to poscommerce_gate;

-- As identity.sign_in_attempts, for operators.
create table platform.sign_in_attempts (
    kind             text        not null,
    subject          bytea       not null,
    failures         integer     not null,
    last_attempt_at  timestamptz not null,
    blocked_until    timestamptz,
    constraint sign_in_attempts_pkey primary key (kind, subject),
    constraint sign_in_attempts_kind_is_known check (kind in ('account', 'address', 'account_at_address')),
    constraint sign_in_attempts_counts check (failures >= 0)
);
grant select, insert, update on platform.sign_in_attempts to platform_sql;
