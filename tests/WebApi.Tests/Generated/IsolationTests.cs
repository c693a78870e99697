using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Every operation with every id of another merchant in every place where it takes one.</summary>
[TestFixture]
public sealed class IsolationTests
{
    private ApiUnderTest api = null!;
    private HttpClient demo = null!;
    private HttpClient rival = null!;
    private Guid demoSale;
    private Guid rivalSale;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        demo = await api.SignInAsync("demo", "admin");
        rival = await api.SignInAsync("rival", "admin");
        demoSale = await SellAsync(demo, "demo");
        rivalSale = await SellAsync(rival, "rival");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        demo.Dispose();
        rival.Dispose();
        await api.DisposeAsync();
    }

    [TestCaseSource(nameof(Places))]
    public async Task A_foreign_id_answers_like_one_that_does_not_exist(string operation, string place)
    {
        var example = Example.All("demo", demoSale, api.Password).Single(e => e.Operation == operation);
        var foreign = example.WithOtherId(ForeignOf).Single(c => c.Place == place);
        var random = Guid.NewGuid();
        var unknown = example.WithOtherId(_ => random).Single(c => c.Place == place);
        var before = await RivalStateAsync();

        var (foreignStatus, foreignBody) = await SendAsync(foreign.Changed);
        var (unknownStatus, unknownBody) = await SendAsync(unknown.Changed);

        Assert.Multiple(() =>
        {
            // A filter that finds nothing is an empty list; everything else is not there.
            Assert.That(foreignStatus, Is.EqualTo(HttpStatusCode.NotFound).Or.EqualTo(HttpStatusCode.OK));
            if (foreignStatus == HttpStatusCode.OK)
                Assert.That(foreignBody, Is.EqualTo("""{"items":[],"nextCursor":null}"""));
            Assert.That(foreignStatus, Is.EqualTo(unknownStatus));
            Assert.That(foreignBody.Replace(ForeignOf(foreign.Own).ToString(), random.ToString(), StringComparison.Ordinal), Is.EqualTo(unknownBody));
        });
        Assert.That(await RivalStateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Lists_hold_no_foreign_byte()
    {
        foreach (var example in Example.All("demo", demoSale, api.Password).Where(e => e.Method == HttpMethod.Get))
        {
            var (status, body) = await SendAsync(example with { Path = example.Path.Split('?')[0] });
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK), example.Operation);
            Assert.That(body, Does.Not.Contain(DemoData.Tenant("rival").ToString()).And.Not.Contain(rivalSale.ToString()).And.Not.Contain(DemoData.Store("rival").ToString()), example.Operation);
        }
    }

    [Test]
    public async Task A_tenant_header_that_contradicts_the_token_is_refused()
    {
        foreach (var example in Example.All("demo", demoSale, api.Password).Where(e => e.Operation is not ("SignIn" or "RefreshSession" or "SignOut")))
        {
            using var request = example.ToRequest();
            request.Headers.Add("X-Tenant", "rival");
            using var response = await demo.SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), example.Operation);
        }
    }

    private static IEnumerable<TestCaseData> Places() =>
        from example in Example.All("demo", SampleSale, "")
        from change in example.WithOtherId(_ => Guid.Empty)
        select new TestCaseData(example.Operation, change.Place);

    private static readonly Guid SampleSale = DemoData.Id("sample sale");

    private Guid ForeignOf(Guid own)
    {
        if (own == demoSale)
            return rivalSale;
        if (own == DemoData.Store("demo"))
            return DemoData.Store("rival");
        if (own == DemoData.Terminal("demo"))
            return DemoData.Terminal("rival");
        if (own == DemoData.Variant("demo", 7))
            return DemoData.Variant("rival", 7);
        throw new InvalidOperationException($"Nothing of the rival's stands for {own}.");
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(Example example)
    {
        using var request = example.ToRequest();
        using var response = await demo.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        if (JsonNode.Parse(body) is JsonObject problem && problem.Remove("traceId"))
            body = problem.ToJsonString();
        return (response.StatusCode, body);
    }

    private async Task<string> RivalStateAsync()
    {
        var levels = await rival.GetStringAsync("/v1/stock-levels?limit=200");
        var movements = await rival.GetStringAsync("/v1/stock-movements?limit=10");
        var sales = await rival.GetStringAsync("/v1/sales?limit=200");
        return levels + movements + sales;
    }

    private static async Task<Guid> SellAsync(HttpClient client, string tenant)
    {
        using var request = new Example("CompleteSale", HttpMethod.Post, "/v1/sales", Example.SaleOf(tenant)).ToRequest();
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var sale = await response.Content.ReadFromJsonAsync<JsonObject>();
        return Guid.Parse((string)sale!["saleId"]!); // A completed sale has an id.
    }
}
