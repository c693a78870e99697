-- Where the smallest coin is larger than a minor unit, cash cannot pay every total: what it adds or takes off is kept as a
-- line of its own, so that neither prices nor taxes are touched. The binary before knows no rounding and writes none.

alter table sales.sale
    add column rounding bigint not null default 0,
    drop constraint sale_is_paid,
    add constraint sale_is_paid check (paid - change = total + rounding and change >= 0),
    -- Half of the largest coin that a store can have.
    add constraint sale_rounding_is_small check (rounding between -5000 and 5000);
