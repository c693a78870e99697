using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure.Database;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

/// <summary>Work without a caller: once, never lost, and seen.</summary>
public sealed class JobsTests : ShopTests
{
    private UseCases one = null!; // Opened before the first test, like the other.
    private UseCases other = null!;

    [OneTimeSetUp]
    public void Two_nodes_know_jobs_of_tests_too()
    {
        (one, other) = (Node(), Node());
        UseCases Node() =>
            new(
                Shop.Database.App,
                Clock,
                services =>
                {
                    services.AddSingleton(new JobKinds([typeof(TidyUp).Assembly, typeof(Count).Assembly]));
                    services.AddTransient<IRequestHandler<Count, JobDone>, CountHandler>();
                }
            );
    }

    [OneTimeTearDown]
    public async Task Close_them()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    [TearDown]
    public async Task Leave_none_waiting()
    {
        await Shop.ExecuteAsync("delete from app.job");
        await Shop.ExecuteAsync("delete from identity.tenant where slug like 'idle-%'");
    }

    [Test]
    public async Task A_job_is_done_once_it_was_asked_for_and_leaves_its_trace()
    {
        var id = await AskAsync(new Count("one"));

        Assert.That(await one.WorkAsync(), Is.EqualTo(1));
        Assert.That(await one.WorkAsync(), Is.Zero);

        var job = await Shop.AskAsync(Shop.Admin, new GetJob(id));
        Assert.That((job.Kind, job.State, job.Attempts, job.LastError), Is.EqualTo((Count.Kind, JobState.Done, 1, (string?)null)));
        Assert.That(job.FinishedAt, Is.Not.Null);
        Assert.That(await CountedAsync("one"), Is.EqualTo(1));
        var entry = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: id))).Items.Single();
        Assert.That(
            (entry.Act, entry.Job, entry.UserId, entry.ApiKeyId, entry.Outcome),
            Is.EqualTo((nameof(Count), Count.Kind, (Guid?)null, (Guid?)null, AuditOutcome.Done))
        );
    }

    [Test]
    public async Task What_was_asked_for_by_an_act_that_came_to_nothing_is_not_done()
    {
        Assert.That(async () => await AskAsync(new Count("undone"), andThrow: true), Throws.InstanceOf<Refused>());

        Assert.That((await one.WorkAsync(), await CountedAsync("undone")), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task A_job_waits_for_its_time()
    {
        await AskAsync(new Count("later"), after: TimeSpan.FromHours(1));

        Assert.That((await one.WorkAsync(), await CountedAsync("later")), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task Two_nodes_do_each_job_once()
    {
        var names = Enumerable.Range(0, 60).Select(n => $"both {n}").ToArray();
        foreach (var name in names)
            await AskAsync(new Count(name));

        var attempts = await Task.WhenAll(one.WorkAsync(), other.WorkAsync(), one.WorkAsync(), other.WorkAsync());

        Assert.That(attempts.Sum(), Is.EqualTo(names.Length));
        foreach (var name in names)
            Assert.That(await CountedAsync(name), Is.EqualTo(1), name);
    }

    [Test]
    public async Task An_attempt_that_comes_too_late_finds_the_job_gone()
    {
        await AskAsync(new Count("late"));
        var due = (await one.Jobs.DueAsync(10, CancellationToken.None)).Single();
        var slow = await one.Jobs.TakeAsync(due, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None);
        Assert.That(
            await other.Jobs.TakeAsync(due, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None),
            Is.Null,
            "It rests after it was taken."
        );

        // Nothing was heard of it until its rest was over.
        await MakeDueAsync();
        Assert.That(await other.WorkAsync(), Is.EqualTo(1));

        Assert.That(async () => await one.Jobs.RunAsync(slow!), Throws.InstanceOf<JobHasGone>()); // It was taken above.
        Assert.That(await CountedAsync("late"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_job_that_somebody_is_at_is_not_begun_by_another()
    {
        var id = await AskAsync(new Count("held"));
        await using var running = await Shop.HoldAsync("select from app.job where job_id = $1 for update", id);

        Assert.That(await one.WorkAsync().WaitAsync(TimeSpan.FromSeconds(10)), Is.Zero);

        // Not only closed: the server lets go of what a closed connection held a moment later.
        await using (var letGo = new Npgsql.NpgsqlCommand("rollback", running))
            await letGo.ExecuteNonQueryAsync();
        Assert.That((await one.WorkAsync(), await CountedAsync("held")), Is.EqualTo((1, 1L)));
    }

    [Test]
    public async Task What_fails_rests_longer_each_time_and_is_parked_and_told()
    {
        var (poison, good) = (await AskAsync(new Count("poison", Fails: true)), await AskAsync(new Count("beside it")));

        List<TimeSpan> rests = [];
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await one.WorkAsync();
            var job = await Shop.AskAsync(Shop.Admin, new GetJob(poison));
            Assert.That((job.Attempts, job.State), Is.EqualTo((attempt, attempt < 3 ? JobState.Due : JobState.Parked)));
            rests.Add(job.DueAt - job.TakenAt!.Value); // It was taken just now.
            await MakeDueAsync();
        }

        Assert.That(rests, Is.EqualTo(new[] { TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4) }));
        Assert.That(await one.WorkAsync(), Is.Zero, "Parked is parked.");
        var parked = (await Shop.AskAsync(Shop.Admin, new ListJobs(JobState.Parked))).Items.Single();
        Assert.That((parked.JobId, parked.LastError), Is.EqualTo((poison, "test.counted_wrong: It was to fail.")));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetJob(good))).State, Is.EqualTo(JobState.Done));
        Assert.That(
            (await CountedAsync("poison"), await CountedAsync("beside it")),
            Is.EqualTo((0L, 1L)),
            "What a failed attempt did is undone."
        );
    }

    [Test]
    public async Task A_parked_job_is_tried_again_when_somebody_says_so()
    {
        var id = await AskAsync(new Count("mended", Fails: true));
        await one.WorkAsync(maximumAttempts: 1);
        await Shop.ExecuteAsync("update app.job set payload = payload || '{\"fails\": false}' where job_id = $1", id);

        var released = await Shop.AskAsync(Shop.Admin, new RetryJob(id));
        var again = await RefusalOf(Shop.AskAsync(Shop.Admin, new RetryJob(id)));
        await one.WorkAsync();

        Assert.That((released.State, released.Attempts, again.Code), Is.EqualTo((JobState.Due, 0, "operations.job_not_parked")));
        Assert.That(
            ((await Shop.AskAsync(Shop.Admin, new GetJob(id))).State, await CountedAsync("mended")),
            Is.EqualTo((JobState.Done, 1L))
        );
    }

    [TestCase("""{"name": "x", "more": 1}""")]
    [TestCase("""{"name": 7}""")]
    [TestCase("[]")]
    [TestCase("null")]
    public async Task A_row_that_says_nothing_readable_is_parked_and_stops_no_other(string payload)
    {
        var poison = await AskAsync(new Count("unread"));
        await Shop.ExecuteAsync("update app.job set payload = $2::text::jsonb where job_id = $1", poison, payload);
        await AskAsync(new Count("read"));
        var before = await CountedAsync("read");

        await one.WorkAsync(maximumAttempts: 1);

        Assert.That((await Shop.AskAsync(Shop.Admin, new GetJob(poison))).State, Is.EqualTo(JobState.Parked));
        Assert.That(await CountedAsync("read") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task A_kind_that_this_binary_does_not_know_waits_for_one_that_does()
    {
        var id = await AskAsync(new Count("tomorrow"));
        await Shop.ExecuteAsync("update app.job set kind = 'test.of_the_next_release' where job_id = $1", id);

        Assert.That(await one.WorkAsync(), Is.Zero);
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetJob(id))).State, Is.EqualTo(JobState.Due));
    }

    [Test]
    public async Task What_comes_back_is_set_once_in_every_tenant_and_comes_back()
    {
        await Task.WhenAll(
            one.Jobs.ScheduleAsync(TimeSpan.Zero, CancellationToken.None),
            other.Jobs.ScheduleAsync(TimeSpan.Zero, CancellationToken.None)
        );
        var tenants = await Shop.ScalarAsync<long>("select count(*) from identity.tenant where suspended_at is null");

        var kinds = await Shop.ListAsync<string>("select kind || ' ' || count(*) from app.job group by kind order by kind");
        Assert.That(
            kinds,
            Is.EqualTo(new[] { $"operations.prove_books {tenants}", $"operations.seal_books {tenants}", $"operations.tidy_up {tenants}" })
        );
        Assert.That(await one.WorkAsync(), Is.GreaterThanOrEqualTo(kinds.Count * tenants));
        Assert.That(
            await Shop.ListAsync<bool>(
                "select state = 'due' and attempts = 0 and run_at > now() + make_interval(secs => every_seconds) - interval '1 hour' from app.job"
            ),
            Is.All.True
        );
    }

    [Test]
    public async Task The_jobs_of_a_suspended_merchant_wait()
    {
        await AskAsync(new Count("suspended"));
        await Shop.ExecuteAsync("update identity.tenant set suspended_at = now(), suspension_reason = 'Unpaid' where slug = 'demo'");
        Assert.That(await one.WorkAsync(), Is.Zero);

        await Shop.ExecuteAsync("update identity.tenant set suspended_at = null, suspension_reason = null where slug = 'demo'");
        Assert.That((await one.WorkAsync(), await CountedAsync("suspended")), Is.EqualTo((1, 1L)));
    }

    [Test]
    public async Task A_job_is_seen_by_who_may_and_by_no_other_merchant()
    {
        var id = await AskAsync(new Count("seen"));

        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Manager, new ListJobs()))).Kind, Is.EqualTo(ErrorKind.Forbidden));
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Rival, new GetJob(id)))).Code, Is.EqualTo("operations.job_not_found"));
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Rival, new RetryJob(id)))).Code, Is.EqualTo("operations.job_not_found"));
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListJobs())).Items, Is.Empty);
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListJobs())).Items.Single().JobId, Is.EqualTo(id));
    }

    [Test]
    public async Task No_route_lets_anybody_in_as_the_product_itself()
    {
        foreach (var caller in new[] { Shop.Admin, await Shop.PairAsync() })
            Assert.That(
                (await RefusalOf(one.SendOnRouteAsync(caller, RouteAccess.Job, new Count("mine")))).Code,
                Is.EqualTo("request.caller_not_served")
            );
        Assert.That(await CountedAsync("mine"), Is.Zero);
    }

    [Test]
    public async Task Who_has_queued_much_does_not_keep_the_others_waiting()
    {
        await QueueAsync("demo", 300, "1 hour");
        await QueueAsync("rival", 1, "1 second");

        Assert.That((await one.Jobs.DueAsync(10, CancellationToken.None)).Count(IsOfTheRival), Is.EqualTo(1));
    }

    [Test]
    public async Task However_much_is_queued_everybody_has_their_turn()
    {
        await QueueAsync("demo", 3_000, "1 hour");
        await QueueAsync("rival", 1, "1 second");
        await Shop.ExecuteAsync(
            "insert into app.job (tenant_id, job_id, kind, payload, requested_at, run_at) values ($1, gen_random_uuid(), 'test.of_another_release', '{}', now(), now())",
            DemoData.Tenant("rival")
        );

        var found = 0;
        for (var look = 0; look < 60; look++)
        {
            var due = await one.Jobs.DueAsync(10, CancellationToken.None);
            Assert.That(due, Has.Count.EqualTo(10));
            found += due.Count(IsOfTheRival);
        }

        Assert.That(found, Is.GreaterThan(0));
    }

    [Test]
    public async Task A_look_that_finds_nothing_costs_the_same_with_many_merchants()
    {
        await Shop.ExecuteAsync(
            "insert into identity.tenant (tenant_id, slug, name) select gen_random_uuid(), 'idle-' || n, 'Idle' from generate_series(1, 400) as n"
        );
        await Shop.ExecuteAsync(
            """
            insert into app.job (tenant_id, job_id, kind, payload, every_seconds, requested_at, run_at)
            select tenant_id, gen_random_uuid(), $1, '{}', 3600, now(), now() + interval '1 hour'
              from identity.tenant
            """,
            Count.Kind
        );
        // Jobs of a merchant that is suspended stay due.
        await Shop.ExecuteAsync("update identity.tenant set suspended_at = now() where slug = 'idle-1'");
        await Shop.ExecuteAsync(
            "update app.job as j set run_at = now() from identity.tenant as t where t.tenant_id = j.tenant_id and t.slug = 'idle-1'"
        );
        await Shop.ExecuteAsync("analyze app.job, identity.tenant");

        Assert.That(await one.Jobs.DueAsync(10, CancellationToken.None), Is.Empty);
        await using var source = NpgsqlDataSource.Create(Shop.Database.Admin);
        await using var connection = await source.OpenConnectionAsync();
        long pages = 0;
        // Its plans are made by then.
        for (var look = 0; look < 3; look++)
        {
            await using var command = new NpgsqlCommand(
                "explain (analyze, buffers, format json) select tenant_id from app.due_jobs($1, 50)",
                connection
            );
            command.Parameters.AddWithValue(new[] { Count.Kind });
            using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!); // A plan is told.
            pages = plan.RootElement[0].GetProperty("Plan").GetProperty("Shared Hit Blocks").GetInt64();
        }

        Assert.That(pages, Is.LessThan(50), "Each merchant would be two or three.");
    }

    private static bool IsOfTheRival(DueJob job) => job.TenantId == DemoData.Tenant("rival");

    private Task<int> QueueAsync(string tenant, int count, string ago) =>
        Shop.ExecuteAsync(
            """
            insert into app.job (tenant_id, job_id, kind, payload, requested_at, run_at)
            select $1, gen_random_uuid(), $2, '{"name": "queued"}', now(), now() - $3::text::interval
              from generate_series(1, $4)
            """,
            DemoData.Tenant(tenant),
            Count.Kind,
            ago,
            count
        );

    private Task<Guid> AskAsync(Count job, TimeSpan after = default, bool andThrow = false) =>
        one.InTransactionAsync<IJobs, Guid>(
            Shop.Admin,
            RouteAccess.SignedIn,
            jobs =>
            {
                var id = jobs.Ask(job, after);
                return andThrow ? throw new Refused(CountHandler.CountedWrong) : Task.FromResult(id);
            }
        );

    private Task<int> MakeDueAsync() => Shop.ExecuteAsync("update app.job set run_at = now() - interval '1 second'");

    private Task<long> CountedAsync(string name) =>
        Shop.ScalarAsync<long>("select count(*) from app.outbox_event where type = 'test.counted' and payload ->> 'name' = $1", name);
}

/// <summary>Counts something: its effect is an event, of which each is one more.</summary>
public sealed record Count(string Name, bool Fails = false) : IJob
{
    public static string Kind => "test.count";
}

internal sealed record Counted(string Name) : IBusinessEvent
{
    string IBusinessEvent.Type => "test.counted";
}

internal sealed class CountHandler(IDb db) : IRequestHandler<Count, JobDone>
{
    public static readonly Error CountedWrong = new(ErrorKind.Conflict, "test.counted_wrong", "It was to fail.", "Nothing.");

    public async Task<JobDone> Handle(Count command, CancellationToken cancellationToken)
    {
        db.Publish(new Counted(command.Name));
        // What is published is sent before it fails.
        await db.ExecuteAsync("select 1", ct: cancellationToken);
        return command.Fails ? throw new Refused(CountedWrong) : JobDone.Whole;
    }
}
