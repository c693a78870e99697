-- An amount that somebody is to approve says in which currency it is.

alter table app.approval add column currency text;
alter table app.approval add constraint approval_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$');
