using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>The till sends its request again, whoever stands at it by then.</summary>
[TestFixture]
public sealed class RetryTests
{
    private const string Pin = "4711";

    [Test]
    public async Task A_sale_is_made_once_though_the_cashier_changed_in_between()
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var admin = await api.SignInAsync("demo", "admin");
        using var till = await api.PairTillAsync(admin);
        foreach (var person in new[] { "cashier", "manager" })
            await admin.PostAsync($"/v1/users/{DemoData.User("demo", person)}/pin", $$"""{"pin":"{{Pin}}"}""");
        var (sale, key) = (Example.SaleOf("demo").ToJsonString(), Guid.NewGuid().ToString());

        using var first = await AtTillAsync("cashier");
        var sold = await first.PostAsync("/v1/sales", sale, ("Idempotency-Key", key));
        using var then = await AtTillAsync("manager");
        var again = await then.PostAsync("/v1/sales", sale, ("Idempotency-Key", key));
        using var atDesk = await api.SignInAsync("demo", "cashier");
        var once = await atDesk.PostAsync("/v1/sales", sale, ("Idempotency-Key", key));

        Assert.That(sold.Status, Is.EqualTo(HttpStatusCode.Created), sold.Text);
        foreach (var retry in new[] { again, once })
        {
            Assert.That((retry.Status, retry.Text, retry.Headers.Location), Is.EqualTo((sold.Status, sold.Text, sold.Headers.Location)));
            Assert.That(retry.Headers.GetValues("Idempotency-Replayed"), Is.EqualTo(new[] { "true" }));
        }

        // A list has items.
        var sales = JsonNode.Parse((await admin.FetchAsync($"/v1/sales?storeId={DemoData.Store("demo")}")).Text)!["items"]!.AsArray();
        Assert.That(sales, Has.Count.EqualTo(1));

        async Task<HttpClient> AtTillAsync(string person) =>
            api.Bearing(
                (await till.PostAsync("/v1/auth/pin", $$"""{"userId":"{{DemoData.User("demo", person)}}","pin":"{{Pin}}"}"""))[
                    "accessToken"
                ]
            );
    }
}
