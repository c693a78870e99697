using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What the log says, and what it must never say.</summary>
[TestFixture]
public sealed class LogTests
{
    private readonly LogLines lines = new();
    private ApiUnderTest api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => api = await ApiUnderTest.StartAsync(builder => builder.Services.AddSingleton<ILoggerProvider>(lines));

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await api.DisposeAsync();
        lines.Dispose();
    }

    [SetUp]
    public void Clear() => lines.All.Clear();

    [Test]
    public async Task Secrets_and_queries_are_not_logged()
    {
        using var cashier = await api.SignInAsync("demo", "cashier");
        var token = cashier.DefaultRequestHeaders.Authorization!.Parameter!; // A signed-in client has one.
        await api.Client.PostAsync(
            "/v1/auth/sign-in",
            """{"email":"cashier@demo.example","password":"not-the-password"}""",
            ("X-Tenant", "demo")
        );
        await cashier.FetchAsync("/v1/variants?search=confidential");
        await cashier.PostAsync("/v1/sales", Example.SaleOf("demo").ToJsonString(), ("Idempotency-Key", "a-key-of-the-till"));

        var log = string.Join('\n', lines.All);
        Assert.That(log, Is.Not.Empty);
        foreach (var secret in new[] { api.Password, token, token.Split('.')[2], "not-the-password", "confidential", "a-key-of-the-till" })
            Assert.That(log, Does.Not.Contain(secret));
    }

    [Test]
    public async Task Every_request_leaves_one_line_with_trace_merchant_and_user()
    {
        using var cashier = await api.SignInAsync("demo", "cashier");
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        await cashier.FetchAsync($"/v1/sales/{Guid.NewGuid()}", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));

        var completed = () =>
            lines
                .All.Where(l =>
                    l.Contains(" answered ", StringComparison.Ordinal) && l.Contains($"traceId={trace}", StringComparison.Ordinal)
                )
                .ToArray();
        Assert.That(completed, Has.Length.EqualTo(1).After(2_000, 20));
        var line = completed().Single();
        Assert.That(
            line,
            Does.Contain("GET v1/sales/{saleId:guid} answered 404 in ").And.Contain("tenant=demo").And.Match("user=[0-9a-f-]{36}")
        );
    }

    [Test]
    public async Task A_caller_who_hangs_up_is_not_an_error()
    {
        // Sooner or later after the head: before the body is asked for, while it is, and in between.
        const int callers = 40;
        var before = HungUp();
        for (var caller = 0; caller < callers; caller++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port); // The API serves somewhere.
            await client
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        "POST /v1/auth/sign-in HTTP/1.1\r\nHost: a\r\nX-Tenant: demo\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"email\":"
                    )
                );
            await Task.Delay(caller);
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        Assert.That(HungUp, Is.GreaterThan(before + (callers / 2)).After(5_000, 20));
        await Task.Delay(200);
        Assert.That(
            lines.All.Where(l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Warning", StringComparison.Ordinal)),
            Is.Empty
        );
    }

    private int HungUp() => lines.All.Count(l => l.Contains("POST v1/auth/sign-in answered", StringComparison.Ordinal));
}
