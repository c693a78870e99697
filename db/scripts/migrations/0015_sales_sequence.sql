-- A receipt's number looks as the merchant likes, so the count behind it is kept beside it: gaps cannot be told from text.
-- The binary before writes none, but all its numbers end in the count.

alter table sales.sale
    add column sequence bigint,
    add constraint sale_sequence_counts_up check (sequence > 0);
