-- The books are proven by increments. A run of a till's sales is proven once and sealed: what was proven and a checksum of it
-- are kept, and from then on only what came after is looked at with every question. Whoever asks for a full proof has every
-- run proven anew, against its checksum. A till's sales are numbered one after the other, by a counter that is locked until
-- each of them is committed: who sees one number sees all below it, so nothing that is under way can slip behind a seal.

-- Sales by their till's count; those of the binary before, which kept no count, end in it and get it here. What that binary
-- writes while both run is found by the second index, which holds nothing else.
update sales.sale
   set sequence = substring(number from '[0-9]+$')::bigint
 where sequence is null
   and substring(number from '[0-9]+$')::bigint > 0;
create index sale_of_terminal on sales.sale (tenant_id, store_id, terminal_id, sequence);
create index sale_without_sequence on sales.sale (tenant_id, store_id, terminal_id) where sequence is null;

create table sales.seal (
    tenant_id         uuid        not null default app.tenant_id(),
    seal_id           uuid        not null,
    store_id          uuid        not null,
    terminal_id       uuid        not null,
    after_sequence    bigint      not null,
    through_sequence  bigint      not null,
    checksum          numeric     not null,
    is_whole          boolean     not null,
    sealed_at         timestamptz not null,
    proven_at         timestamptz not null,
    constraint seal_pkey primary key (tenant_id, seal_id),
    -- Two that seal at once collide here.
    constraint seal_continues_one unique (tenant_id, store_id, terminal_id, after_sequence),
    constraint seal_holds_something check (through_sequence > after_sequence and after_sequence >= 0)
);
create index seal_of_store on sales.seal (tenant_id, store_id, seal_id);
create index seal_by_proof on sales.seal (tenant_id, store_id, proven_at);
create index seal_that_is_broken on sales.seal (tenant_id, store_id, seal_id) where not is_whole;
call app.protect('sales.seal', 'store');
grant select, insert, update on sales.seal to sales_sql;
