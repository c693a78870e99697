-- What goods cost: a moving weighted average of each variant in each store, over all of its locations, to the sixth decimal of a minor unit
-- of the store's currency. The average stands on the level where the store sells, so that whoever sells copies it from the row that
-- they have changed; only what comes in at a cost of its own, or a correction, changes it, and each such change is a row that is never rewritten.

-- Null as long as nobody has said what it costs: that is not known, and not nothing.
alter table inventory.stock_level add column average_cost numeric(20,6);
-- Which change of the average is in force; null before the first.
alter table inventory.stock_level add column cost_number integer;
-- Who sells changes neither what it is led by nor what it asks for, so it costs a sale nothing.
create index stock_level_with_a_cost on inventory.stock_level (tenant_id, store_id, variant_id) where cost_number is not null;
-- How many movements have changed the level: in which order they did, which their ids tell of those alone that did not overlap.
alter table inventory.stock_level add column last_number integer;

alter table inventory.stock_movement add column number integer;
-- What one of it cost as it moved. Null where that is not known, and in what the binary before writes.
alter table inventory.stock_movement add column unit_cost numeric(20,6);
-- The change of the average that was in force, 0 before the first; null in what the binary before writes.
alter table inventory.stock_movement add column cost_number integer;
alter table inventory.stock_movement add constraint stock_movement_costs_what_a_change_said
    check ((unit_cost is not null) = (coalesce(cost_number, 0) > 0)) not valid;
alter table inventory.location_movement add column unit_cost numeric(20,6);
alter table inventory.location_movement add column cost_number integer;
alter table inventory.location_movement add constraint location_movement_costs_what_a_change_said
    check ((unit_cost is not null) = (coalesce(cost_number, 0) > 0)) not valid;

-- What somebody says that the goods cost which were found.
alter table inventory.stock_adjustment_line add column unit_cost numeric(20,6);
alter table inventory.stock_adjustment_line add constraint stock_adjustment_line_costs_something
    check (unit_cost is null or (unit_cost >= 0 and quantity > 0)) not valid;

-- What one of what is on the way has cost where it left: the average of what was shipped at several moments.
alter table inventory.transfer_line add column unit_cost numeric(20,6);
grant update (unit_cost) on inventory.transfer_line to inventory_sql;
-- In which currency: what came from a store of another says nothing of what it costs in this one.
alter table inventory.transfer add column cost_currency text;
grant update (cost_currency) on inventory.transfer to inventory_sql;

-- Somebody says what goods cost that are there.
create table inventory.stock_revaluation (
    tenant_id             uuid        not null default app.tenant_id(),
    stock_revaluation_id  uuid        not null,
    store_id              uuid        not null,
    reason                text        not null,
    revalued_at           timestamptz not null,
    revalued_by           uuid        not null,
    constraint stock_revaluation_pkey primary key (tenant_id, stock_revaluation_id),
    constraint stock_revaluation_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint stock_revaluation_reason_is_short check (length(reason) between 1 and 200)
);
call app.protect('inventory.stock_revaluation', 'store');
grant select, insert on inventory.stock_revaluation to inventory_sql;

