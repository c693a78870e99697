-- A key belongs to the client that made the act, not to who is signed in there: a till, an API key, the merchant's people.
-- Rows of the release before this one name no kind of client; it goes on to write such rows while this one is rolled out.

alter table app.idempotency_key
    add column client_kind text,
    add column client_id   uuid,
    add column store_id    uuid;
alter table app.idempotency_key add constraint idempotency_key_client_is_known
    check (client_kind in ('terminal', 'people', 'person', 'api_key', 'operators')) not valid;
alter table app.idempotency_key validate constraint idempotency_key_client_is_known;
create index idempotency_key_by_key on app.idempotency_key (tenant_id, idempotency_key);

-- Claims a key for a client, or tells what was done under it:
--   claimed   it was free, and is the caller's until the transaction ends
--   replayed  this request was answered before, and the caller may see the answer
--   hidden    this request was answered before, in a store that the caller does not see
--   taken     the client used it for another request
-- Requests under one key come in one after the other, by a lock that ends with the transaction: a rival waits, and then finds
-- the stored answer, or nothing at all. A row is looked at where it is the client's own; a till and the people who work
-- without one share what names no till, word for word, because one browser may go from the one to the other; a row of the
-- release before is its user's, and word for word it is that of the people. What was used in a store that the caller does not
-- see is not there for them, except what they did themselves.
create function app.claim_key(
    for_tenant uuid, for_actor uuid, for_kind text, for_client uuid, names_terminal boolean, in_store uuid, wanted_key text,
    wanted_hash bytea, claimed_now timestamptz, out verdict text, out claimed_by uuid, out status integer, out location text, out etag text, out body bytea)
    language plpgsql volatile
    as $$
#variable_conflict use_column
declare
    scope   constant uuid[] := app.store_scope();
    -- A till with its own credential has told which it is by entering.
    client  constant uuid := coalesce(
        for_client, case when for_kind = 'terminal' then nullif(current_setting('app.terminal_id', true), '')::uuid end);
    found_one record;
begin
    perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', for_tenant, for_kind, client, wanted_key), 0));
    -- Always the till first, so that nobody waits for somebody who waits for them.
    if for_kind = 'terminal' and not names_terminal then
        perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', for_tenant, 'people', wanted_key), 0));
    end if;

    for attempt in 1..2 loop
        select k.request_hash, k.status, k.location, k.etag, k.body, o.is_own, s.is_seen
          into found_one
          from app.idempotency_key as k
         cross join lateral (select k.client_kind = for_kind and k.client_id is not distinct from client as is_own) as o
         cross join lateral (
               select k.principal_id = for_actor
                      or case
                             when k.client_kind is not null then k.store_id is null or k.store_id = any (scope)
                             else coalesce(
                                      coalesce(in_store, (nullif(convert_from(k.body, 'UTF8'), '')::jsonb ->> 'storeId')::uuid)
                                          = any (scope),
                                      true)
                         end as is_seen) as s
         where k.tenant_id = for_tenant
           and k.idempotency_key = wanted_key
           and case
                   when o.is_own then k.request_hash = wanted_hash or s.is_seen
                   when k.client_kind is null and k.principal_id = for_actor then true
                   when k.request_hash <> wanted_hash then false
                   when k.client_kind is null then
                       for_kind in ('terminal', 'people')
                       and exists (
                           select
                             from app.audit_entry as a
                            where a.tenant_id = for_tenant
                              and a.actor_id = k.principal_id
                              and a.user_id = k.principal_id
                              and a.occurred_at >= k.claimed_at
                              and a.request_hash = wanted_hash)
                   else not names_terminal and (for_kind, k.client_kind) in (('terminal', 'people'), ('people', 'terminal'))
               end
         order by k.request_hash = wanted_hash desc, o.is_own desc
         limit 1;
        if found then
            verdict := case
                when found_one.request_hash <> wanted_hash then 'taken'
                when found_one.is_seen then 'replayed'
                else 'hidden'
            end;
            if verdict = 'replayed' then
                status := found_one.status;
                location := found_one.location;
                etag := found_one.etag;
                body := found_one.body;
            end if;
            return;
        end if;

        -- Under the user, where the release before looks for it. The name is taken where the same person used the key as
        -- another client, or is just about to by way of that release: then it is looked for once more.
        claimed_by := case attempt when 1 then for_actor else gen_random_uuid() end;
        insert into app.idempotency_key (principal_id, idempotency_key, request_hash, claimed_at, client_kind, client_id, store_id)
        values (claimed_by, wanted_key, wanted_hash, claimed_now, for_kind, client,
                -- A till's acts are its store's, whatever they name.
                coalesce(in_store, case when for_kind = 'terminal' and cardinality(scope) = 1 then scope[1] end))
            on conflict (tenant_id, principal_id, idempotency_key) do nothing;
        if found then
            verdict := 'claimed';
            return;
        end if;
    end loop;
    raise exception 'two keys of one name';
end
$$;
revoke execute on function app.claim_key(uuid, uuid, text, uuid, boolean, uuid, text, bytea, timestamptz) from public;
grant execute on function app.claim_key(uuid, uuid, text, uuid, boolean, uuid, text, bytea, timestamptz) to app_sql;
