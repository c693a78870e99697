using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Keys of machines, credentials of tills and tokens of operators: what somebody made or bent is refused like no token.</summary>
[TestFixture]
public sealed class CredentialTests
{
    private const string Key = "key";
    private const string Till = "till";
    private const string Operator = "operator";
    private const string User = "user";

    private static readonly Dictionary<string, string> Serving = new()
    {
        [Key] = "/v1/variants",
        [Till] = "/v1/auth/pin/staff",
        [Operator] = "/v1/platform/tenants",
        [User] = "/v1/me",
    };

    private static readonly string[] Kinds = [.. Serving.Keys];

    private static readonly string[] Machines = [Key, Till];

    // People and machines share the routes of the merchant's data.
    private static readonly object[] Strangers =
    [
        .. from kind in Kinds
        from route in Kinds
        where kind != route && (kind, route) is not (User, Key)
        select new object[] { kind, route },
    ];

    private static readonly string[] Bends =
    [
        "the first bit of the tenant",
        "the last bit of the tenant",
        "the first bit of the id",
        "the last bit of the id",
        "the first bit of the secret",
        "the last bit of the secret",
        "another slug",
        "no slug",
        "an upper-case slug",
        "the other prefix",
        "an upper-case prefix",
        "no prefix",
        "padding",
        "a trailing dot",
        "a trailing part",
        "a trailing letter",
        "a letter less",
        "a leading dot",
        "plain base64",
        "stray bits",
        "zeros for a secret",
        "the prefix alone",
        "a very long one",
    ];

    private readonly Dictionary<string, string> genuine = [];
    private ApiUnderTest api = null!; // Started before the first test.
    private string none = null!; // As above.

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        none = WithoutTrace((await api.Client.FetchAsync("/v1/me")).Text);
        using var admin = await api.SignInAsync("demo", "admin");
        using var till = await api.PairTillAsync(admin);
        using var platform = await api.SignInOperatorAsync();
        genuine[User] = ApiUnderTest.TokenOf(admin);
        genuine[Key] = (await admin.PostAsync("/v1/api-keys", """{"name":"Web shop","permissions":["catalog.read"]}"""))["secret"];
        genuine[Till] = ApiUnderTest.TokenOf(till);
        genuine[Operator] = ApiUnderTest.TokenOf(platform);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [TestCaseSource(nameof(Kinds))]
    public async Task The_genuine_one_is_believed(string kind) =>
        Assert.That((await FetchAsync(Serving[kind], genuine[kind])).Status, Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task A_bent_credential_is_refused_like_no_token(
        [ValueSource(nameof(Machines))] string kind,
        [ValueSource(nameof(Bends))] string bend
    )
    {
        foreach (var path in Serving.Values)
        {
            var reply = await FetchAsync(path, Bent(kind, bend));

            Assert.Multiple(() =>
            {
                Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized), $"{path}: {reply.Text}");
                Assert.That(reply.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
                Assert.That(WithoutTrace(reply.Text), Is.EqualTo(none));
            });
        }
    }

