-- The tenant and the store that a fresh installation starts with. Made once; from then on they are the merchant's.
insert into identity.tenant (tenant_id, slug, name)
values (app.seed_id('tenant/default'), 'default', 'My shop')
    on conflict (tenant_id) do nothing;

insert into core.store (tenant_id, store_id, code, name, currency, time_zone)
values (app.seed_id('tenant/default'), app.seed_id('store/default/main'), 'MAIN', 'Main store', 'EUR', 'Europe/Berlin')
    on conflict (tenant_id, store_id) do nothing;

insert into core.terminal (tenant_id, terminal_id, store_id, code, name)
values (app.seed_id('tenant/default'), app.seed_id('terminal/default/main/1'), app.seed_id('store/default/main'), 'T1', 'Till 1')
    on conflict (tenant_id, terminal_id) do nothing;

insert into core.receipt_head (tenant_id, store_id, version, name)
select tenant_id, store_id, 1, name
  from core.store
 where tenant_id = app.seed_id('tenant/default')
   and store_id = app.seed_id('store/default/main')
    on conflict (tenant_id, store_id, version) do nothing;
