using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What every answer has, whatever it says.</summary>
[TestFixture]
public sealed class AnswerTests
{
    private ApiUnderTest api = null!;
    private HttpClient cashier = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        cashier = await api.SignInAsync("demo", "cashier");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        cashier.Dispose();
        await api.DisposeAsync();
    }

    [TestCase("GET", "/v1/me", 200)]
    [TestCase("GET", "/v1/nowhere", 404)]
    [TestCase("GET", "/", 404)]
    [TestCase("DELETE", "/v1/me", 405)]
    [TestCase("GET", "/v1/me?x=1", 400)]
    [TestCase("GET", "/v1/integrity", 403)]
    [TestCase("GET", "/health/live", 200)]
    [TestCase("GET", "/docs/index.html", 200)]
    public async Task Every_answer_forbids_guessing_and_keeping(string method, string path, int status)
    {
        var reply = await cashier.SendAsync(new HttpMethod(method), path);
        Assert.Multiple(() =>
        {
            Assert.That((int)reply.Status, Is.EqualTo(status));
            Assert.That(reply.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(reply.Headers.CacheControl, Is.Not.Null);
            Assert.That(reply.Headers.Contains("Server"), Is.False);
        });
        if (path.StartsWith("/v1/", StringComparison.Ordinal))
            Assert.That(reply.Headers.CacheControl!.NoStore); // Asserted to be there.
    }

    [Test]
    public async Task An_address_that_is_not_there_is_a_problem() =>
        Assert.That((await api.Client.FetchAsync("/v1/nowhere")).Code, Is.EqualTo("request.route_not_found"));

    [Test]
    public async Task A_method_that_is_not_there_names_those_that_are()
    {
        var reply = await cashier.SendAsync(HttpMethod.Delete, "/v1/sales");
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
            Assert.That(reply.ContentHeaders.Allow, Is.EquivalentTo(new[] { "GET", "POST" }));
            Assert.That(reply.Code, Is.EqualTo("request.method_not_allowed"));
        });
    }

    [Test]
    public async Task Whoever_is_not_signed_in_is_told_how()
    {
        var me = await api.Client.FetchAsync("/v1/me");
        var signIn = await api.Client.PostAsync(
            "/v1/auth/sign-in",
            """{"email":"nobody@demo.example","password":"wrong"}""",
            ("X-Tenant", "demo")
        );
        Assert.Multiple(() =>
        {
            Assert.That(me.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(me.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
            Assert.That(signIn.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(signIn.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
            Assert.That(signIn.Code, Is.EqualTo("identity.sign_in_failed"));
        });
    }

    [TestCase("GET /v1/sales/%00 HTTP/1.1\r\nHost: a\r\n\r\n", "request.malformed")]
    [TestCase("GET /v1/me HTTP/1.1\r\n\r\n", "request.malformed")]
    [TestCase("GET /v1/me HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", "request.malformed")]
    [TestCase("nonsense\r\n\r\n", "request.malformed")]
    [TestCase("GET /v1/variants?search=100% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "request.invalid")]
    [TestCase("GET /v1/sales/%c3%28 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "request.invalid")]
    [TestCase("GET /v1/sales/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "request.invalid")]
    public async Task Even_an_address_that_cannot_be_read_gets_a_problem(string bytes, string code)
    {
        var answer = await ExchangeAsync(bytes);
        var head = answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.Multiple(() =>
        {
            Assert.That(head, Does.StartWith("HTTP/1.1 400 "));
            Assert.That(head, Does.Contain("application/problem+json").And.Contain("nosniff"));
            Assert.That((string?)JsonNode.Parse(answer[(head.Length + 4)..])!["code"], Is.EqualTo(code)); // Parsed text is no null.
        });
    }

    [Test]
    public async Task A_created_sale_says_where_it_is_and_a_known_version_is_not_sent_again()
    {
        var sale = await cashier.PostAsync(
            "/v1/sales",
            Example.SaleOf("demo").ToJsonString(),
            ("Idempotency-Key", Guid.NewGuid().ToString())
        );
        Assert.Multiple(() =>
        {
            Assert.That(sale.Status, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(sale.Headers.ETag?.ToString(), Is.EqualTo("\"1\""));
            Assert.That(sale.ContentHeaders.ContentType?.ToString(), Is.EqualTo("application/json; charset=utf-8"));
        });

        var address = sale.Headers.Location!.OriginalString; // 201 says where.
        var again = await cashier.FetchAsync(address, ("If-None-Match", "\"1\""));
        Assert.Multiple(() =>
        {
            Assert.That(again.Status, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(again.Text, Is.Empty);
        });
        Assert.That((await cashier.FetchAsync(address, ("If-None-Match", "\"2\""))).Text, Is.EqualTo(sale.Text));
    }

    [Test]
    public async Task A_replay_is_the_first_answer_byte_for_byte_and_says_so()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var sale = Example.SaleOf("demo").ToJsonString();
        var first = await cashier.PostAsync("/v1/sales", sale, key);
        var second = await cashier.PostAsync("/v1/sales", sale, key);
        Assert.Multiple(() =>
        {
            Assert.That(second.Status, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(second.Text, Is.EqualTo(first.Text));
            Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
            Assert.That(first.Headers.Contains("Idempotency-Replayed"), Is.False);
            Assert.That(second.Headers.GetValues("Idempotency-Replayed"), Is.EqualTo(new[] { "true" }));
        });
    }

    private async Task<string> ExchangeAsync(string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port); // The API serves somewhere.
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
