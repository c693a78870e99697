-- What a code told of the pack that was sold: the line is the proof of it, whatever the article carries later.
alter table sales.sale_line add column label_price bigint;
alter table sales.sale_line add column lot text;
alter table sales.sale_line add column serial text;
alter table sales.sale_line add column expires_on date;
alter table sales.sale_line add constraint sale_line_label_prices_something check (label_price >= 0);
