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
}
