-- What a day of a store came to, added up once when nothing is sold on it any more: a report of a year reads days, not sales. A figure is
-- never changed and never removed; a day that something is done to after all has a next revision, and those of the one before are not read.

-- Days on which something was sold or taken back and whose tills have all gone on to a later one. Until its figures are there, and
-- whenever something reaches it after all, the sales and returns themselves are read.
create table sales.business_day (
    tenant_id      uuid        not null default app.tenant_id(),
    store_id       uuid        not null,
    business_date  date        not null,
    revision       integer     not null default 1,
    rolled_at      timestamptz,
    is_whole       boolean     not null default true,
    proven_at      timestamptz,
    constraint business_day_pkey primary key (tenant_id, store_id, business_date),
    constraint business_day_is_proven_once_rolled check (proven_at is null or rolled_at is not null)
);
create index business_day_to_roll on sales.business_day (tenant_id, store_id, business_date) where rolled_at is null;
create index business_day_by_proof on sales.business_day (tenant_id, store_id, proven_at) where rolled_at is not null;
create index business_day_that_is_broken on sales.business_day (tenant_id, store_id, business_date) where not is_whole;
call app.protect('sales.business_day', 'store');
grant select, insert, update (revision, rolled_at, is_whole, proven_at) on sales.business_day to sales_sql;

-- Amounts have no bound here: a sum that no report can show must not stand in the way of all other days.
create table sales.day_figure (
    tenant_id      uuid           not null default app.tenant_id(),
    store_id       uuid           not null,
    business_date  date           not null,
    revision       integer        not null,
    kind           text           not null,
    key            text           not null,
    act            text           not null,
    currency       text           not null,
    code           text           not null,
    name           text           not null,
    documents      bigint         not null,
    units          numeric        not null,
    net            numeric        not null,
    tax            numeric        not null,
    gross          numeric        not null,
    discount       numeric        not null,
    change         numeric        not null,
    rounding       numeric        not null,
    constraint day_figure_pkey primary key (tenant_id, store_id, business_date, revision, kind, key, act, currency),
    constraint day_figure_is_of_a_day foreign key (tenant_id, store_id, business_date)
        references sales.business_day (tenant_id, store_id, business_date),
    constraint day_figure_kind_is_known check (kind in ('total', 'time', 'cashier', 'terminal', 'customer', 'product', 'tax', 'tender',
        'exception')),
    constraint day_figure_act_is_known check (act in ('sale', 'void', 'return', 'discount', 'override'))
);
call app.protect('sales.day_figure', 'store');
grant select, insert on sales.day_figure to sales_sql;

create index sale_of_store_on_day on sales.sale (tenant_id, store_id, business_date);
create index sale_return_to_store_on_day on sales.sale_return (tenant_id, to_store_id, business_date);

-- Who brought goods back: the sale may be another store's, which whoever reads the report does not see. What came back before is known by
-- its sale alone, and counts as brought by nobody in particular.
alter table sales.sale_return add column customer_id uuid;
