using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Local;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>The API's description says what the API does.</summary>
[TestFixture]
public sealed partial class DescriptionTests
{
    private const string Address = "/openapi/v1.json";

    private ApiUnderTest api = null!;
    private string text = null!;
    private JsonObject document = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        text = await api.Client.GetStringAsync(Address);
        document = JsonNode.Parse(text)!.AsObject(); // A description is an object.
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [Test]
    public async Task It_is_made_once_and_served_from_memory()
    {
        using var first = await api.Client.GetAsync(Address);
        var tag = first.Headers.ETag!.ToString(); // Asserted below by being used.
        var again = await api.Client.FetchAsync(Address, ("If-None-Match", tag));
        Assert.Multiple(async () =>
        {
            Assert.That(await first.Content.ReadAsStringAsync(), Is.EqualTo(text));
            Assert.That(again.Status, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(again.Text, Is.Empty);
        });
    }

    [Test]
    public async Task It_is_sent_zipped_to_whoever_can_read_that()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await api.Client.SendAsync(request);
        await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(text));
    }

    [Test]
    public async Task It_is_under_the_licence_of_the_repository()
    {
        Assert.That((string?)document["info"]!["license"]!["name"], Is.EqualTo("MIT")); // Required by the lint rules.
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "LICENSE")),
            Does.StartWith("MIT License\n\nCopyright (c) 2026 The PosCommerce contributors")
        );
    }

    [Test, Category("Published")]
    public async Task It_is_checked_in() => await Published.IsCurrentAsync("openapi.json", text);

    [Test]
    public void It_is_OpenAPI_3_0() => Assert.That((string?)document["openapi"], Does.StartWith("3.0."));

    [Test]
    public void It_has_every_route_under_its_own_name_with_its_permission()
    {
        var described = Operations()
            .Select(o => ((string)o.Operation["operationId"]!, o.Method.ToUpperInvariant(), o.Path, (string?)o.Operation["x-permission"]));
        var routed = Route
            .All(api)
            .Select(r =>
                (
                    char.ToLowerInvariant(r.Operation[0]) + r.Operation[1..],
                    r.Method,
                    ConstraintForm().Replace(r.Pattern, "}"),
                    r.Access!.Permission
                        ?? r.Access.Audience switch
                        {
                            Audience.Anybody => "anonymous",
                            Audience.Terminals => "terminal",
                            Audience.Operators => "operator",
                            _ => "signed-in",
                        }
                )
            ); // DeclarationTests wants every route to declare.
        Assert.That(described, Is.EquivalentTo(routed));
    }

    [Test]
    public void Only_anonymous_operations_need_no_token() =>
        Assert.That(
            Operations().Where(o => o.Operation["security"]!.AsArray().Count == 0).Select(o => (string?)o.Operation["x-permission"]),
            Is.Not.Empty.And.All.EqualTo("anonymous")
        );

    [Test]
    public void Every_operation_has_a_summary_a_group_and_its_ways_to_fail() =>
        Assert.Multiple(() =>
        {
            foreach (var (path, method, operation) in Operations())
            {
                Assert.That((string?)operation["summary"], Is.Not.Null.And.Not.Empty, $"{method} {path}");
                Assert.That(operation["tags"]!.AsArray(), Has.Count.EqualTo(1), $"{method} {path}");
                Assert.That(
                    operation["responses"]!.AsObject().Select(r => r.Key),
                    Is.SupersetOf(new[] { "400", "401", "429", "500", "503" }),
                    $"{method} {path}"
                );
            }
        });

    [Test]
    public void Acts_that_must_happen_once_require_their_key()
    {
        var requiring = Operations()
            .Where(o =>
                o.Operation["parameters"]?.AsArray().Any(p => (string?)p!["$ref"] == "#/components/parameters/RequiredIdempotencyKey")
                == true
            )
            .Select(o => (string?)o.Operation["operationId"]);
        Assert.That(
            requiring,
            Is.EquivalentTo(
                new[]
                {
                    "completeSale",
                    "voidSale",
                    "returnGoods",
                    "printReceipt",
                    "openShift",
                    "moveCash",
                    "closeShift",
                    "adjustStock",
                    "reserveStock",
                    "submitStockAdjustment",
                    "approveStockAdjustment",
                    "moveStock",
                    "revalueStock",
                    "createImport",
                    "createExport",
                    "shipTransfer",
                    "receiveTransfer",
                    "returnTransfer",
                    "postStocktake",
                    "approveStocktake",
                }
            )
        );
    }

    [Test]
    public void Every_value_is_bounded()
    {
        List<string> unbounded = [];
        Walk(document, "");
        Assert.That(unbounded, Is.Empty);

        void Walk(JsonNode? node, string path)
        {
            if (node is JsonArray array)
            {
                foreach (var (index, item) in array.Index())
                    Walk(item, $"{path}/{index}");
            }

            if (node is not JsonObject item1)
                return;
            string[] wanted = item1["type"] is JsonValue type
                ? (string?)type switch
                {
                    "string" when item1["enum"] is null => ["maxLength"],
                    "integer" or "number" => ["minimum", "maximum"],
                    "array" => ["maxItems"],
                    _ => [],
                }
                : [];
            if (wanted.Any(w => item1[w] is null))
                unbounded.Add(path);
            foreach (var (name, value) in item1)
                Walk(value, $"{path}/{name}");
        }
    }

    [Test]
    public void Bounds_are_those_that_the_validators_enforce()
    {
        var schemas = document["components"]!["schemas"]!;
        Assert.Multiple(() =>
        {
            Assert.That((int?)schemas["CompleteSale"]!["properties"]!["lines"]!["maxItems"], Is.EqualTo(200));
            Assert.That((int?)schemas["CompleteSale"]!["properties"]!["tenders"]!["maxItems"], Is.EqualTo(20));
            Assert.That((long?)schemas["SaleTender"]!["properties"]!["amount"]!["maximum"], Is.EqualTo(1_000_000_000_000_000));
            Assert.That((int?)schemas["VoidSale"]!["properties"]!["reason"]!["maxLength"], Is.EqualTo(200));
            Assert.That((bool?)schemas["BasketItem"]!["properties"]!["quantity"]!["exclusiveMinimum"], Is.True);
        });
    }

    [Test]
    public async Task Its_page_needs_nothing_from_elsewhere()
    {
        var answered = await api.Client.FetchAsync("/docs/index.html");
        var page = answered.Text;
        var policy = answered.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(
            policy,
            Does.Contain("default-src 'none'").And.Contain("connect-src 'self'").And.Not.Contain("unsafe").And.Not.Contain("http")
        );
        foreach (var text in InlineForm().Matches(page).Select(m => m.Groups[1].Value))
            Assert.That(policy, Does.Contain(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))), text);
        Assert.That(page, Does.Contain("persistAuthorization: true").And.Contain("filter: true").And.Not.Contain('\r'));
        var resources = ResourceForm().Matches(page).Select(m => m.Groups[1].Value).ToArray();
        Assert.That(resources, Is.Not.Empty.And.None.Contains("//"));
        foreach (var resource in resources)
        {
            using var response = await api.Client.GetAsync($"/docs/{resource}");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), resource);
        }
    }

    private IEnumerable<(string Path, string Method, JsonObject Operation)> Operations() =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex ConstraintForm();

    [Test]
    public async Task Its_page_believes_no_header_that_a_caller_may_send() =>
        Assert.That(
            (await api.Client.FetchAsync("/docs/index.html", ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-Host", "evil.example"))).Text,
            Does.Not.Contain("evil")
        );

    [GeneratedRegex("<(?:script|style[^>]*)>(.*?)</(?:script|style)>", RegexOptions.Singleline)]
    private static partial Regex InlineForm();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex ResourceForm();
}
