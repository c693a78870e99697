using NUnit.Framework;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Migrations;

public sealed class TidyingTests
{
    [Test]
    public async Task What_is_forgotten_is_deleted_and_what_still_counts_stays()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        await Database.ExecuteAsync(database.Admin,
            """
            insert into identity.sign_in_attempts (tenant_id, kind, subject, failures, last_attempt_at)
            select t.tenant_id, kind, sha256((kind || age || failures)::bytea), failures, now() - age * interval '1 hour'
              from identity.tenant as t
             cross join unnest(array['account', 'address', 'pin']) as kind
             cross join unnest(array[1, 25]) as age
             cross join unnest(array[0, 7]) as failures
             where t.slug in ('demo', 'rival');
            insert into platform.sign_in_attempts (kind, subject, failures, last_attempt_at)
            values ('account', '\x01', 7, now() - interval '25 hours'), ('account', '\x02', 7, now());
            insert into app.approval (tenant_id, approval_id, operation, permission, store_id, requested_by, requested_at, expires_at, approved_at, approved_by)
            select tenant_id, gen_random_uuid(), 'x', 'sales.void', tenant_id, tenant_id, now(), now() - age * interval '1 hour', approved_at, approved_by
              from identity.tenant
             cross join unnest(array[1, 25]) as age
             cross join (values (null::timestamptz, null::uuid), (now(), gen_random_uuid())) as answer (approved_at, approved_by)
             where slug = 'demo'
            """);

        var deleted = await Tidying.RunAsync(database.Migrator, Silence.Instance);
        var again = await Tidying.RunAsync(database.Migrator, Silence.Instance);

        Assert.That((deleted, again), Is.EqualTo((12, 0)));
        Assert.That(
            await Database.ListAsync(database.Admin,
                """
                select slug || ' ' || kind || ' ' || failures
                  from identity.sign_in_attempts
                  join identity.tenant using (tenant_id)
                 where last_attempt_at < now() - interval '1 day'
                 order by slug
                """),
            Is.EqualTo(new[] { "demo pin 7", "rival pin 7" }),
            "Wrong PINs count until a right one.");
        Assert.That(await Database.ListAsync(database.Admin, "select count(*)::text from identity.sign_in_attempts"), Is.EqualTo(new[] { "14" }));
        Assert.That(await Database.ListAsync(database.Admin, "select encode(subject, 'hex') from platform.sign_in_attempts"), Is.EqualTo(new[] { "02" }));
    }

    [Test]
    public async Task Keys_are_deleted_after_thirty_days_wherever_they_are()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        // Several walks' steps long, and each page has old and young ones of both merchants.
        await Database.ExecuteAsync(database.Admin,
            """
            insert into app.idempotency_key (tenant_id, principal_id, idempotency_key, request_hash, claimed_at, status, body)
            select t.tenant_id, t.tenant_id, n || ' ' || age, sha256('x'), now() - age, 201, decode(repeat(md5(n::text), 60), 'hex')
              from generate_series(1, 1000) as n
             cross join unnest(array[interval '30 days 1 hour', interval '29 days 23 hours']) as age
             cross join identity.tenant as t
             where t.slug in ('demo', 'rival')
            """);
        Assert.That(await Database.ListAsync(database.Admin, "select (pg_relation_size('app.idempotency_key') / 8192 > 3 * 128)::text"), Is.EqualTo(new[] { "true" }));
        var scans = await StatisticAsync("numscans");

        var deleted = await Tidying.RunAsync(database.Migrator, Silence.Instance);
        var again = await Tidying.RunAsync(database.Migrator, Silence.Instance);

        Assert.That((deleted, again), Is.EqualTo((2000, 0)));
        // A session tells what it has scanned when it ends, which is soon after it is closed.
        for (var patience = 0; patience < 500 && await StatisticAsync("tuples_deleted") != "2000"; patience++)
            await Task.Delay(10);
        Assert.That((await StatisticAsync("tuples_deleted"), await StatisticAsync("numscans")), Is.EqualTo(("2000", scans)), "It is walked by pages, never scanned whole.");
        Assert.That(
            await Database.ListAsync(database.Admin,
                """
                select slug || ' ' || count(*) || ' ' || bool_and(claimed_at > now() - interval '30 days')
                  from app.idempotency_key
                  join identity.tenant using (tenant_id)
                 group by slug
                 order by slug
                """),
            Is.EqualTo(new[] { "demo 1000 true", "rival 1000 true" }));

        async Task<string> StatisticAsync(string name) =>
            (await Database.ListAsync(database.Admin, $"select pg_stat_get_{name}(c.oid)::text from pg_class as c where c.oid = 'app.idempotency_key'::regclass")).Single();
    }

    [Test]
    public async Task A_key_that_somebody_holds_or_has_not_committed_stays_and_is_not_waited_for()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        const string Claim =
            """
            insert into app.idempotency_key (tenant_id, principal_id, idempotency_key, request_hash, claimed_at)
            select tenant_id, tenant_id, key, sha256('x'), now() - interval '40 days'
              from identity.tenant
             cross join unnest(string_to_array('{0}', ' ')) as key
             where slug = 'demo'
            """;
        await Database.ExecuteAsync(database.Admin, Claim.Replace("{0}", "held free", StringComparison.Ordinal));
        // As whoever replays it, and as whoever claims one by a clock that is far behind.
        await using var replaying = await Database.HoldAsync(database.Admin, "update app.idempotency_key set claimed_at = claimed_at where idempotency_key = 'held'");
        await using var claiming = await Database.HoldAsync(database.Admin, Claim.Replace("{0}", "open", StringComparison.Ordinal));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));

        var deleted = await Tidying.RunAsync(database.Migrator, Silence.Instance, patience.Token);
        await Database.CommitAsync(replaying);
        await Database.CommitAsync(claiming);

        Assert.That(deleted, Is.EqualTo(1));
        Assert.That(await Database.ListAsync(database.Admin, "select idempotency_key from app.idempotency_key order by 1"), Is.EqualTo(new[] { "held", "open" }));
    }
}
