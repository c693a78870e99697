-- Merchants @First to @Last, all of one shape: in the first store @Tills tills, in each of the others one; for each till a
-- cashier, an admin of everything, a manager of the last store. No stock yet: that is what is left of the past.
insert into identity.tenant (tenant_id, slug, name)
select pg_temp.id(1, m, 0), 'merchant' || m, 'Merchant ' || m
  from generate_series(@First, @Last) as m;

insert into core.store (tenant_id, store_id, code, name, currency, time_zone)
select pg_temp.id(1, m, 0), pg_temp.id(2, m, n), 'S' || n, 'Store ' || n, 'EUR', 'Europe/Berlin'
  from generate_series(@First, @Last) as m
 cross join generate_series(0, @Stores - 1) as n;

insert into core.terminal (tenant_id, terminal_id, store_id, code, name)
select pg_temp.id(1, m, 0), pg_temp.id(4, m, n), pg_temp.id(2, m, greatest(0, n - @Tills + 1)), 'T' || n, 'Till ' || n
  from generate_series(@First, @Last) as m
 cross join generate_series(0, @Tills + @Stores - 2) as n;

insert into identity.user_account (tenant_id, user_id, email, name, password_hash)
select pg_temp.id(1, m, 0), pg_temp.id(5, m, n), 'person' || n || '@merchant' || m || '.example', 'Person ' || n, @PasswordHash
  from generate_series(@First, @Last) as m
 cross join generate_series(0, @Tills + 1) as n;

-- The roles of a new merchant are the product's own.
insert into identity.role (tenant_id, role_id, code, name, description, is_predefined)
select pg_temp.id(1, m, 0), app.seed_id('role/' || pg_temp.id(1, m, 0) || '/' || w.code), w.code, w.name, w.description, true
  from generate_series(@First, @Last) as m
 cross join identity.role_template as w;

insert into identity.role_permission (tenant_id, role_id, permission)
select pg_temp.id(1, m, 0), app.seed_id('role/' || pg_temp.id(1, m, 0) || '/' || w.code), w.permission
  from generate_series(@First, @Last) as m
 cross join identity.role_template_permission as w;

-- Cashiers first, then the admin, then the manager.
insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id, store_id)
select pg_temp.id(1, m, 0), pg_temp.id(5, m, n), pg_temp.id(5, m, n),
       app.seed_id('role/' || pg_temp.id(1, m, 0) || '/'
                   || case when n < @Tills then 'cashier' when n = @Tills then 'admin' else 'manager' end),
       case when n < @Tills then pg_temp.id(2, m, 0) when n > @Tills then pg_temp.id(2, m, @Stores - 1) end
  from generate_series(@First, @Last) as m
 cross join generate_series(0, @Tills + 1) as n;

insert into pricing.tax_class (tenant_id, tax_class_id, code, name, category)
select pg_temp.id(1, m, 0), pg_temp.id(6, m, 0), 'of-the-bench', 'Standard', 'standard'
  from generate_series(@First, @Last) as m;

insert into pricing.tax_rate (tenant_id, tax_rate_id, tax_class_id, rate)
select pg_temp.id(1, m, 0), pg_temp.id(6, m, 0), pg_temp.id(6, m, 0), 19
  from generate_series(@First, @Last) as m;

insert into pricing.price_list (tenant_id, price_list_id, code, name, currency, is_base)
select pg_temp.id(1, m, 0), pg_temp.id(6, m, 0), 'base-eur', 'Base EUR', 'EUR', true
  from generate_series(@First, @Last) as m;

insert into catalog.product (tenant_id, product_id, name)
select pg_temp.id(1, m, 0), pg_temp.id(7, m, n), 'Product ' || n
  from generate_series(@First, @Last) as m
 cross join generate_series(1, @Variants) as n;

insert into catalog.variant (tenant_id, variant_id, product_id, sku, name)
select pg_temp.id(1, m, 0), pg_temp.id(8, m, n), pg_temp.id(7, m, n), 'SKU-' || lpad(n::text, 6, '0'), 'Product ' || n
  from generate_series(@First, @Last) as m
 cross join generate_series(1, @Variants) as n;

insert into pricing.article_tax (tenant_id, variant_id, tax_class_id)
select pg_temp.id(1, m, 0), pg_temp.id(8, m, n), pg_temp.id(6, m, 0)
  from generate_series(@First, @Last) as m
 cross join generate_series(1, @Variants) as n;

insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
select pg_temp.id(1, m, 0), pg_temp.id(8, m, n), pg_temp.id(6, m, 0), pg_temp.id(8, m, n), 397, '2020-01-01'
  from generate_series(@First, @Last) as m
 cross join generate_series(1, @Variants) as n;

insert into catalog.barcode (tenant_id, code_key, barcode, kind, variant_id)
select pg_temp.id(1, m, 0), '2000000' || lpad(n::text, 6, '0'), '2000000' || lpad(n::text, 6, '0'), 'other', pg_temp.id(8, m, n)
  from generate_series(@First, @Last) as m
 cross join generate_series(1, @Variants) as n;

insert into identity.api_key (tenant_id, api_key_id, name, secret_hash, created_at, created_by)
select pg_temp.id(1, m, 0), pg_temp.id(10, m, 0), 'Web shop', '\x00', now(), pg_temp.id(5, m, @Tills)
  from generate_series(@First, @Last) as m;

insert into app.job (tenant_id, job_id, kind, payload, state, requested_at, run_at)
select pg_temp.id(1, m, 0), pg_temp.id(12, m, 0), 'operations.none', '{}', 'done', now(), now()
  from generate_series(@First, @Last) as m;

insert into app.approval (tenant_id, approval_id, operation, permission, store_id, requested_by, requested_at, expires_at)
select pg_temp.id(1, m, 0), pg_temp.id(11, m, 0), 'POST /v1/sales/{saleId}/void', 'sales.void', pg_temp.id(2, m, 0),
       pg_temp.id(5, m, @Tills), now(), now() + interval '1 day'
  from generate_series(@First, @Last) as m;
