using Npgsql;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>Workers that are killed in the middle of jobs neither lose nor double one.</summary>
[TestFixture]
public sealed class WorkersTests
{
    private static readonly string[] Worker =
    [
        "--role=worker",
        "--Jobs:PollInterval=00:00:00.05",
        "--Jobs:FirstBackoff=00:00:00.5",
        "--Jobs:LongestBackoff=00:00:01",
        "--Jobs:MaximumAttempts=1000",
        "--Jobs:Concurrency=4",
        "--Jobs:ScheduleSpread=1.00:00:00",
    ];

    [Test]
    public Task Two_nodes_that_are_killed_do_each_job_once() => KillTheWorkersAsync(kills: 6, jobs: 400);

    [Test, Category("Stress"), Explicit("Takes about half an hour.")]
    public Task Two_nodes_that_are_killed_five_hundred_times_do_each_job_once() => KillTheWorkersAsync(kills: 500, jobs: 40_000);

    [Test]
    public async Task A_proof_whose_workers_are_killed_proves_each_run_once()
    {
        const int runs = 3_000;
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        // A hundred and fifty steps of it, of sales that are gone.
        await ExecuteAsync(
            database,
            """
            insert into sales.seal (tenant_id, seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum, is_whole, sealed_at, proven_at)
            select $1, gen_random_uuid(), $2, gen_random_uuid(), 0, 1, 0, true, now(), now() - interval '1 day'
              from generate_series(1, $3)
            """,
            DemoData.Tenant("demo"),
            DemoData.Store("demo"),
            runs
        );
        await AskAsync(database, 1, "{}", "operations.prove_books");
        using var one = await ApiProcess.StartAsync(database, Worker);
        using var other = await ApiProcess.StartAsync(database, Worker);
        for (var kill = 0; kill < 4; kill++)
        {
            await Task.Delay(Random.Shared.Next(100, 500));
            var victim = kill % 2 == 0 ? one : other;
            victim.Kill();
            await victim.StartAgainAsync();
        }

        await UntilAsync(
            database,
            "select count(*) from app.job where kind = 'operations.prove_books' and every_seconds is null and state = 'done'",
            1
        );
        Assert.That(
            await CountAsync(database, "select count(*) from app.job where state = 'done' and (parts_done, parts_total) = (3000, 3000)"),
            Is.EqualTo(1)
        );
        Assert.That(
            await CountAsync(database, "select count(*) from sales.seal where not is_whole and proven_at > sealed_at"),
            Is.EqualTo(runs)
        );
    }

    [Test]
    public async Task Poison_is_parked_and_stops_nothing()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        await AskAsync(database, 20, "[1]");
        await AskAsync(database, 20, "{}");
        using var worker = await ApiProcess.StartAsync(database, [.. Worker, "--Jobs:MaximumAttempts=3"]);

        await UntilAsync(database, "select count(*) from app.job where every_seconds is null and state = 'due'", 0);

        Assert.That(
            await CountAsync(
                database,
                "select count(*) from app.job where state = 'parked' and attempts = 3 and last_error is not null and payload = '[1]'"
            ),
            Is.EqualTo(20)
        );
        Assert.That(
            await CountAsync(database, "select count(*) from app.job where state = 'done' and attempts = 1 and payload = '{}'"),
            Is.EqualTo(20)
        );
    }

    [Test]
    public async Task Each_role_does_its_part_and_no_other()
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        await AskAsync(database, 5, "{}");
        using (var api = await ApiProcess.StartAsync(database, [.. Worker, "--role=api"]))
        {
            using var client = new HttpClient { BaseAddress = api.Address };
            Assert.That((int)(await client.GetAsync("/v1/stores")).StatusCode, Is.EqualTo(401), "It serves requests.");
            await Task.Delay(TimeSpan.FromSeconds(1));
            Assert.That(await CountAsync(database, "select count(*) from app.job where state = 'done'"), Is.Zero);
        }

        using var worker = await ApiProcess.StartAsync(database, Worker);
        using var other = new HttpClient { BaseAddress = worker.Address };
        await UntilAsync(database, "select count(*) from app.job where state = 'done'", 5);
        Assert.That((int)(await other.GetAsync("/v1/stores")).StatusCode, Is.EqualTo(404), "It tells how it is, and nothing else.");
        Assert.That(await worker.TerminateAsync(), Is.Zero);
    }

    private static async Task KillTheWorkersAsync(int kills, int jobs)
    {
        await using var database = await (await TestCluster.GetAsync()).CloneAsync();
        using var one = await ApiProcess.StartAsync(database, Worker);
        using var other = await ApiProcess.StartAsync(database, Worker);

        for (var kill = 0; kill < kills; kill++)
        {
            await AskAsync(database, jobs / kills, "{}");
            // In the middle of them: some are done, some taken, some held.
            await Task.Delay(Random.Shared.Next(20, 400));
            var victim = kill % 2 == 0 ? one : other;
            victim.Kill();
            await victim.StartAgainAsync();
        }

        var asked = jobs / kills * kills;
        await UntilAsync(database, "select count(*) from app.job where every_seconds is null and state = 'done'", asked);
        Assert.That(
            await CountAsync(database, "select count(*) from app.job where every_seconds is null and state <> 'done'"),
            Is.Zero,
            "None is lost."
        );
        // Each leaves its entry in the transaction in which it is done.
        Assert.That(
            await CountAsync(database, "select count(*) from app.audit_entry where job = 'operations.tidy_up' and act = 'TidyUp'"),
            Is.EqualTo(asked)
        );
        Assert.That(
            await CountAsync(database, "select count(distinct subject ->> 'jobId') from app.audit_entry where job = 'operations.tidy_up'"),
            Is.EqualTo(asked)
        );
        Assert.That(
            await CountAsync(database, "select count(*) from app.job where attempts > 1"),
            Is.Positive,
            "Kills came in the middle of some."
        );
    }

    // As whoever asks leaves them.
    private static Task AskAsync(TestDatabase database, int jobs, string payload, string kind = "operations.tidy_up") =>
        ExecuteAsync(
            database,
            """
            insert into app.job (tenant_id, job_id, kind, payload, requested_at, run_at)
            select $1, gen_random_uuid(), $4, $2::text::jsonb, now(), now()
              from generate_series(1, $3)
            """,
            DemoData.Tenant("demo"),
            payload,
            jobs,
            kind
        );

    private static async Task ExecuteAsync(TestDatabase database, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(database.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task UntilAsync(TestDatabase database, string sql, long count)
    {
        for (var patience = DateTime.UtcNow.AddMinutes(2); await CountAsync(database, sql) != count; await Task.Delay(100))
        {
            if (DateTime.UtcNow > patience)
                Assert.Fail($"It stays at {await CountAsync(database, sql)} instead of {count}: {sql}");
        }
    }

    private static async Task<long> CountAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!; // Counting always answers.
    }
}
