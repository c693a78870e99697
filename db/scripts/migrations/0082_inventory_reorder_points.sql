-- When a store wants more of something, and how much it wants to have then. Nobody who serves requests may delete a row: where both are
-- null it wants nothing any more.
create table inventory.reorder_point (
    tenant_id      uuid          not null default app.tenant_id(),
    store_id       uuid          not null,
    variant_id     uuid          not null,
    reorder_point  numeric(18,3),
    target_level   numeric(18,3),
    changed_at     timestamptz   not null,
    changed_by     uuid          not null,
    constraint reorder_point_pkey primary key (tenant_id, store_id, variant_id),
    constraint reorder_point_belongs_to_store foreign key (tenant_id, store_id) references core.store (tenant_id, store_id),
    constraint reorder_point_is_of_a_variant foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, variant_id),
    constraint reorder_point_has_a_target check ((reorder_point is null) = (target_level is null)),
    constraint reorder_point_is_not_negative check (reorder_point >= 0),
    constraint reorder_point_lies_below_its_target check (target_level > reorder_point)
);
call app.protect('inventory.reorder_point', 'store');
grant select, insert, update on inventory.reorder_point to inventory_sql;
