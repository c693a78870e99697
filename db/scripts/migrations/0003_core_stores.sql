-- Stores, their tills, and the gapless numbers a till gives to its documents.

create table core.store (
    tenant_id     uuid        not null default app.tenant_id(),
    store_id      uuid        not null,
    code          text        not null,
    name          text        not null,
    currency      text        not null,
    time_zone     text        not null,
    tax_mode      text        not null default 'inclusive',
    tax_rounding  text        not null default 'line',
    created_at    timestamptz not null default now(),
    archived_at   timestamptz,
    version       integer     not null default 1,
    constraint store_pkey primary key (tenant_id, store_id),
    constraint store_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint store_code_is_taken unique (tenant_id, code),
    constraint store_code_is_printable check (code ~ '^[A-Z0-9]{1,10}$'),
    constraint store_name_is_short check (length(name) between 1 and 200),
    constraint store_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
    constraint store_time_zone_is_short check (length(time_zone) between 1 and 64),
    constraint store_tax_mode_is_known check (tax_mode in ('inclusive', 'exclusive')),
    constraint store_tax_rounding_is_known check (tax_rounding in ('line', 'total'))
);
call app.protect('core.store', 'store');
create policy gate on core.store for select to poscommerce_gate using (true);
grant select on core.store to core_sql, poscommerce_gate;

create table core.terminal (
    tenant_id    uuid        not null default app.tenant_id(),
    terminal_id  uuid        not null,
    store_id     uuid        not null,
    code         text        not null,
    name         text        not null,
    created_at   timestamptz not null default now(),
    archived_at  timestamptz,
    version      integer     not null default 1,
    constraint terminal_pkey primary key (tenant_id, terminal_id),
    constraint terminal_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    -- Documents point at a terminal together with its store, so that neither can contradict the other.
    constraint terminal_in_store unique (tenant_id, store_id, terminal_id),
    constraint terminal_code_is_taken unique (tenant_id, store_id, code),
    constraint terminal_code_is_printable check (code ~ '^[A-Z0-9]{1,10}$'),
    constraint terminal_name_is_short check (length(name) between 1 and 200)
);
call app.protect('core.terminal', 'store');
grant select on core.terminal to core_sql;

-- A counter row, not a sequence: a sequence leaves a gap behind every transaction that rolls back.
create table core.document_number (
    tenant_id    uuid   not null default app.tenant_id(),
    terminal_id  uuid   not null,
    kind         text   not null,
    store_id     uuid   not null,
    last_number  bigint not null,
    constraint document_number_pkey primary key (tenant_id, terminal_id, kind),
    constraint document_number_belongs_to_terminal foreign key (tenant_id, store_id, terminal_id)
        references core.terminal (tenant_id, store_id, terminal_id),
    constraint document_number_kind_is_known check (kind in ('sale')),
    constraint document_number_counts_up check (last_number > 0)
);
call app.protect('core.document_number', 'store');
grant select, insert, update on core.document_number to core_sql;
