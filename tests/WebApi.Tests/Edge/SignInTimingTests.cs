using System.Diagnostics;
using NUnit.Framework;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Signing in tells nobody who exists, not even by its time.</summary>
[TestFixture, NonParallelizable]
public sealed class SignInTimingTests
{
    private ApiUnderTest api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => api = await ApiUnderTest.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [Test]
    public async Task A_wrong_password_takes_as_long_as_an_unknown_user()
    {
        // In turns, and each as often first, so that whatever else the machine does falls on both.
        List<TimeSpan> wrong = [],
            unknown = [];
        for (var n = 0; n < 40; n++)
        {
            if (n % 2 == 0)
                wrong.Add(await TimedAsync("admin@demo.example", n));
            unknown.Add(await TimedAsync($"nobody{n}@demo.example", n));
            if (n % 2 == 1)
                wrong.Add(await TimedAsync("admin@demo.example", n));
        }

        var (a, b) = (Undisturbed(wrong), Undisturbed(unknown));
        TestContext.Out.WriteLine($"wrong password {a.TotalMilliseconds:0.0} ms, unknown user {b.TotalMilliseconds:0.0} ms");
        Assert.That(Math.Abs(a.Ticks - b.Ticks), Is.LessThan(Math.Max(a.Ticks, b.Ticks) * 0.25));
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

    private Task<Reply> SignInAsync(string email) =>
        api.Client.PostAsync("/v1/auth/sign-in", $$"""{"email":"{{email}}","password":"wrong"}""", ("X-Tenant", "demo"));

    private async Task ClearAsync()
    {
        await using var connection = new Npgsql.NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("delete from identity.sign_in_attempts", connection);
        await command.ExecuteNonQueryAsync();
    }

    // Other work of the machine only ever adds; what the answer itself takes is among the quickest.
    private static TimeSpan Undisturbed(IEnumerable<TimeSpan> times) => times.Order().ElementAt(4);
}
