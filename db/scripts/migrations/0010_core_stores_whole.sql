-- Stores with an address, hours and receipts; tills that are enrolled with a credential of their own; settings with their
-- history; numbers for the documents that belong to no till.

-- A table that lists the stores themselves: a new store is in nobody's scope yet, so writing it asks for the tenant only.
create or replace procedure app.protect(target regclass, kind text)
    language plpgsql
    as $$
declare
    tenant_wall constant text := 'tenant_id = app.tenant_id()';
    store_wall constant text := tenant_wall || ' and store_id = any ((select app.store_scope())::uuid[])';
begin
    execute format('alter table %s enable row level security, force row level security', target);

    case kind
        when 'tenant' then
            execute format('create policy tenant_wall on %s using (%s) with check (%s)', target, tenant_wall, tenant_wall);
        when 'store' then
            execute format('create policy store_wall on %s using (%s) with check (%s)', target, store_wall, store_wall);
        when 'shared' then
            execute format('create policy tenant_read on %s for select using (%s)', target, tenant_wall);
            execute format('create policy store_insert on %s for insert with check (%s)', target, store_wall);
            execute format('create policy store_update on %s for update using (%s) with check (%s)', target, store_wall, store_wall);
        when 'directory' then
            execute format('create policy store_read on %s for select using (%s)', target, store_wall);
            execute format('create policy tenant_insert on %s for insert with check (%s)', target, tenant_wall);
            execute format('create policy store_update on %s for update using (%s) with check (%s)', target, store_wall, store_wall);
        else
            raise exception 'unknown kind of table: %', kind;
    end case;

    execute format('create policy migrator on %s to poscommerce_migrator using (true) with check (true)', target);
end
$$;

drop policy store_wall on core.store;
drop policy migrator on core.store;
call app.protect('core.store', 'directory');

alter table core.store
    add column street              text,
    add column postal_code         text,
    add column city                text,
    add column region              text,
    add column country             text,
    add column cash_rounding_step  bigint not null default 1,
    add column receipt_header      text,
    add column receipt_footer      text,
    add column opening_hours       jsonb  not null default '[]',
    add constraint store_street_is_short check (length(street) between 1 and 200),
    add constraint store_postal_code_is_short check (length(postal_code) between 1 and 20),
    add constraint store_city_is_short check (length(city) between 1 and 100),
    add constraint store_region_is_short check (length(region) between 1 and 100),
    add constraint store_country_is_iso_3166 check (country ~ '^[A-Z]{2}$'),
    add constraint store_cash_rounding_step_is_a_coin check (cash_rounding_step between 1 and 10000),
    add constraint store_receipt_header_is_short check (length(receipt_header) between 1 and 1000),
    add constraint store_receipt_footer_is_short check (length(receipt_footer) between 1 and 1000);
grant insert, update on core.store to core_sql;

create policy gate on core.terminal for select to poscommerce_gate using (true);
grant select on core.terminal to poscommerce_gate;
grant insert, update on core.terminal to core_sql;

-- What a manager reads out to a device, once, within minutes. Redeemed by a device that is nobody yet, hence of the tenant.
create table core.pairing_code (
    tenant_id        uuid        not null default app.tenant_id(),
    pairing_code_id  uuid        not null,
    terminal_id      uuid        not null,
    store_id         uuid        not null,
    code_hash        bytea       not null,
    made_at          timestamptz not null,
    made_by          uuid        not null,
    expires_at       timestamptz not null,
    used_at          timestamptz,
    constraint pairing_code_pkey primary key (tenant_id, pairing_code_id),
    constraint pairing_code_is_for_a_terminal foreign key (tenant_id, store_id, terminal_id)
        references core.terminal (tenant_id, store_id, terminal_id),
    constraint pairing_code_hash_is_unique unique (tenant_id, code_hash)
);
create index pairing_code_of_terminal on core.pairing_code (tenant_id, terminal_id);
call app.protect('core.pairing_code', 'tenant');
grant select, insert, update on core.pairing_code to core_sql;

-- The credential of an enrolled till; the one that is not revoked counts.
create table core.terminal_credential (
    tenant_id               uuid        not null default app.tenant_id(),
    terminal_credential_id  uuid        not null,
    terminal_id             uuid        not null,
    store_id                uuid        not null,
    secret_hash             bytea       not null,
    paired_at               timestamptz not null,
    revoked_at              timestamptz,
    revoked_by              uuid,
    last_seen_at            timestamptz,
    constraint terminal_credential_pkey primary key (tenant_id, terminal_credential_id),
    constraint terminal_credential_is_of_a_terminal foreign key (tenant_id, store_id, terminal_id)
        references core.terminal (tenant_id, store_id, terminal_id)
);
create unique index terminal_credential_is_the_only_one on core.terminal_credential (tenant_id, terminal_id) where revoked_at is null;
call app.protect('core.terminal_credential', 'tenant');
create policy gate on core.terminal_credential for select to poscommerce_gate using (true);
grant select, insert, update on core.terminal_credential to core_sql;
grant select on core.terminal_credential to poscommerce_gate;

-- The merchant's settings as they were from each change on; the newest are in force. A row is never changed: the table is
-- its own history, and two who change the same version collide at the key.
create table core.settings (
    tenant_id   uuid        not null default app.tenant_id(),
    version     integer     not null,
    settings    jsonb       not null,
    changed_at  timestamptz not null,
    changed_by  uuid        not null,
    constraint settings_pkey primary key (tenant_id, version),
    constraint settings_version_counts_up check (version > 0)
);
call app.protect('core.settings', 'tenant');
grant select, insert on core.settings to core_sql;

alter table core.document_number
    drop constraint document_number_kind_is_known,
    add constraint document_number_kind_is_known check (kind in ('sale', 'z_report'));

create table core.tenant_document_number (
    tenant_id    uuid   not null default app.tenant_id(),
    kind         text   not null,
    last_number  bigint not null,
    constraint tenant_document_number_pkey primary key (tenant_id, kind),
    constraint tenant_document_number_kind_is_known check (kind in ('purchase_order', 'transfer')),
    constraint tenant_document_number_counts_up check (last_number > 0)
);
call app.protect('core.tenant_document_number', 'tenant');
grant select, insert, update on core.tenant_document_number to core_sql;

-- A session that was started by PIN is bound to the till, and ends with the till's credential.
alter table identity.session
    add column terminal_id             uuid,
    add column terminal_credential_id  uuid,
    -- When a code of the second factor was last right in this session.
    add column second_factor_at        timestamptz,
    -- Good for enrolling a second factor and nothing else.
    add column is_limited              boolean not null default false,
    add column last_seen_at            timestamptz,
    add constraint session_is_at_terminal foreign key (tenant_id, terminal_id) references core.terminal (tenant_id, terminal_id),
    add constraint session_terminal_has_a_credential check ((terminal_id is null) = (terminal_credential_id is null));
create index session_of_user on identity.session (tenant_id, user_id, started_at desc, session_id desc);
create index refresh_token_of_session on identity.refresh_token (tenant_id, session_id);
