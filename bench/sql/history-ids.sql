-- Ids that are found again by what they are of: kind 1 merchant, 2 store, 4 till, 5 person, 6 tax rate, 7 product,
-- 8 variant, 9 opening, 10 API key, 11 approval, 12 job.
create or replace function pg_temp.id(kind integer, merchant bigint, number bigint) returns uuid
    language sql immutable
    as $$ select (lpad(kind::text, 8, '0') || '00007000' || '8' || lpad(merchant::text, 7, '0') || lpad(number::text, 8, '0'))::uuid $$;

-- As the product makes them (UUIDv7): in the order of time, the number behind it.
create or replace function pg_temp.id_of(moment timestamptz, merchant bigint, number bigint) returns uuid
    language sql immutable
    as $$ select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(merchant % 4096), 3, '0')
                  || '8' || lpad(to_hex(number), 15, '0'))::uuid $$;
