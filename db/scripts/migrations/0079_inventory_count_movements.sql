-- Movements of stocktakes, behind those of returns (0073), which list the kinds that were known then. What there is is known by the narrower
-- rule, so no row is read again while tills wait.

alter table inventory.stock_movement drop constraint stock_movement_act_is_known;
alter table inventory.stock_movement add constraint stock_movement_act_is_known
    check (act in ('move', 'transfer', 'return', 'count')) not valid;
alter table inventory.location_movement drop constraint location_movement_kind_is_known;
alter table inventory.location_movement add constraint location_movement_kind_is_known
    check (kind in ('opening', 'adjustment', 'move', 'transfer', 'return', 'count')) not valid;
