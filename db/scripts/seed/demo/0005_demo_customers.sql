-- A few people and a company whom the demo shops know, one of them among the staff. Made once, like the rest. By what each is found the
-- application writes: the words of names and addresses, and telephone numbers as from abroad and as at home.
insert into customers.customer (tenant_id, customer_id, kind, display_name, given_name, family_name, company, tax_id_country, tax_id,
       card_number, emails, phones, addresses, language, customer_group_id, search_terms)
select app.seed_id('tenant/' || slug), app.seed_id('customer/' || slug || '/' || known.code), kind, display_name, given_name, family_name, company,
       tax_id_country, tax_id, card_number, emails, phones, addresses::jsonb, language,
       case when is_staff then app.seed_id('customer-group/' || slug || '/staff') end,
       catalog.search_words(concat_ws(' ', display_name, tax_id_country, tax_id, card_number, words, array_to_string(emails, ' '))) || numbers
  from (values ('demo'), ('rival')) as merchant (slug)
 cross join (values
        ('anna', 'person', 'Anna Müller', 'Anna', 'Müller', null, null, null, 'CARD-1001', array['anna.mueller@example.com'],
         array['+4930901820101'],
         '[{"kind": "billing", "street": "Lindenstraße 7", "postalCode": "10969", "city": "Berlin", "country": "DE"}]', 'de', false,
         'Lindenstraße 7 10969 Berlin', array['4930901820101', '030901820101', '30901820101']),
        ('jonas', 'person', 'Jonas Weber', 'Jonas', 'Weber', null, null, null, 'CARD-1002', array['jonas@example.com'], '{}'::text[], '[]', 'de',
         true, '', '{}'::text[]),
        ('trade', 'company', 'Hafen Gastro GmbH', null, null, 'Hafen Gastro GmbH', 'DE', 'DE123456788', null, array['einkauf@example.com'],
         array['+4940901820102'],
         '[{"kind": "billing", "street": "Am Hafen 1", "postalCode": "20457", "city": "Hamburg", "country": "DE"}]', 'de', false,
         'Am Hafen 1 20457 Hamburg', array['4940901820102', '040901820102', '40901820102'])
       ) as known (code, kind, display_name, given_name, family_name, company, tax_id_country, tax_id, card_number, emails, phones, addresses,
       language, is_staff, words, numbers)
    on conflict (tenant_id, customer_id) do nothing;
