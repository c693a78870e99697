-- Lists of articles are narrowed by category with all that is below it, and are read newest first.

-- Behind the places of all below it: a bound that is a column is one that an index may serve below row security.
alter table catalog.category add column place_end text collate "C" not null generated always as (place || '~') stored;

create index variant_by_time on catalog.variant (tenant_id, created_at, variant_id);
