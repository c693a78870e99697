using NUnit.Framework;

namespace PosCommerce.Application.Tests.Pipeline;

/// <summary>What nothing looks at any more is deleted by a job of each tenant.</summary>
public sealed class TidyingTests : ShopTests
{
    [Test]
    public async Task What_is_forgotten_is_deleted_and_what_still_counts_stays()
    {
        await Shop.ExecuteAsync(
            """
            delete from identity.sign_in_attempts;
            insert into identity.sign_in_attempts (tenant_id, kind, subject, failures, last_attempt_at)
            select t.tenant_id, kind, sha256((kind || age || failures)::bytea), failures, now() - age * interval '1 hour'
              from identity.tenant as t
             cross join unnest(array['account', 'address', 'pin']) as kind
             cross join unnest(array[1, 25]) as age
             cross join unnest(array[0, 7]) as failures
             where t.slug in ('demo', 'rival');
            insert into app.approval (tenant_id, approval_id, operation, permission, store_id, requested_by, requested_at, expires_at, approved_at, approved_by)
            select tenant_id, gen_random_uuid(), 'tidied', 'sales.void', tenant_id, tenant_id, now(), now() - age * interval '1 hour', approved_at, approved_by
              from identity.tenant
             cross join unnest(array[1, 25]) as age
             cross join (values (null::timestamptz, null::uuid), (now(), gen_random_uuid())) as answer (approved_at, approved_by)
             where slug = 'demo'
            """
        );

        await Shop.TidyAsync();

        Assert.That(
            await Shop.ListAsync<string>(
                """
                select slug || ' ' || kind || ' ' || failures
                  from identity.sign_in_attempts
                  join identity.tenant using (tenant_id)
                 where last_attempt_at < now() - interval '1 day'
                 order by slug
                """
            ),
            Is.EqualTo(new[] { "demo pin 7", "rival pin 7" }),
            "Wrong PINs count until a right one."
        );
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from identity.sign_in_attempts"), Is.EqualTo(14));
        Assert.That(
            await Shop.ListAsync<bool>(
                "select approved_at is not null from app.approval where operation = 'tidied' and expires_at < now() - interval '1 day'"
            ),
            Is.EqualTo(new[] { true }),
            "What was approved is told of in the audit log."
        );
    }

    [Test]
    public async Task Keys_are_deleted_after_thirty_days_wherever_they_are_some_at_a_time()
    {
        await Shop.ExecuteAsync(
            """
            insert into app.idempotency_key (tenant_id, principal_id, idempotency_key, request_hash, claimed_at, status, body)
            select t.tenant_id, t.tenant_id, n || ' ' || age, sha256('x'), now() - age, 201, decode(repeat(md5(n::text), 60), 'hex')
              from generate_series(1, 2500) as n
             cross join unnest(array[interval '30 days 1 hour', interval '29 days 23 hours']) as age
             cross join identity.tenant as t
             where t.slug in ('demo', 'rival')
            """
        );

        var acts = await Shop.TidyAsync();

        // Three acts each for demo and rival, one for every other merchant.
        Assert.That(acts, Is.EqualTo(await Shop.ScalarAsync<long>("select count(*) + 4 from identity.tenant where suspended_at is null")));
        Assert.That(
            await Shop.ListAsync<string>(
                """
                select slug || ' ' || count(*) || ' ' || bool_and(claimed_at > now() - interval '30 days')
                  from app.idempotency_key
                  join identity.tenant using (tenant_id)
                 where request_hash = sha256('x')
                 group by slug
                 order by slug
                """
            ),
            Is.EqualTo(new[] { "demo 2500 true", "rival 2500 true" })
        );
    }

    [Test]
    public async Task A_key_that_somebody_holds_or_has_not_committed_stays_and_is_not_waited_for()
    {
        const string Claim = """
            insert into app.idempotency_key (tenant_id, principal_id, idempotency_key, request_hash, claimed_at)
            select tenant_id, tenant_id, key, sha256('y'), now() - interval '40 days'
              from identity.tenant
             cross join unnest(string_to_array('{0}', ' ')) as key
             where slug = 'demo'
            """;
        await Shop.ExecuteAsync(Claim.Replace("{0}", "held free", StringComparison.Ordinal));
        await using var holding = await Shop.HoldAsync(
            "update app.idempotency_key set claimed_at = claimed_at where idempotency_key = 'held'"
        );
        await using var claiming = await Shop.HoldAsync(Claim.Replace("{0}", "open", StringComparison.Ordinal));

        await Shop.TidyAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await Migrations.Database.CommitAsync(holding);
        await Migrations.Database.CommitAsync(claiming);

        Assert.That(
            await Shop.ListAsync<string>("select idempotency_key from app.idempotency_key where request_hash = sha256('y') order by 1"),
            Is.EqualTo(new[] { "held", "open" })
        );
    }

    [Test]
    public async Task Old_keys_are_found_by_the_summary_of_their_time_and_not_by_reading_the_table() =>
        Assert.That(
            await Shop.ListAsync<string>(
                "set enable_seqscan = off; explain select 1 from app.idempotency_key where claimed_at < now() - interval '30 days'"
            ),
            Has.Some.Contains("idempotency_key_by_time")
        );
}