-- Append-only, and a chain as the movements of a location are: each change of an average refers to the one before by its number and by what
-- that left; the level refers to the last. What follows from the rest is computed by the database, and an average that is not the weighted
-- one is refused.
create table inventory.cost_change (
    tenant_id        uuid          not null default app.tenant_id(),
    cost_change_id   uuid          not null,
    store_id         uuid          not null,
    variant_id       uuid          not null,
    number           integer       not null,
    kind             text          not null,
    document_id      uuid          not null,
    -- What came in at the cost; none where a cost was corrected.
    quantity         numeric(18,3) not null,
    unit_cost        numeric(20,6) not null,
    -- What the store had in all of its locations, and its average.
    on_hand_before   numeric(20,3) not null,
    average_before   numeric(20,6),
    average_after    numeric(20,6) not null,
    changed_at       timestamptz   not null,
    changed_by       uuid,
    -- Between which ids the movements are that took its average: those of the hour before too, which may have waited for it.
    since_id         uuid          not null,
    until_id         uuid          not null,
    is_whole         boolean       not null default true,
    proven_at        timestamptz,
    previous_number  integer       generated always as (nullif(number - 1, 0)) stored,
    -- What had been issued below zero at the last known cost, and has come now; by what it cost more than that.
    settled          numeric(20,3) not null generated always as (least(quantity, greatest(-on_hand_before, 0))) stored,
    variance         numeric(40,9) not null generated always as
        ((unit_cost - coalesce(average_before, 0)) * least(quantity, greatest(-on_hand_before, 0))) stored,
    -- By what the value of the stock has changed beside what has come in: what was settled, what was revalued, what rounding left.
    difference       numeric(40,9) not null generated always as
        ((on_hand_before + quantity) * average_after - on_hand_before * coalesce(average_before, 0) - quantity * unit_cost) stored,
    constraint cost_change_pkey primary key (tenant_id, cost_change_id),
    constraint cost_change_is_counted unique (tenant_id, store_id, variant_id, number),
    constraint cost_change_leaves_an_average unique (tenant_id, store_id, variant_id, number, average_after),
    constraint cost_change_is_of_a_level foreign key (tenant_id, store_id, variant_id)
        references inventory.stock_level (tenant_id, store_id, variant_id),
    constraint cost_change_follows_another foreign key (tenant_id, store_id, variant_id, previous_number, average_before)
        references inventory.cost_change (tenant_id, store_id, variant_id, number, average_after),
    constraint cost_change_kind_is_known check (kind in ('adjustment', 'transfer', 'return', 'void', 'revaluation')),
    constraint cost_change_is_a_receipt_or_not check ((kind = 'revaluation') = (quantity = 0)),
    constraint cost_change_counts_up check (number > 0),
    constraint cost_change_begins_with_nothing check ((number = 1) = (average_before is null)),
    constraint cost_change_is_no_income check (quantity >= 0 and unit_cost >= 0 and average_after >= 0),
    -- Twice the distance from the weighted average is at most one of the last decimal: multiplied out, so that nothing is rounded.
    constraint cost_change_is_the_weighted_average check (
        case when kind = 'revaluation' or average_before is null then average_after = unit_cost
             -- What comes back while more is owed than there is tells nothing of what the next will cost.
             when kind in ('return', 'void') and on_hand_before + quantity <= 0 then average_after = average_before
             when on_hand_before <= 0 then average_after = unit_cost
             else 2 * abs(average_after * (on_hand_before + quantity) - on_hand_before * average_before - quantity * unit_cost)
                  <= (on_hand_before + quantity) * 0.000001 end)
);
create index cost_change_of_level on inventory.cost_change (tenant_id, store_id, variant_id, cost_change_id);
create index cost_change_of_store on inventory.cost_change (tenant_id, store_id, cost_change_id);
create index cost_change_of_document on inventory.cost_change (tenant_id, document_id, store_id, cost_change_id);
create index cost_change_by_proof on inventory.cost_change (tenant_id, store_id, proven_at);
create index cost_change_that_is_not_proven on inventory.cost_change (tenant_id, store_id, cost_change_id)
    where proven_at is null or not is_whole;
call app.protect('inventory.cost_change', 'store');
grant select, insert, update (is_whole, proven_at) on inventory.cost_change to inventory_sql;

-- Only asked where the average changes: who sells changes neither of the two.
alter table inventory.stock_level add constraint stock_level_costs_what_the_last_change_left foreign key
    (tenant_id, store_id, variant_id, cost_number, average_cost)
    references inventory.cost_change (tenant_id, store_id, variant_id, number, average_after)
    deferrable initially deferred not valid;
