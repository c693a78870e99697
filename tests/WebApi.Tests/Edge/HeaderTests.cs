using System.Net;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Headers that say who, which time and which version.</summary>
[TestFixture]
public sealed class HeaderTests
{
    private ApiUnderTest api = null!;
    private HttpClient manager = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync(builder =>
            builder.Configuration.AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Tenancy:BaseDomain"] = "shop.test",
                    ["Edge:AllowedOrigins:0"] = "https://admin.shop.test",
                }
            )
        );
        manager = await api.SignInAsync("demo", "manager");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        manager.Dispose();
        await api.DisposeAsync();
    }

    [TestCase("X-Tenant", "rival")]
    [TestCase("Host", "rival.shop.test")]
    public async Task A_merchant_who_contradicts_the_token_is_refused(string header, string value)
    {
        var reply = await manager.FetchAsync("/v1/me", (header, value));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Code, Is.EqualTo("request.tenant_contradiction"));
    }

    [TestCase("X-Tenant", "demo")]
    [TestCase("Host", "demo.shop.test")]
    [TestCase("Host", "elsewhere.test")]
    [TestCase("Host", "shop.test")]
    public async Task A_merchant_who_agrees_with_the_token_is_fine(string header, string value) =>
        Assert.That((await manager.FetchAsync("/v1/me", (header, value))).Status, Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task The_host_names_the_merchant_who_is_signed_in_to()
    {
        var body = $$"""{"email":"cashier@demo.example","password":"{{api.Password}}"}""";
        var right = await api.Client.PostAsync("/v1/auth/sign-in", body, ("Host", "DEMO.shop.test"));
        var other = await api.Client.PostAsync("/v1/auth/sign-in", body, ("Host", "rival.shop.test"));
        var both = await api.Client.PostAsync("/v1/auth/sign-in", body, ("Host", "rival.shop.test"), ("X-Tenant", "demo"));
        Assert.Multiple(() =>
        {
            Assert.That(right.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(other.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(both.Code, Is.EqualTo("request.tenant_contradiction"));
        });
    }

    [TestCase("X-Tenant", "Demo")]
    [TestCase("X-Tenant", "demo,rival")]
    [TestCase("X-Tenant", "-demo")]
    [TestCase("X-Tenant", "../demo")]
    [TestCase("Idempotency-Key", "two words")]
    [TestCase("If-Match", "3")]
    [TestCase("If-Match", "*")]
    [TestCase("If-Match", "W/\"3\"")]
    [TestCase("If-Match", "\"3\", \"4\"")]
    public async Task A_malformed_header_is_refused_by_name(string header, string value)
    {
        var reply = await manager.PostAsync("/v1/auth/sign-out", "", (header, value));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Wrong, Is.EqualTo(new[] { header }));
    }

    [Test]
    public async Task A_key_has_at_most_128_characters()
    {
        var sale = Example.SaleOf("demo").ToJsonString();
        Assert.Multiple(async () =>
        {
            Assert.That(
                (await manager.PostAsync("/v1/sales", sale, ("Idempotency-Key", new string('k', 129)))).Wrong,
                Is.EqualTo(new[] { "Idempotency-Key" })
            );
            Assert.That(
                (await manager.PostAsync("/v1/sales", sale, ("Idempotency-Key", new string('k', 128)))).Status,
                Is.EqualTo(HttpStatusCode.Created)
            );
        });
    }

    [TestCase("\"1\"", HttpStatusCode.OK)]
    [TestCase("\"2\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("\"01\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("\"abc\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("\"99999999999\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("\"\"", HttpStatusCode.PreconditionFailed)]
    public async Task A_version_must_be_the_current_one(string version, HttpStatusCode expected)
    {
        var sale = await manager.PostAsync(
            "/v1/sales",
            Example.SaleOf("demo").ToJsonString(),
            ("Idempotency-Key", Guid.NewGuid().ToString())
        );
        var address = $"{sale.Headers.Location}/void";
        var reply = await manager.PostAsync(
            address,
            """{"reason":"Rung up twice"}""",
            ("Idempotency-Key", Guid.NewGuid().ToString()),
            ("If-Match", version)
        );
        Assert.That(reply.Status, Is.EqualTo(expected), reply.Text);
    }

    [TestCase("https://admin.shop.test", "https://admin.shop.test")]
    [TestCase("https://evil.test", null)]
    public async Task Only_a_named_origin_may_read_answers(string origin, string? allowed)
    {
        var reply = await manager.FetchAsync("/v1/me", ("Origin", origin));
        Assert.That(
            reply.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null,
            Is.EqualTo(allowed)
        );
    }

    [Test]
    public async Task A_browser_on_a_named_origin_may_ask_first()
    {
        var reply = await api.Client.SendAsync(
            HttpMethod.Options,
            "/v1/sales",
            null,
            ("Origin", "https://admin.shop.test"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "idempotency-key,authorization")
        );
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(reply.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://admin.shop.test" }));
        });
    }

    [Test]
    public async Task Only_a_named_proxy_is_believed_about_the_host()
    {
        await using var behindProxy = await ApiUnderTest.StartAsync(builder =>
            builder.Configuration.AddInMemoryCollection(
                new Dictionary<string, string?> { ["Tenancy:BaseDomain"] = "shop.test", ["Edge:TrustedProxies:0"] = "127.0.0.0/8" }
            )
        );
        using var other = await behindProxy.SignInAsync("demo", "manager");
        (string, string)[] forwarded = [("X-Forwarded-Host", "rival.shop.test"), ("X-Forwarded-For", "203.0.113.9")];
        Assert.Multiple(async () =>
        {
            Assert.That((await manager.FetchAsync("/v1/me", forwarded)).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await other.FetchAsync("/v1/me", forwarded)).Code, Is.EqualTo("request.tenant_contradiction"));
        });
    }

    [Test]
    public async Task A_trace_that_the_caller_started_is_the_one_that_the_problem_names()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var reply = await api.Client.FetchAsync("/v1/me", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        Assert.That((string?)reply.Problem["traceId"], Is.EqualTo(trace));
    }
}
