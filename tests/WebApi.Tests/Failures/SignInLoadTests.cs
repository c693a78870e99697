using System.Diagnostics;
using System.Net;
using NUnit.Framework;
using PosCommerce.WebApi.Tests.Edge;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>Signing in tells nobody who exists, not even by its time, and does not take the processor from those who sell.</summary>
[TestFixture, NonParallelizable]
public sealed class SignInLoadTests
{
    private ApiUnderTest api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => api = await ApiUnderTest.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [Test]
    public async Task A_wrong_password_takes_as_long_as_an_unknown_user()
    {
        // One after the other in turns, so that whatever else the machine does falls on both.
        List<TimeSpan> wrong = [], unknown = [];
        for (var n = 0; n < 24; n++)
        {
            wrong.Add(await TimedAsync($"admin@demo.example", n));
            unknown.Add(await TimedAsync($"nobody{n}@demo.example", n));
        }

        var (a, b) = (Median(wrong), Median(unknown));
        TestContext.Out.WriteLine($"wrong password {a.TotalMilliseconds:0.0} ms, unknown user {b.TotalMilliseconds:0.0} ms");
        Assert.That(Math.Abs(a.Ticks - b.Ticks), Is.LessThan(Math.Max(a.Ticks, b.Ticks) * 0.25));
    }

    [Test]
    public async Task Sixty_four_who_sign_in_do_not_starve_those_who_sell()
    {
        using var seller = await api.SignInAsync("demo", "cashier");
        using var stop = new CancellationTokenSource();
        var flood = Enumerable.Range(0, 64).Select(n => FloodAsync(n, stop.Token)).ToArray();
        await Task.Delay(300);

        List<TimeSpan> times = [];
        for (var n = 0; n < 100; n++)
        {
            var started = Stopwatch.GetTimestamp();
            var reply = await seller.FetchAsync("/v1/variants?limit=20");
            times.Add(Stopwatch.GetElapsedTime(started));
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
        }

        await stop.CancelAsync();
        var statuses = (await Task.WhenAll(flood)).SelectMany(s => s).Distinct().ToArray();
        var p95 = times.Order().ElementAt(94);
        TestContext.Out.WriteLine($"p95 of reading while 64 sign in: {p95.TotalMilliseconds:0} ms; they were answered {string.Join(", ", statuses.Select(s => (int)s))}");
        Assert.That(p95, Is.LessThan(TimeSpan.FromMilliseconds(500)));
        Assert.That(statuses, Is.SubsetOf(new[] { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests }));
    }

    // From ever new accounts, or they would be slowed down before they reach the hashing.
    private async Task<List<HttpStatusCode>> FloodAsync(int thread, CancellationToken stop)
    {
        List<HttpStatusCode> statuses = [];
        for (var n = 0; !stop.IsCancellationRequested; n++)
            statuses.Add((await SignInAsync($"flood-{thread}-{n}@demo.example")).Status);
        return statuses;
    }

    private async Task<TimeSpan> TimedAsync(string email, int round)
    {
        // The limits answer without hashing: they are cleared, for it is the hashing that is timed.
        await ClearAsync();
        var started = Stopwatch.GetTimestamp();
        var reply = await SignInAsync(email);
        var took = Stopwatch.GetElapsedTime(started);
        Assert.That(reply.Code, Is.EqualTo("identity.sign_in_failed"), $"Round {round}");
        return took;
    }

    private Task<Reply> SignInAsync(string email) => api.Client.PostAsync("/v1/auth/sign-in", $$"""{"email":"{{email}}","password":"wrong"}""", ("X-Tenant", "demo"));

    private async Task ClearAsync()
    {
        await using var connection = new Npgsql.NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("delete from identity.sign_in_attempts", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : default;
}
