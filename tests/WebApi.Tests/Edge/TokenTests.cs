using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Tokens that somebody made: none is believed, and all are told the same.</summary>
[TestFixture]
public sealed class TokenTests
{
    private ApiUnderTest api = null!;
    private ECDsaSecurityKey key = null!;
    private JsonObject claims = null!;
    private string genuine = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        key = (ECDsaSecurityKey)api.App.Services.GetRequiredService<SigningKeys>().ValidationKeys[0];
        using var client = await api.SignInAsync("demo", "cashier");
        genuine = ApiUnderTest.TokenOf(client);
        claims = JsonNode.Parse(Base64Url.DecodeFromChars(genuine.Split('.')[1]))!.AsObject(); // Claims are an object.
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    private static readonly string[] Forgeries =
    [
        "no token",
        "another scheme",
        "two tokens",
        "nonsense",
        "no signature",
        "alg none",
        "alg NONE",
        "HS256 with the public key",
        "ES256 with another key",
        "another key under our id",
        "no key id",
        "a path as key id",
        "an unknown key id",
        "an embedded key",
        "the DER form of the signature",
        "an empty signature",
        "all zero signature",
        "expired",
        "no expiry",
        "not yet valid",
        "another issuer",
        "no issuer",
        "another audience",
        "no audience",
        "changed subject",
        "no session",
        "no tenant",
        "no tenant name",
        "a subject that is no UUID",
        "padding",
        "plain base64",
        "four parts",
        "encrypted",
    ];

