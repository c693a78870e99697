-- What a sale was made under is kept with it: the rule by which it was rounded, the zone and the hour that made its day, and
-- whether its prices contained the tax. The binary before writes none of it; its sales are read by what their lines show, and
-- their day by the store's zone, as ever.

alter table sales.sale add column tax_mode text;
alter table sales.sale add column cash_rounding jsonb;
alter table sales.sale add column is_distance_sale boolean not null default false;
alter table sales.sale add column time_zone text;
alter table sales.sale add column day_ends_at text;
alter table sales.sale add constraint sale_tax_mode_is_known check (tax_mode in ('inclusive', 'exclusive'));
alter table sales.sale add constraint sale_time_zone_is_short check (length(time_zone) between 1 and 64);
alter table sales.sale add constraint sale_day_ends_at_an_hour check (day_ends_at ~ '^(0[0-9]:[0-5][0-9]|1[01]:[0-5][0-9]|12:00)$');
alter table sales.sale add constraint sale_day_is_told_whole check ((time_zone is null) = (day_ends_at is null));
alter table sales.sale drop constraint sale_rounding_is_small;
-- A rule that only rounds up adds nearly a whole coin.
alter table sales.sale add constraint sale_rounding_is_small check (rounding between -100000000 and 100000000);
