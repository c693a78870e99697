-- What a tender does is the merchant's own data, and a sale keeps what it did: no later change gives the sale another meaning.
-- Both are null in rows of the releases before, which knew cash, card and other; those are read as these were.
alter table sales.tender add column gives_change boolean;
alter table sales.tender add column rounding text;
alter table sales.tender add constraint tender_rounding_is_known check (rounding in ('asCash', 'withTheTotal', 'never'));
alter table sales.tender add constraint tender_type_is_whole check ((gives_change is null) = (rounding is null));
alter table sales.tender add constraint tender_change_is_cash check (not gives_change or rounding = 'asCash');
alter table sales.tender drop constraint tender_method_is_known;
alter table sales.tender add constraint tender_method_is_a_code check (method ~ '^[a-z0-9][a-z0-9-]{0,49}$');
