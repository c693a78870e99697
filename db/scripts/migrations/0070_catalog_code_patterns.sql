-- How a merchant's in-store numbers are made up, as they were from each change on; the newest are in force. Until there are some, such a
-- number means itself.
create table catalog.code_patterns (
    tenant_id   uuid        not null default app.tenant_id(),
    version     integer     not null,
    patterns    jsonb       not null,
    changed_at  timestamptz not null,
    changed_by  uuid        not null,
    constraint code_patterns_pkey primary key (tenant_id, version),
    constraint code_patterns_version_counts_up check (version > 0)
);
call app.protect('catalog.code_patterns', 'tenant');
grant select, insert on catalog.code_patterns to catalog_sql;
