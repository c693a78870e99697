-- To whom something was sold, and what counted of them at that moment. What there is was sold to nobody that is known, so no row is read
-- for it.
alter table sales.sale add column customer_id uuid;
alter table sales.sale add column customer_group_id uuid;
alter table sales.sale add column is_customer_tax_exempt boolean not null default false;
alter table sales.sale add constraint sale_of_nobody_knows_no_group check (customer_id is not null
    or (customer_group_id is null and not is_customer_tax_exempt)) not valid;
create index sale_to_customer on sales.sale (tenant_id, store_id, customer_id, sold_at, sale_id) where customer_id is not null;