    [TestCaseSource(nameof(Forgeries))]
    public async Task A_forged_token_is_refused_like_no_token(string forgery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        if (Authorization(forgery) is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await api.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var none = await api.Client.FetchAsync("/v1/me");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), text);
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
            Assert.That(WithoutTrace(text), Is.EqualTo(WithoutTrace(none.Text)));
        });
    }

    [Test]
    public async Task A_token_is_good_for_its_own_world_only()
    {
        using var admin = await api.SignInAsync("demo", "admin");
        using var till = await api.PairTillAsync(admin);
        using var platform = await api.SignInOperatorAsync();

        Assert.Multiple(async () =>
        {
            Assert.That((await platform.FetchAsync("/v1/me")).Code, Is.EqualTo("request.caller_not_served"));
            Assert.That(
                (await api.Client.FetchAsync("/v1/platform/tenants", ("Authorization", $"Bearer {genuine}"))).Code,
                Is.EqualTo("request.caller_not_served")
            );
            Assert.That((await platform.FetchAsync("/v1/platform/tenants")).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await till.FetchAsync("/v1/stores")).Code, Is.EqualTo("request.caller_not_served"));
            Assert.That(
                (await api.Client.FetchAsync("/v1/auth/pin/staff", ("Authorization", $"Bearer {genuine}"))).Code,
                Is.EqualTo("request.caller_not_served")
            );
            // As if a user's session were an operator's: the signature is ours, the session is not.
            Assert.That(
                (
                    await api.Client.FetchAsync(
                        "/v1/platform/tenants",
                        ("Authorization", $"Bearer {Signed(Header(), With(claims, "scope", "platform"))}")
                    )
                ).Status,
                Is.EqualTo(HttpStatusCode.Unauthorized)
            );
        });
    }

    [Test]
    public async Task A_token_that_we_would_have_made_is_believed() =>
        Assert.That(
            (await api.Client.FetchAsync("/v1/me", ("Authorization", $"Bearer {Signed(Header(), claims)}"))).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );

    [TestCase("/v1/me?access_token=")]
    [TestCase("/v1/me?token=")]
    public async Task A_token_counts_only_in_its_header(string address) =>
        Assert.That(
            (await api.Client.FetchAsync(address + genuine, ("Cookie", $"access_token={genuine}"))).Status,
            Is.EqualTo(HttpStatusCode.Unauthorized)
        );

    private string? Authorization(string forgery) =>
        forgery switch
        {
            "no token" => null,
            "another scheme" => $"Basic {genuine}",
            "two tokens" => $"Bearer {genuine}, Bearer {genuine}",
            "padding" => $"Bearer {genuine}==",
            _ => $"Bearer {Token(forgery)}",
        };

    private string Token(string forgery)
    {
        var parts = genuine.Split('.');
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return forgery switch
        {
            "nonsense" => "nonsense",
            "no signature" => $"{parts[0]}.{parts[1]}",
            "alg none" => $"{Part(Header("none"))}.{parts[1]}.",
            "alg NONE" => $"{Part(Header("NONE"))}.{parts[1]}.",
            "HS256 with the public key" => Hmac(Header("HS256"), key.ECDsa.ExportSubjectPublicKeyInfo()),
            "ES256 with another key" => Signed(Header(id: "other"), claims, other),
            "another key under our id" => Signed(Header(), claims, other),
            "no key id" => Signed(Without(Header(), "kid"), claims),
            "a path as key id" => Signed(Header(id: "../../etc/passwd"), claims),
            "an unknown key id" => Signed(Header(id: "' or 1=1 --"), claims),
            "an embedded key" => Signed(WithKey(Header(), other), claims, other),
            "the DER form of the signature" => Signed(Header(), claims, key.ECDsa, DSASignatureFormat.Rfc3279DerSequence),
            "an empty signature" => $"{parts[0]}.{parts[1]}.",
            "all zero signature" => $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(new byte[64])}",
            "expired" => Signed(Header(), With(claims, "exp", now - 1)),
            "no expiry" => Signed(Header(), Without(claims, "exp")),
            "not yet valid" => Signed(Header(), With(claims, "nbf", now + 60)),
            "another issuer" => Signed(Header(), With(claims, "iss", "https://issuer.example")),
            "no issuer" => Signed(Header(), Without(claims, "iss")),
            "another audience" => Signed(Header(), With(claims, "aud", "somebody-else")),
            "no audience" => Signed(Header(), Without(claims, "aud")),
            "changed subject" => $"{parts[0]}.{Part(With(claims, "sub", Guid.NewGuid().ToString()))}.{parts[2]}",
            "no session" => Signed(Header(), Without(claims, "sid")),
            "no tenant" => Signed(Header(), Without(claims, "tid")),
            "no tenant name" => Signed(Header(), Without(claims, "tenant")),
            "a subject that is no UUID" => Signed(Header(), With(claims, "sub", "admin")),
            "plain base64" => $"{parts[0]}.{parts[1]}.{Convert.ToBase64String(Base64Url.DecodeFromChars(parts[2]))}",
            "four parts" => $"{genuine}.{parts[2]}",
            "encrypted" => $"{genuine}.{parts[1]}.{parts[2]}",
            _ => throw new ArgumentOutOfRangeException(nameof(forgery), forgery, "There is no such forgery."),
        };
    }

    private JsonObject Header(string algorithm = "ES256", string? id = null) =>
        new()
        {
            ["alg"] = algorithm,
            ["kid"] = id ?? key.KeyId,
            ["typ"] = "JWT",
        };

    private static JsonObject WithKey(JsonObject header, ECDsa other)
    {
        var point = other.ExportParameters(includePrivateParameters: false).Q;
        header["jwk"] = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
        return header;
    }

    private string Signed(
        JsonObject header,
        JsonObject payload,
        ECDsa? signer = null,
        DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation
    )
    {
        var signed = $"{Part(header)}.{Part(payload)}";
        return $"{signed}.{Base64Url.EncodeToString((signer ?? key.ECDsa).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, format))}";
    }

    private string Hmac(JsonObject header, byte[] secret)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject With(JsonObject json, string name, JsonNode value)
    {
        var changed = json.DeepClone().AsObject();
        changed[name] = value;
        return changed;
    }

    private static JsonObject Without(JsonObject json, string name)
    {
        var changed = json.DeepClone().AsObject();
        changed.Remove(name);
        return changed;
    }

    private static string WithoutTrace(string problem)
    {
        var json = JsonNode.Parse(problem)!.AsObject(); // A problem is an object.
        json.Remove("traceId");
        return json.ToJsonString();
    }
}
