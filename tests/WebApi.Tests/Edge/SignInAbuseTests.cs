using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Guessing over the wire: it tells nothing, it slows down, and nobody else notices.</summary>
[TestFixture]
[NonParallelizable]
public sealed class SignInAbuseTests
{
    private ApiUnderTest api = null!; // Started before the first test.

    [OneTimeSetUp]
    public async Task StartAsync() =>
        api = await ApiUnderTest.StartAsync(builder =>
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Edge:TrustedProxies:0"] = "127.0.0.0/8" })
        );

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [SetUp]
    public async Task ForgetAsync()
    {
        await using var connection = new NpgsqlConnection(api.Database.Admin);
        await connection.OpenAsync();
        await using var forget = new NpgsqlCommand(
            "delete from identity.sign_in_attempts; delete from platform.sign_in_attempts",
            connection
        );
        await forget.ExecuteNonQueryAsync();
    }

    [Test]
    public async Task A_wrong_PIN_and_an_unknown_person_take_the_same_time_and_say_the_same()
    {
        using var admin = await api.SignInAsync("demo", "admin");
        var cashier = DemoData.User("demo", "cashier");
        using var till = await api.PairTillAsync(admin);
        Assert.That((int)(await admin.PostAsync($"/v1/users/{cashier}/pin", """{"pin":"4711"}""")).Status, Is.InRange(200, 299));

        await CannotBeToldApartAsync(() => TypeAsync(cashier), () => TypeAsync(Ids.New()));

        Task<Reply> TypeAsync(Guid user) => till.PostAsync("/v1/auth/pin", $$"""{"userId":"{{user}}","pin":"1379"}""");
    }

    [Test]
    public async Task Who_is_disabled_or_was_only_invited_cannot_be_told_from_nobody()
    {
        using var admin = await api.SignInAsync("demo", "admin");
        Assert.That(
            (int)(await admin.PostAsync("/v1/users", """{"email":"invited@demo.example","name":"Invited"}""")).Status,
            Is.EqualTo(201)
        );
        Assert.That((int)(await admin.PostAsync($"/v1/users/{DemoData.User("demo", "manager")}/disable", "")).Status, Is.InRange(200, 299));

        await CannotBeToldApartAsync(() => GuessAsync("invited@demo.example"), () => GuessAsync("nobody@demo.example"));
        await CannotBeToldApartAsync(() => GuessAsync("manager@demo.example"), () => GuessAsync("nobody@demo.example"));
    }

    [Test]
    public async Task An_operator_cannot_be_told_from_nobody() =>
        await CannotBeToldApartAsync(
            () => GuessAsync("operator@platform.example", route: "/v1/platform/sign-in"),
            () => GuessAsync("nobody@platform.example", route: "/v1/platform/sign-in")
        );

