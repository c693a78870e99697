-- Each of what is forgotten is deleted by its key. A connection that learnt the statement while the table was all but empty goes on
-- reading the whole of it once for each row, however large it has become since, until statistics say so: 1,000 rows then take longer
-- than a job may. These functions never read a table from end to end, so they are told not to.
alter function app.forget_keys(uuid, integer) set enable_seqscan = off;
alter function app.forget_challenges(uuid, integer) set enable_seqscan = off;
alter function identity.forget_attempts(uuid, integer) set enable_seqscan = off;
alter function platform.forget_attempts() set enable_seqscan = off;
