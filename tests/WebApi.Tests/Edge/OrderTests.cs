using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>The published order of answers: of several reasons to refuse, which one is told.</summary>
[TestFixture]
public sealed class OrderTests
{
    private const string Adjust = "/v1/stock-adjustments";

    private ApiUnderTest api = null!;
    private HttpClient cashier = null!;
    private HttpClient manager = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        cashier = await api.SignInAsync("demo", "cashier");
        manager = await api.SignInAsync("demo", "manager");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        cashier.Dispose();
        manager.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task Being_signed_in_comes_before_whether_the_body_can_be_read()
    {
        foreach (var body in UnreadableBodies())
            Assert.That(
                (await api.Client.SendAsync(HttpMethod.Post, Adjust, body.Content)).Status,
                Is.EqualTo(HttpStatusCode.Unauthorized)
            );
    }

    [Test]
    public async Task Whether_the_body_can_be_read_comes_before_the_permission()
    {
        foreach (var (content, expected) in UnreadableBodies())
            Assert.That((await cashier.SendAsync(HttpMethod.Post, Adjust, content)).Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task The_permission_comes_before_shape_and_key()
    {
        var reply = await cashier.PostAsync(Adjust, Adjustment(reason: "", store: Guid.NewGuid()));
        Assert.That(reply.Code, Is.EqualTo("request.permission_missing"));
    }

    [Test]
    public async Task The_shape_comes_before_the_key()
    {
        var reply = await manager.PostAsync(Adjust, Adjustment(reason: ""));
        Assert.That(reply.Wrong, Is.EqualTo(new[] { "reason" }));
    }

    [Test]
    public async Task The_key_comes_before_what_does_not_exist()
    {
        var reply = await manager.PostAsync(Adjust, Adjustment(store: Guid.NewGuid()));
        Assert.That(reply.Code, Is.EqualTo("request.idempotency_key_missing"));
    }

    [Test]
    public async Task A_used_key_comes_before_what_does_not_exist()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        Assert.That((await manager.PostAsync(Adjust, Adjustment(), key)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(
            (await manager.PostAsync(Adjust, Adjustment(store: Guid.NewGuid()), key)).Code,
            Is.EqualTo("request.idempotency_key_reused")
        );
    }

    [Test]
    public async Task What_does_not_exist_comes_before_its_version()
    {
        var reply = await manager.PostAsync(
            $"/v1/sales/{Guid.NewGuid()}/void",
            """{"reason":"None"}""",
            ("Idempotency-Key", Guid.NewGuid().ToString()),
            ("If-Match", "\"7\"")
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_replay_comes_before_the_version_and_the_version_before_the_rule()
    {
        var sale = await manager.PostAsync(
            "/v1/sales",
            Example.SaleOf("demo").ToJsonString(),
            ("Idempotency-Key", Guid.NewGuid().ToString())
        );
        var address = $"{sale.Headers.Location}/void";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        const string reason = """{"reason":"Rung up twice"}""";

        Assert.That((await manager.PostAsync(address, reason, key, ("If-Match", "\"1\""))).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await manager.PostAsync(address, reason, key, ("If-Match", "\"1\""))).Headers.Contains("Idempotency-Replayed"));

        var fresh = () => ("Idempotency-Key", Guid.NewGuid().ToString());
        Assert.That(
            (await manager.PostAsync(address, reason, fresh(), ("If-Match", "\"1\""))).Status,
            Is.EqualTo(HttpStatusCode.PreconditionFailed)
        );
        Assert.That(
            (await manager.PostAsync(address, reason, fresh(), ("If-Match", "\"2\""))).Status,
            Is.EqualTo(HttpStatusCode.UnprocessableEntity).Or.EqualTo(HttpStatusCode.Conflict)
        );
    }

    private static IEnumerable<(HttpContent Content, HttpStatusCode Expected)> UnreadableBodies() =>
        [
            (Wire.Json("{"), HttpStatusCode.BadRequest),
            (Wire.Json("{}", "text/plain"), HttpStatusCode.UnsupportedMediaType),
            (Wire.Json(new string(' ', (1024 * 1024) + 1)), HttpStatusCode.RequestEntityTooLarge),
        ];

    private static string Adjustment(string reason = "Counted", Guid? store = null) =>
        new JsonObject
        {
            ["storeId"] = store ?? DemoData.Store("demo"),
            ["reason"] = reason,
            ["lines"] = new JsonArray(new JsonObject { ["variantId"] = DemoData.Variant("demo", 11), ["quantity"] = 1 }),
        }.ToJsonString();
}