    [Test]
    public async Task A_blocked_account_says_the_same_whether_it_exists_or_not()
    {
        List<(HttpStatusCode, string, bool)> answers = [];
        foreach (var email in new[] { "cashier@demo.example", "nobody@demo.example" })
        {
            Reply reply;
            do reply = await GuessAsync(email);
            while (reply.Status is HttpStatusCode.Unauthorized);
            answers.Add((reply.Status, WithoutTrace(reply), reply.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        }

        Assert.That(answers.Distinct().Count(), Is.EqualTo(1));
        Assert.That((answers[0].Item1, answers[0].Item3), Is.EqualTo((HttpStatusCode.TooManyRequests, true)));
    }

    [Test]
    public async Task Sixty_four_who_sign_in_without_end_do_not_keep_others_from_their_work()
    {
        using var seller = await api.SignInAsync("demo", "cashier");
        using var ended = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        var quiet = await WorkAsync(seller, 20);
        var flood = Enumerable.Range(0, 64).Select(n => FloodAsync(n, answers, ended.Token)).ToArray();
        List<double> times;
        try
        {
            await Task.Delay(500);
            times = await WorkAsync(seller, 60);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(flood);
        }

        TestContext.Out.WriteLine(
            $"p95 {Percentile(times, 0.95):F0} ms, {Percentile(quiet, 0.95):F0} ms when it is quiet; sign-ins: {string.Join(", ", answers.Select(a => $"{a.Value} x {(int)a.Key}"))}"
        );
        Assert.That(Percentile(times, 0.95), Is.LessThan(500), "Milliseconds of the other routes.");
        Assert.That(answers.Keys, Is.SubsetOf(new[] { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests }));
        Assert.That(answers.GetValueOrDefault(HttpStatusCode.Unauthorized), Is.Positive, "Some were hashed.");
    }

    // Selling and looking things up in turns; answers how many milliseconds each took.
    private static async Task<List<double>> WorkAsync(HttpClient seller, int acts)
    {
        List<double> times = [];
        for (var n = 0; n < acts; n++)
        {
            var watch = Stopwatch.StartNew();
            var reply =
                n % 2 == 0
                    ? await seller.PostAsync(
                        "/v1/sales",
                        Example.SaleOf("demo").ToJsonString(),
                        ("Idempotency-Key", Guid.NewGuid().ToString())
                    )
                    : await seller.FetchAsync($"/v1/variants/{DemoData.Variant("demo", 7)}");
            times.Add(watch.Elapsed.TotalMilliseconds);
            Assert.That((int)reply.Status, Is.InRange(200, 299), reply.Text);
        }

        return times;
    }

    private async Task CannotBeToldApartAsync(Func<Task<Reply>> knownOne, Func<Task<Reply>> unknownOne)
    {
        const int tries = 64;
        // The first of each pays for what is made once.
        await knownOne();
        await unknownOne();
        var (known, unknown) = (new List<double>(), new List<double>());
        HashSet<string> bodies = [];
        // In turns, each as often first as second, so that whatever else the machine does meets both; forgotten before either
        // is slowed down.
        for (var n = 0; n < tries; n++)
        {
            if (n % 4 == 0)
                await ForgetAsync();
            if (n % 2 == 0)
                known.Add(await TimedAsync(knownOne));
            unknown.Add(await TimedAsync(unknownOne));
            if (n % 2 == 1)
                known.Add(await TimedAsync(knownOne));
        }

        var (a, b) = (Percentile(known, 0.5), Percentile(unknown, 0.5));
        TestContext.Out.WriteLine($"Known {a:F1} ms, unknown {b:F1} ms.");
        Assert.That(bodies, Has.Count.EqualTo(1));
        Assert.That(Math.Abs(a - b) / Math.Min(a, b), Is.LessThan(0.25), $"Known {a:F1} ms, unknown {b:F1} ms.");

        async Task<double> TimedAsync(Func<Task<Reply>> asking)
        {
            var watch = Stopwatch.StartNew();
            var reply = await asking();
            var time = watch.Elapsed.TotalMilliseconds;
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized), reply.Text);
            bodies.Add(WithoutTrace(reply));
            return time;
        }
    }

    // Always at another account and from another address, so that no limit stands before the hashing.
    private async Task FloodAsync(int number, ConcurrentDictionary<HttpStatusCode, int> answers, CancellationToken ended)
    {
        for (var n = 0; !ended.IsCancellationRequested; n++)
        {
            var reply = await GuessAsync($"flood-{number}-{n}@demo.example", $"10.{number}.{n / 256 % 256}.{n % 256}");
            answers.AddOrUpdate(reply.Status, 1, (_, count) => count + 1);
        }
    }

    private Task<Reply> GuessAsync(string email, string address = "203.0.113.1", string route = "/v1/auth/sign-in") =>
        api.Client.PostAsync(route, $$"""{"email":"{{email}}","password":"wrong"}""", ("X-Tenant", "demo"), ("X-Forwarded-For", address));

    private static double Percentile(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));

    private static string WithoutTrace(Reply reply)
    {
        var json = JsonNode.Parse(reply.Text)!.AsObject(); // A problem is an object.
        json.Remove("traceId");
        return json.ToJsonString();
    }
}
