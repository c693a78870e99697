-- Two merchants to try things with: `demo` sells with tax included, `rival` adds it on top.
create temporary table merchant on commit drop as
select *
  from (values
        ('demo',  'Demo Market',   'EUR', 'Europe/Berlin',    'inclusive', 'line',  array['MITTE', 'HAFEN'], array['Mitte', 'Hafen']),
        ('rival', 'Rival Goods',   'USD', 'America/New_York', 'exclusive', 'total', array['FIFTH', 'BAY'],   array['Fifth Avenue', 'Bay Street'])
       ) as merchant (slug, name, currency, time_zone, tax_mode, tax_rounding, store_codes, store_names);

insert into identity.tenant (tenant_id, slug, name)
select app.seed_id('tenant/' || slug), slug, name
  from merchant
    on conflict (tenant_id) do nothing;

insert into core.store (tenant_id, store_id, code, name, currency, time_zone, tax_mode, tax_rounding)
select app.seed_id('tenant/' || slug), app.seed_id('store/' || slug || '/' || n), store_codes[n], store_names[n],
       currency, time_zone, tax_mode, tax_rounding
  from merchant
 cross join generate_series(1, 2) as n
    on conflict (tenant_id, store_id) do nothing;

insert into core.receipt_head (tenant_id, store_id, version, name)
select app.seed_id('tenant/' || slug), app.seed_id('store/' || slug || '/' || n), 1, store_names[n]
  from merchant
 cross join generate_series(1, 2) as n
    on conflict (tenant_id, store_id, version) do nothing;

insert into core.terminal (tenant_id, terminal_id, store_id, code, name)
select app.seed_id('tenant/' || slug), app.seed_id('terminal/' || slug || '/' || n || '/' || t),
       app.seed_id('store/' || slug || '/' || n), 'T' || t, 'Till ' || t
  from merchant
 cross join generate_series(1, 2) as n
 cross join generate_series(1, 2) as t
    on conflict (tenant_id, terminal_id) do nothing;

call identity.install_predefined_roles();

-- The password's hash comes from the migrator, which keeps the stored one while it still fits the password.
insert into identity.user_account as u (tenant_id, user_id, email, name, password_hash)
select app.seed_id('tenant/' || slug), app.seed_id('user/' || slug || '/' || role), role || '@' || slug || '.example',
       initcap(role) || ' of ' || m.name, current_setting('seed.demo_password_hash')
  from merchant as m
 cross join unnest(array['admin', 'manager', 'cashier']) as role
    on conflict (tenant_id, user_id) do update
   set password_hash = excluded.password_hash
 where u.password_hash is distinct from excluded.password_hash;

-- The cashier and the manager work in the first store, the admin in all.
insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id, store_id)
select app.seed_id('tenant/' || slug), app.seed_id('grant/' || slug || '/' || role), app.seed_id('user/' || slug || '/' || role),
       r.role_id, case when role = 'admin' then null else app.seed_id('store/' || slug || '/1') end
  from merchant
 cross join unnest(array['admin', 'manager', 'cashier']) as role
  join identity.role as r on r.tenant_id = app.seed_id('tenant/' || slug) and r.code = role
    on conflict (tenant_id, access_grant_id) do nothing;

-- Somebody who runs the platform, with the same password.
insert into platform.operator as o (operator_id, email, name, password_hash, permissions)
values (app.seed_id('operator/demo'), 'operator@platform.example', 'Operator', current_setting('seed.demo_password_hash'),
        array['platform.read_tenants', 'platform.manage_tenants', 'platform.read_audit'])
    on conflict (operator_id) do update
   set password_hash = excluded.password_hash,
       permissions = excluded.permissions
 where (o.password_hash, o.permissions) is distinct from (excluded.password_hash, excluded.permissions);
