-- Corrections of stock have reasons that the merchant lists, and above a limit somebody else approves them before they are applied.

create table inventory.stock_reason (
    tenant_id        uuid        not null default app.tenant_id(),
    stock_reason_id  uuid        not null,
    code             text        not null,
    name             text        not null,
    direction        text        not null,
    needs_note       boolean     not null default false,
    created_at       timestamptz not null default now(),
    archived_at      timestamptz,
    version          integer     not null default 1,
    constraint stock_reason_pkey primary key (tenant_id, stock_reason_id),
    constraint stock_reason_belongs_to_tenant foreign key (tenant_id) references identity.tenant (tenant_id),
    constraint stock_reason_code_is_taken unique (tenant_id, code),
    constraint stock_reason_code_is_a_code check (code ~ '^[a-z0-9][a-z0-9-]{0,49}$'),
    constraint stock_reason_name_is_short check (length(name) between 1 and 200),
    constraint stock_reason_direction_is_known check (direction in ('in', 'out', 'both'))
);
call app.protect('inventory.stock_reason', 'tenant');
grant select, insert, update on inventory.stock_reason to inventory_sql;

-- A merchant without any begins with these. What a merchant made of them stays, so that none comes back that was given another code.
create procedure inventory.install_predefined_stock_reasons() language sql
as $$
    insert into inventory.stock_reason (tenant_id, stock_reason_id, code, name, direction, needs_note)
    select t.tenant_id, app.seed_id('stock-reason/' || t.tenant_id || '/' || line.code), line.code, line.name, line.direction, line.needs_note
      from identity.tenant as t
     cross join (values
               ('damage',       'Damaged',    'out', false),
               ('theft',        'Stolen',     'out', false),
               ('found',        'Found',      'in',  false),
               ('internal-use', 'Used by us', 'out', true)) as line (code, name, direction, needs_note)
     where not exists (select
                         from inventory.stock_reason as r
                        where r.tenant_id = t.tenant_id)
        on conflict do nothing
$$;
revoke execute on procedure inventory.install_predefined_stock_reasons() from public;
call inventory.install_predefined_stock_reasons();

-- What the binary before makes is applied at once. Its reason is a text; beside a listed one it is what that was called then.
alter table inventory.stock_adjustment add column stock_reason_id uuid;
alter table inventory.stock_adjustment add column note text;
alter table inventory.stock_adjustment add column status text not null default 'applied';
alter table inventory.stock_adjustment add column submitted_at timestamptz;
alter table inventory.stock_adjustment add column submitted_by uuid;
alter table inventory.stock_adjustment add column decided_at timestamptz;
alter table inventory.stock_adjustment add column decided_by uuid;
alter table inventory.stock_adjustment add column rejection text;
alter table inventory.stock_adjustment add column revision integer not null default 1;
alter table inventory.stock_adjustment add column version integer not null default 1;
alter table inventory.stock_adjustment add constraint stock_adjustment_has_a_reason foreign key (tenant_id, stock_reason_id)
    references inventory.stock_reason (tenant_id, stock_reason_id);
alter table inventory.stock_adjustment add constraint stock_adjustment_note_is_short check (length(note) between 1 and 500);
alter table inventory.stock_adjustment add constraint stock_adjustment_rejection_is_short check (length(rejection) between 1 and 200);
alter table inventory.stock_adjustment add constraint stock_adjustment_status_is_known
    check (status in ('draft', 'submitted', 'applied', 'rejected', 'withdrawn'));
alter table inventory.stock_adjustment add constraint stock_adjustment_is_decided_when_it_says
    check ((status = 'rejected') = (rejection is not null)
           and (decided_by is null) = (decided_at is null)
           and (submitted_by is null) = (submitted_at is null)
           and (status <> 'submitted' or submitted_by is not null)
           and case status when 'applied' then true else (decided_by is not null) = (status in ('rejected', 'withdrawn')) end);
-- Four eyes: nobody lets through what they have written or submitted themselves.
alter table inventory.stock_adjustment add constraint stock_adjustment_is_approved_by_another
    check (status <> 'applied' or (decided_by <> adjusted_by and decided_by <> submitted_by));
create index stock_adjustment_of_store on inventory.stock_adjustment (tenant_id, store_id, stock_adjustment_id);
create index stock_adjustment_of_status on inventory.stock_adjustment (tenant_id, store_id, status, stock_adjustment_id);
grant update (reason, stock_reason_id, note, status, adjusted_by, submitted_at, submitted_by, decided_at, decided_by, rejection, revision,
    version)
    on inventory.stock_adjustment to inventory_sql;

-- What an adjustment asks for; those from before have none, their movements tell. A draft that is changed gets new lines as another
-- revision, and keeps the old ones.
create table inventory.stock_adjustment_line (
    tenant_id            uuid          not null default app.tenant_id(),
    stock_adjustment_id  uuid          not null,
    revision             integer       not null,
    line_number          integer       not null,
    store_id             uuid          not null,
    variant_id           uuid          not null,
    quantity             numeric(18,3) not null,
    constraint stock_adjustment_line_pkey primary key (tenant_id, stock_adjustment_id, revision, line_number),
    constraint stock_adjustment_line_belongs_to_one foreign key (tenant_id, stock_adjustment_id)
        references inventory.stock_adjustment (tenant_id, stock_adjustment_id),
    constraint stock_adjustment_line_is_of_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint stock_adjustment_line_changes_something check (quantity <> 0)
);
call app.protect('inventory.stock_adjustment_line', 'store');
grant select, insert on inventory.stock_adjustment_line to inventory_sql;
