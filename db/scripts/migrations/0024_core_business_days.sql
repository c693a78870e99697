-- A business day may end after midnight, and a change of zone, end of day or tax waits for the next one: until then, the
-- terms before hold. A till keeps the day that its documents have reached, so that later ones are of no earlier day. The binary
-- before knows none of this and takes a change at once, as it did.

alter table core.store add column day_ends_at text not null default '00:00';
alter table core.store add column earlier_until timestamptz;
alter table core.store add column first_day date;
alter table core.store add column earlier_time_zone text;
alter table core.store add column earlier_day_ends_at text;
alter table core.store add column earlier_tax_mode text;
alter table core.store add constraint store_day_ends_at_an_hour check (day_ends_at ~ '^(0[0-9]:[0-5][0-9]|1[01]:[0-5][0-9]|12:00)$');
alter table core.store add constraint store_earlier_terms_are_whole
    check (num_nonnulls(earlier_until, first_day, earlier_time_zone, earlier_day_ends_at, earlier_tax_mode) in (0, 5));

alter table core.document_number add column business_date date;
update core.document_number as n
   set business_date = s.business_date
  from (
        select tenant_id, terminal_id, max(business_date) as business_date
          from sales.sale
         group by tenant_id, terminal_id
       ) as s
 where n.kind = 'sale'
   and s.tenant_id = n.tenant_id
   and s.terminal_id = n.terminal_id;
