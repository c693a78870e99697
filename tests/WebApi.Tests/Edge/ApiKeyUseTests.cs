using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>When and from where a key was last used, as its owner sees it: a key that nobody uses can be revoked.</summary>
[TestFixture]
public sealed class ApiKeyUseTests
{
    private ApiUnderTest api = null!; // Started before the first test.
    private HttpClient admin = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        admin = await api.SignInAsync("demo", "admin");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        admin.Dispose();
        await api.DisposeAsync();
    }

    [TestCase("/v1/stores", HttpStatusCode.OK)]
    [TestCase("/v1/sales", HttpStatusCode.Forbidden, TestName = "A_key_is_in_use_though_all_it_asks_for_is_refused")]
    [TestCase("/v1/me", HttpStatusCode.Forbidden, TestName = "So_it_is_when_it_asks_for_what_serves_people")]
    [TestCase("/v1/stores/00000000-0000-0000-0000-000000000001", HttpStatusCode.NotFound, TestName = "And_when_there_is_nothing")]
    public async Task A_use_is_noted(string path, HttpStatusCode answer)
    {
        var (id, secret) = await MakeAsync();
        Assert.That((await LastUseAsync(id)).At, Is.Null);

        Assert.That((await FetchAsync(path, secret)).Status, Is.EqualTo(answer));

        var (at, from) = await LastUseAsync(id, isExpected: true);
        Assert.That((at, from), Is.EqualTo((at, "127.0.0.1")));
        Assert.That(at, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_forged_secret_is_no_use_of_the_key()
    {
        var (id, secret) = await MakeAsync();
        var (prefix, bytes) = (
            secret[..(secret.IndexOf('.', StringComparison.Ordinal) + 1)],
            Base64Url.DecodeFromChars(secret.Split('.')[1])
        );
        bytes[^1] ^= 1;
        var (other, genuine) = await MakeAsync();

        Assert.That(
            (await FetchAsync("/v1/stores", prefix + Base64Url.EncodeToString(bytes))).Status,
            Is.EqualTo(HttpStatusCode.Unauthorized)
        );
        await FetchAsync("/v1/stores", genuine);

        Assert.That((await LastUseAsync(other, isExpected: true)).At, Is.Not.Null);
        Assert.That((await LastUseAsync(id)).At, Is.Null);
    }

    private async Task<(string Id, string Secret)> MakeAsync()
    {
        // A success has a body.
        var made = JsonNode.Parse((await admin.PostAsync("/v1/api-keys", """{"name":"Used","permissions":["core.read"]}""")).Text)!;
        return ((string)made["keyId"]!, (string)made["secret"]!); // Both are always there.
    }

    private Task<Reply> FetchAsync(string path, string secret) => api.Client.FetchAsync(path, ("Authorization", $"Bearer {secret}"));

    // It is noted after the answer, so there is something to wait for.
    private async Task<(DateTimeOffset? At, string? From)> LastUseAsync(string id, bool isExpected = false)
    {
        for (var patience = DateTime.UtcNow.AddSeconds(10); ; await Task.Delay(20))
        {
            var key = JsonNode.Parse((await admin.FetchAsync($"/v1/api-keys/{id}")).Text)!; // A success has a body.
            if (!isExpected || key["lastUsedAt"] is not null || DateTime.UtcNow > patience)
                return ((DateTimeOffset?)key["lastUsedAt"], (string?)key["lastUsedFrom"]);
        }
    }
}
