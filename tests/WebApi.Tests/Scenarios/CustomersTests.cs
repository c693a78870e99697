using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Scenarios;

/// <summary>A customer from the first visit until they are forgotten, through HTTP alone.</summary>
[TestFixture]
public sealed class CustomersTests
{
    private ApiUnderTest api = null!;
    private HttpClient cashier = null!;
    private HttpClient admin = null!;
    private HttpClient rival = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        cashier = await api.SignInAsync("demo", "cashier");
        admin = await api.SignInAsync("demo", "admin");
        rival = await api.SignInAsync("rival", "admin");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        cashier.Dispose();
        admin.Dispose();
        rival.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task A_customer_is_entered_found_sold_to_exported_and_forgotten()
    {
        var made = await cashier.PostAsync(
            "/v1/customers",
            """{"kind":"person","givenName":"Fiete","familyName":"Petersen","phones":["+49 431 9018201"],"emails":["fiete@example.com"],"cardNumber":"F-1"}"""
        );
        Assert.That((made.Status, made.Headers.ETag?.Tag), Is.EqualTo((HttpStatusCode.Created, "\"1\"")), made.Text);
        var (id, path) = (made["customerId"], made.Headers.Location!.OriginalString); // 201 has one.
        Assert.That(path, Is.EqualTo($"/v1/customers/{id}"));
        Assert.That((await cashier.FetchAsync(path)).Text, Is.EqualTo(made.Text));
        foreach (var asked in new[] { "0431%20901", "%2B49%20431", "petersen%20fi", "f-1", "fiete@example.com" })
            Assert.That(await FoundAsync(cashier, asked), Is.EqualTo(new[] { id }), asked);
        Assert.That(await FoundAsync(rival, "petersen"), Is.Empty);
        Assert.That((await rival.FetchAsync(path)).Code, Is.EqualTo("customers.customer_not_found"));

        var staff = new JsonObject
        {
            ["kind"] = "person",
            ["displayName"] = "Fiete P.",
            ["customerGroupId"] = DemoData.Id("customer-group/demo/staff"),
        };
        Assert.That((await PutAsync(cashier, path, staff, null)).Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That((await PutAsync(cashier, path, staff, "\"7\"")).Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        var changed = await PutAsync(cashier, path, staff, "\"1\"");
        Assert.That((changed.Status, changed.Headers.ETag?.Tag), Is.EqualTo((HttpStatusCode.OK, "\"2\"")), changed.Text);

        var everybodys = await QuoteAsync(null);
        var theirs = await QuoteAsync(id);
        Assert.That(theirs, Is.LessThan(everybodys));
        var sold = await SellAsync(id, theirs);
        Assert.That((sold["customerId"], sold["customerGroupId"]), Is.EqualTo((id, $"{DemoData.Id("customer-group/demo/staff")}")));
        var bought = await cashier.FetchAsync($"/v1/sales?customerId={id}");
        Assert.That(ItemsOf(bought).Select(s => (string?)s!["number"]), Is.EqualTo(new[] { sold["number"] }));

        Assert.That((await cashier.FetchAsync($"{path}/export")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await cashier.PostAsync($"{path}/erase", "")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        var export = await admin.FetchAsync($"{path}/export");
        Assert.That(export.Text, Does.Contain("Fiete P.").And.Contain(sold["number"]));
        var erased = await admin.PostAsync($"{path}/erase", "");
        Assert.That((string?)JsonNode.Parse(erased.Text)!["displayName"], Does.StartWith("Erased customer "), erased.Text);
        Assert.That(await FoundAsync(admin, "fiete&archived=true"), Is.Empty);
        Assert.That((await PutAsync(admin, path, staff, "\"3\"")).Code, Is.EqualTo("customers.customer_erased"));
        var log = await admin.FetchAsync($"/v1/audit-log?subjectId={id}");
        Assert.That(
            log.Text,
            Does.Contain("ExportCustomer").And.Contain("isWithheld").And.Not.Contain("Petersen").And.Not.Contain("Fiete")
        );
        Assert.That((await admin.FetchAsync($"/v1/sales/{sold["saleId"]}"))["customerId"], Is.EqualTo(id));
    }

    [TestCase("""{"kind":"person"}""", "displayName")]
    [TestCase("""{"kind":"robot","displayName":"x"}""", "kind")]
    [TestCase("""{"kind":"person","displayName":"a\u0000b"}""", "displayName")]
    [TestCase("""{"kind":"person","displayName":"4111 1111 1111 1111"}""", "displayName")]
    [TestCase("""{"kind":"person","displayName":"x","emails":["no address"]}""", "emails[0]")]
    [TestCase("""{"kind":"person","displayName":"x","emails":["a@b.example",null]}""", "emails[1]")]
    [TestCase("""{"kind":"person","displayName":"x","phones":["+49 30 901820","12"]}""", "phones[1]")]
    [TestCase("""{"kind":"person","displayName":"x","phones":[1e30]}""", "phones[0]")]
    [TestCase("""{"kind":"person","displayName":"x","cardNumber":"a b"}""", "cardNumber")]
    [TestCase("""{"kind":"person","displayName":"x","taxId":{"country":"XX","number":"1"}}""", "taxId.country")]
    [TestCase("""{"kind":"person","displayName":"x","taxId":{"country":"DE","number":"de1"}}""", "taxId.number")]
    [TestCase("""{"kind":"person","displayName":"x","addresses":[{"kind":"billing","country":"Germany"}]}""", "addresses[0].country")]
    [TestCase("""{"kind":"person","displayName":"x","language":"german"}""", "language")]
    [TestCase(
        """{"kind":"person","displayName":"x","taxExemption":{"certificateNumber":"E","validFrom":"2026-02-01","validUntil":"2026-01-31"}}""",
        "taxExemption.validUntil"
    )]
    [TestCase("""{"kind":"person","displayName":"x","loyaltyPoints":1}""", "loyaltyPoints")]
    public async Task What_is_wrong_is_named(string body, string member)
    {
        var refused = await cashier.PostAsync("/v1/customers", body);

        Assert.That((refused.Status, refused.Wrong), Is.EqualTo((HttpStatusCode.BadRequest, new[] { member })), refused.Text);
    }

    [Test]
    public async Task More_numbers_than_somebody_has_are_refused()
    {
        var many = string.Join(',', Enumerable.Range(0, 11).Select(n => $"\"+49 30 90182{n:00}\""));

        var refused = await cashier.PostAsync("/v1/customers", $$"""{"kind":"person","displayName":"x","phones":[{{many}}]}""");

        Assert.That(refused.Wrong, Is.EqualTo(new[] { "phones" }));
    }

    [Test]
    public async Task A_retry_and_two_at_once_enter_one_customer()
    {
        const string body = """{"kind":"person","displayName":"Once","cardNumber":"ONCE-1"}""";

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => cashier.PostAsync("/v1/customers", body, ("Idempotency-Key", "once-customer")))
        );
        var again = await cashier.PostAsync("/v1/customers", body);

        Assert.That(replies.Select(r => r.Status), Is.All.EqualTo(HttpStatusCode.Created));
        Assert.That(replies.Select(r => r["customerId"]).Distinct().Count(), Is.EqualTo(1));
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "customers.card_number_taken")));
    }

    [Test]
    public async Task Of_two_who_change_or_erase_one_version_at_once_one_does_and_an_erasure_lasts()
    {
        var made = await cashier.PostAsync("/v1/customers", """{"kind":"person","displayName":"Raced Name"}""");
        var path = $"/v1/customers/{made["customerId"]}";
        var body = new JsonObject { ["kind"] = "person", ["displayName"] = "Raced Name again" };

        var edits = Enumerable.Range(0, 5).Select(_ => PutAsync(cashier, path, body.DeepClone(), "\"1\"")).ToList();
        var erasure = admin.PostAsync($"{path}/erase", "");
        var statuses = (await Task.WhenAll(edits)).Select(r => r.Status).ToList();

        Assert.That((await erasure).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(statuses.Count(s => s is HttpStatusCode.OK), Is.AtMost(1));
        Assert.That(
            statuses.Where(s => s is not HttpStatusCode.OK),
            Is.All.AnyOf(HttpStatusCode.PreconditionFailed, HttpStatusCode.UnprocessableEntity)
        );
        Assert.That((await admin.FetchAsync(path)).Text, Does.Contain("Erased customer ").And.Not.Contain("Raced Name"));
    }

    private static JsonArray ItemsOf(Reply reply)
    {
        Assert.That(reply.IsSuccess, reply.Text);
        return JsonNode.Parse(reply.Text)!["items"]!.AsArray(); // A list has items.
    }

    private static async Task<IReadOnlyList<string?>> FoundAsync(HttpClient client, string asked) =>
        [.. ItemsOf(await client.FetchAsync($"/v1/customers?q={asked}")).Select(c => (string?)c!["customerId"])];

    private static Task<Reply> PutAsync(HttpClient client, string path, JsonNode body, string? ifMatch) =>
        client.SendAsync(HttpMethod.Put, path, Wire.Json(body.ToJsonString()), ifMatch is null ? [] : [("If-Match", ifMatch)]);

    private static JsonArray Lines() => new(Example.Members(("variantId", DemoData.Variant("demo", 905)), ("quantity", 2)));

    private async Task<long> QuoteAsync(string? customer)
    {
        var body = Example.Members(("storeId", DemoData.Store("demo")), ("lines", Lines()));
        if (customer is not null)
            body["customerId"] = customer;
        var reply = await cashier.PostAsync("/v1/quotes", body.ToJsonString());
        Assert.That(reply.IsSuccess, reply.Text);
        return (long)JsonNode.Parse(reply.Text)!["total"]!; // A quote has one.
    }

    private Task<Reply> SellAsync(string customer, long total) =>
        cashier.PostAsync(
            "/v1/sales",
            Example
                .Members(
                    ("storeId", DemoData.Store("demo")),
                    ("terminalId", DemoData.Terminal("demo")),
                    ("lines", Lines()),
                    ("tenders", new JsonArray(Example.Members(("method", "card"), ("amount", total)))),
                    ("expectedTotal", total),
                    ("customerId", customer)
                )
                .ToJsonString(),
            ("Idempotency-Key", Guid.NewGuid().ToString())
        );
}