    [TestCaseSource(nameof(Strangers))]
    public async Task A_genuine_one_opens_no_route_of_another_kind(string kind, string route)
    {
        var reply = await FetchAsync(Serving[route], genuine[kind]);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.Forbidden, "request.caller_not_served")));
    }

    [Test]
    public async Task One_that_was_revoked_is_refused_like_no_token_everywhere()
    {
        using var admin = await api.SignInAsync("demo", "admin");
        using var ended = await api.SignInAsync("demo", "cashier");
        var token = ended.DefaultRequestHeaders.Authorization!.Parameter!; // A signed-in client has one.
        await ended.PostAsync("/v1/auth/sign-out", "");
        var made = await admin.PostAsync("/v1/api-keys", """{"name":"Gone","permissions":["catalog.read"]}""");
        var key = JsonNode.Parse(made.Text)!; // A success has a body.
        Assert.That((await admin.PostAsync($"/v1/api-keys/{key["keyId"]}/revoke", "")).Status, Is.EqualTo(HttpStatusCode.OK));

        foreach (var credential in new[] { token, (string)key["secret"]! }) // Shown once, here.
        {
            foreach (var path in Serving.Values)
                Assert.That(WithoutTrace((await FetchAsync(path, credential)).Text), Is.EqualTo(none), path);
        }
    }

    [TestCaseSource(nameof(Machines))]
    public async Task It_counts_as_a_bearer_only_and_in_its_header_only(string kind)
    {
        var own = genuine[kind];
        Reply[] replies =
        [
            await api.Client.FetchAsync(Serving[kind], ("Authorization", own)),
            await api.Client.FetchAsync(Serving[kind], ("Authorization", $"Basic {own}")),
            await api.Client.FetchAsync(Serving[kind], ("Authorization", $"Bearer {own}, Bearer {own}")),
            await api.Client.FetchAsync(Serving[kind], ("X-Api-Key", own)),
            await api.Client.FetchAsync(Serving[kind], ("Cookie", $"access_token={own}")),
            await api.Client.FetchAsync($"{Serving[kind]}?access_token={own}"),
        ];

        Assert.That(replies.Select(r => WithoutTrace(r.Text)), Is.All.EqualTo(none));
    }

    [Test]
    public async Task It_is_refused_under_the_name_of_another_merchant([ValueSource(nameof(Machines))] string kind)
    {
        var reply = await api.Client.FetchAsync(Serving[kind], ("Authorization", $"Bearer {genuine[kind]}"), ("X-Tenant", "rival"));

        Assert.That((int)reply.Status, Is.InRange(400, 499));
        Assert.That(reply.Code, Is.EqualTo("request.tenant_contradiction"));
    }

    private string Bent(string kind, string bend)
    {
        var text = genuine[kind];
        var prefix = text[..4];
        var (slug, secret) = (text[4..].Split('.')[0], text.Split('.')[1]);
        return bend switch
        {
            "the first bit of the tenant" => Flipped(0, 0x80),
            "the last bit of the tenant" => Flipped(15, 0x01),
            "the first bit of the id" => Flipped(16, 0x80),
            "the last bit of the id" => Flipped(31, 0x01),
            "the first bit of the secret" => Flipped(32, 0x80),
            "the last bit of the secret" => Flipped(63, 0x01),
            "another slug" => $"{prefix}rival.{secret}",
            "no slug" => $"{prefix}.{secret}",
            "an upper-case slug" => $"{prefix}{slug.ToUpperInvariant()}.{secret}",
            "the other prefix" => $"{(prefix == "pck_" ? "pct_" : "pck_")}{slug}.{secret}",
            "an upper-case prefix" => $"{prefix.ToUpperInvariant()}{slug}.{secret}",
            "no prefix" => $"{slug}.{secret}",
            "padding" => $"{text}==",
            "a trailing dot" => $"{text}.",
            "a trailing part" => $"{text}.{secret}",
            "a trailing letter" => $"{text}A",
            "a letter less" => text[..^1],
            "a leading dot" => $".{text}",
            "plain base64" => $"{prefix}{slug}.{Convert.ToBase64String(Base64Url.DecodeFromChars(secret))}",
            "stray bits" => Stray(text),
            "zeros for a secret" =>
                $"{prefix}{slug}.{Base64Url.EncodeToString([.. Base64Url.DecodeFromChars(secret)[..32], .. new byte[32]])}",
            "the prefix alone" => prefix,
            "a very long one" => $"{prefix}{slug}.{new string('A', 8000)}",
            _ => throw new ArgumentOutOfRangeException(nameof(bend), bend, "There is no such bend."),
        };

        string Flipped(int at, byte bit)
        {
            var bytes = Base64Url.DecodeFromChars(secret);
            bytes[at] ^= bit;
            return $"{prefix}{slug}.{Base64Url.EncodeToString(bytes)}";
        }
    }

    // 64 bytes leave four bits of the last letter unused: a spelling that decodes to the same bytes.
    private static string Stray(string text)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text[..^1] + alphabet[alphabet.IndexOf(text[^1], StringComparison.Ordinal) ^ 1];
    }

    private Task<Reply> FetchAsync(string path, string credential) =>
        api.Client.FetchAsync(path, ("Authorization", $"Bearer {credential}"));

    private static string WithoutTrace(string problem)
    {
        var json = JsonNode.Parse(problem)!.AsObject(); // A problem is an object.
        json.Remove("traceId");
        return json.ToJsonString();
    }
}
