-- What a till decided of a price: frozen with the line, so that what comes back is worth what was paid for it.
alter table sales.sale_line add column list_price bigint;
alter table sales.sale_line add column price_reason text;
alter table sales.sale_line add column discount bigint not null default 0;
-- The parts of the discount, and why each was given.
alter table sales.sale_line add column discounts jsonb;
-- What there is has none of it, so no row is read for it.
alter table sales.sale_line add constraint sale_line_list_price_is_a_price check (list_price >= 0) not valid;
alter table sales.sale_line add constraint sale_line_price_reason_is_a_code check (price_reason ~ '^[a-z0-9][a-z0-9-]{0,49}$') not valid;
alter table sales.sale_line add constraint sale_line_is_never_negative check (discount = 0 or (discount > 0 and net >= 0 and gross >= 0))
    not valid;
alter table sales.sale_line add constraint sale_line_discount_has_parts check ((discount = 0) = (discounts is null)) not valid;
