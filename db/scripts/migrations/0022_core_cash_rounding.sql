-- How a store rounds cash is more than its smallest coin, and coins are larger than those of euros: 250 dinars are 250,000 of
-- their minor units. The binary before goes by the coin alone, which is kept beside the rule; where it changes the coin, the
-- rule that was written for the other one no longer counts.

alter table core.store add column cash_rounding jsonb;
alter table core.store drop constraint store_cash_rounding_step_is_a_coin;
alter table core.store add constraint store_cash_rounding_step_is_a_coin check (cash_rounding_step between 1 and 100000000);
