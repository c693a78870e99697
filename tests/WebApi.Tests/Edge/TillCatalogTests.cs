using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What a till keeps of the catalogue, as it comes over the wire.</summary>
[TestFixture]
public sealed class TillCatalogTests
{
    private static readonly string Path = $"/v1/till-catalog?storeId={DemoData.Store("demo")}";

    private ApiUnderTest api = null!;
    private HttpClient admin = null!;
    private HttpClient till = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        admin = await api.SignInAsync("demo", "admin");
        till = await api.PairTillAsync(admin);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        till.Dispose();
        admin.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task A_till_that_knows_it_all_is_told_so_and_else_what_changed()
    {
        var snapshot = await ReadAsync(Path);
        var since = $"{Path}&since={(string?)snapshot.Body["cursor"]}";
        var first = await till.FetchAsync(since);
        var tag = first.Headers.ETag!.ToString(); // It is told.
        var second = await till.FetchAsync(since, ("If-None-Match", tag));
        await admin.PostAsync(
            "/v1/products",
            $$"""
            {"name":"Told","kind":"simple",
             "variants":[{"sku":"TOLD-1","price":100,"currency":"EUR","taxClassId":"{{DemoData.TaxClass("demo")}}"}]}
            """
        );
        var third = await till.FetchAsync(since, ("If-None-Match", tag));

        Assert.That(tag, Does.StartWith("W/\""));
        Assert.That((second.Status, second.Text, second.Headers.ETag?.ToString()), Is.EqualTo((HttpStatusCode.NotModified, "", tag)));
        Assert.That(third.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(JsonNode.Parse(third.Text)!["articles"]!.AsArray().Select(a => (string?)a!["sku"]), Is.EqualTo(new[] { "TOLD-1" }));
        Assert.That(JsonNode.Parse(third.Text)!.AsObject().Select(m => m.Key), Has.None.EqualTo("store").And.None.EqualTo("categories"));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task It_is_packed_for_whoever_unpacks(string packing)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(packing));
        using var response = await till.SendAsync(request);
        await using var body = await response.Content.ReadAsStreamAsync();
        using var packed = new MemoryStream();
        await body.CopyToAsync(packed);
        packed.Position = 0;
        await using Stream unpacked = packing is "br"
            ? new BrotliStream(packed, CompressionMode.Decompress)
            : new GZipStream(packed, CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);

        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { packing }));
        var told = await text.ReadToEndAsync();
        Assert.That(packed.Length * 4, Is.LessThan(told.Length));
        Assert.That(JsonNode.Parse(told)!["articles"]!.AsArray(), Has.Count.GreaterThan(900));
    }

    [Test]
    public async Task What_cannot_be_brought_up_to_date_is_told_to_begin_anew()
    {
        var cursor = (string)(await ReadAsync(Path)).Body["cursor"]!; // It is told.
        var elsewhere = await admin.FetchAsync($"/v1/till-catalog?storeId={DemoData.Store("demo", 2)}&since={cursor}");
        var malformed = await till.FetchAsync($"{Path}&since=nonsense");
        var another = await till.FetchAsync($"/v1/till-catalog?storeId={DemoData.Store("demo", 2)}");

        Assert.That((elsewhere.Status, elsewhere.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "catalog.till_catalog_outdated")));
        Assert.That(malformed.Wrong, Is.EqualTo(new[] { "since" }));
        Assert.That(another.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_till_may_ask_for_nothing_else()
    {
        var refused = await till.FetchAsync("/v1/products");

        Assert.That(refused.Code, Is.EqualTo("request.caller_not_served"));
    }

    private async Task<(Reply Reply, JsonNode Body)> ReadAsync(string path)
    {
        var reply = await till.FetchAsync(path);
        Assert.That(reply.IsSuccess, reply.Text);
        return (reply, JsonNode.Parse(reply.Text)!); // A success has a body.
    }
}
