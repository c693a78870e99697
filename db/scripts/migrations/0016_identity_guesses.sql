-- Guesses are counted per till, too; those of one address, or one till, are forgotten one by one, because a busy place is
-- never quiet. Whoever has set a password by a link is known where they did so. The binary before counts by kinds that stay.

alter table identity.sign_in_attempts
    add column eased_at timestamptz,
    drop constraint sign_in_attempts_kind_is_known,
    add constraint sign_in_attempts_kind_is_known
        check (kind in ('account', 'address', 'account_at_address', 'pin', 'pin_at_terminal', 'terminal', 'second_factor', 'pairing'));

alter table identity.password_link
    add column used_from inet;
