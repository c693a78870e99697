using Npgsql;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>What is killed in the middle of a sale neither loses nor doubles one.</summary>
[TestFixture]
[NonParallelizable]
public sealed class CrashTests
{
    private const int Tills = 4;
    private static readonly TimeSpan ReadyBound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RecoveryBound = TimeSpan.FromSeconds(5);

    [Test]
    public Task The_API_killed_in_the_middle_of_sales_loses_and_doubles_nothing() => KillTheApiAsync(kills: 5);

    [Test, Category("Stress"), Explicit("Takes about half an hour.")]
    public Task Five_hundred_kills_lose_and_double_nothing() => KillTheApiAsync(kills: 500);

    [Test]
    public async Task PostgreSQL_killed_under_the_API_is_survived_without_restarting_it()
    {
        if (await TestCluster.StartOwnAsync(durable: true) is not { } own)
        {
            Assert.Ignore("Needs a server of its own; an administrator's connection was given.");
            return;
        }

        await using var server = own.Server;
        await using var database = await own.Cluster.CloneAsync();
        using var api = await ApiProcess.StartAsync(database);
        var tills = await OpenTillsAsync(api, own.Cluster.Passwords.Demo);

        using var closing = new CancellationTokenSource();
        var selling = tills.Select(t => SellUntilAsync(t, closing.Token)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(1));
        server.Kill();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await server.StartAgainAsync();

        var acknowledged = tills.Sum(t => t.Acknowledged.Count);
        var restarted = System.Diagnostics.Stopwatch.GetTimestamp();
        while (
            tills.Sum(t => t.Acknowledged.Count) < acknowledged + Tills
            && System.Diagnostics.Stopwatch.GetElapsedTime(restarted) < TimeSpan.FromSeconds(30)
        )
            await Task.Delay(50);
        var recovery = System.Diagnostics.Stopwatch.GetElapsedTime(restarted);
        await closing.CancelAsync();
        await Task.WhenAll(selling);

        Assert.That(recovery, Is.LessThan(RecoveryBound));
        await NothingLostOrDoubledAsync(database, tills);
    }

    [Test]
    public async Task A_request_in_flight_finishes_when_the_API_is_asked_to_end()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        using var api = await ApiProcess.StartAsync(database);
        using var till = await Till.OpenAsync(api.Address, cluster.Passwords.Demo, 0);

        // The sale waits for this lock while the API is asked to end.
        await using var rival = new NpgsqlConnection(database.Admin);
        await rival.OpenAsync();
        await using var transaction = await rival.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table inventory.stock_level in share row exclusive mode", rival, transaction))
            await hold.ExecuteNonQueryAsync();
        using var patience = new CancellationTokenSource();
        var selling = till.SellAsync(patience.Token);
        await WaitForWaiterAsync(database);

        var ending = api.TerminateAsync();
        await Task.Delay(500);
        await transaction.CommitAsync();
        Assert.That(await ending, Is.Zero);
        await patience.CancelAsync();
        await selling;
        Assert.That(till.Acknowledged, Has.Count.EqualTo(1));
    }

    private static async Task KillTheApiAsync(int kills)
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        using var api = await ApiProcess.StartAsync(database);
        var tills = await OpenTillsAsync(api, cluster.Passwords.Demo);

        using var closing = new CancellationTokenSource();
        var selling = tills.Select(t => SellUntilAsync(t, closing.Token)).ToArray();
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(Random.Shared.Next(200, 1200));
            api.Kill();
            await api.StartAgainAsync();
            Assert.That(api.ReadyAfter, Is.LessThan(ReadyBound));
        }

        // Each till gets one more sale through, so that whatever was cut off last has been retried.
        var acknowledged = tills.Select(t => t.Acknowledged.Count).ToArray();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (tills.Zip(acknowledged).Any(t => t.First.Acknowledged.Count <= t.Second) && !patience.IsCancellationRequested)
            await Task.Delay(50);
        await closing.CancelAsync();
        await Task.WhenAll(selling);
        await NothingLostOrDoubledAsync(database, tills);
    }

    private static async Task<Till[]> OpenTillsAsync(ApiProcess api, string password)
    {
        var tills = new Till[Tills];
        for (var i = 0; i < tills.Length; i++)
            tills[i] = await Till.OpenAsync(api.Address, password, i);
        return tills;
    }

    private static async Task SellUntilAsync(Till till, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
            await till.SellAsync(ct);
    }

    private static async Task NothingLostOrDoubledAsync(TestDatabase database, Till[] tills)
    {
        var receipts = tills.SelectMany(t => t.Acknowledged).ToArray();
        await using var connection = new NpgsqlConnection(database.Admin);
        await connection.OpenAsync();
        var stored = await ReadAsync(connection, "select sale_id from sales.sale");
        var answered = await ReadAsync(
            connection,
            "select (convert_from(body, 'UTF8')::jsonb ->> 'saleId')::uuid from app.idempotency_key where status = 201"
        );
        Assert.Multiple(() =>
        {
            Assert.That(tills.SelectMany(t => t.Unexpected), Is.Empty);
            Assert.That(receipts, Is.Not.Empty);
            Assert.That(receipts.Select(r => r.SaleId), Is.Unique.And.SubsetOf(stored));
            // One sale per key: what a till gave up on at the end may be stored, but never twice.
            Assert.That(stored, Is.EquivalentTo(answered));
        });
        var levels = await ReadAsync(
            connection,
            """
            select l.variant_id
              from inventory.stock_level as l
              left join inventory.stock_movement as m using (tenant_id, store_id, variant_id)
             group by l.tenant_id, l.store_id, l.variant_id, l.on_hand
            having l.on_hand <> coalesce(sum(m.quantity), 0)
            """
        );
        Assert.That(levels, Is.Empty);
        foreach (var till in tills)
            till.Dispose();
    }

    private static async Task WaitForWaiterAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.Admin);
        await connection.OpenAsync();
        for (var attempt = 0; attempt < 200; attempt++)
        {
            await using var command = new NpgsqlCommand(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
                connection
            );
            if ((long)(await command.ExecuteScalarAsync())! > 0) // count(*) always answers.
                return;
            await Task.Delay(25);
        }

        Assert.Fail("The sale never waited for the lock.");
    }

    private static async Task<List<Guid>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetGuid(0));
        return ids;
    }
}
