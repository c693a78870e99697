using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.WebApi.Tests.Edge;

namespace PosCommerce.WebApi.Tests.Scenarios;

/// <summary>
/// A merchant's first day, through HTTP alone; only the goods are put on the shelf by hand, because nothing manages them yet.
/// </summary>
[TestFixture]
public sealed class FirstDayTests
{
    private const string Slug = "corner";
    private const string OwnersPassword = "nine green bottles hanging";
    private const string ManagersPassword = "ten brown bottles standing";
    private const string Barcode = "4006381333931";

    private ApiUnderTest api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => api = await ApiUnderTest.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [Test]
    public async Task From_an_empty_platform_to_a_voided_sale_and_a_cashier_who_has_to_leave()
    {
        // An operator of the platform makes the merchant, with a store and an admin.
        using var platform = api.Bearing(
            Text(
                await CallAsync(api.Client, "/v1/platform/sign-in", new { email = "operator@platform.example", password = api.Password }),
                "accessToken"
            )
        );
        var tenant = await CallAsync(
            platform,
            "/v1/platform/tenants",
            new
            {
                slug = Slug,
                name = "Corner shop",
                store = new
                {
                    code = "MAIN",
                    name = "Main street",
                    currency = "EUR",
                    timeZone = "Europe/Berlin",
                },
                admin = new { email = "owner@corner.example", name = "Olga Owner" },
            },
            HttpStatusCode.Created
        );

        // The admin sets a password by the link, signs in, adds a store, a role, people.
        await CallAsync(
            api.Client,
            "/v1/auth/set-password",
            new { token = Text(tenant, "setPasswordToken"), password = OwnersPassword },
            HttpStatusCode.NoContent
        );
        using var owner = await SignInAsync("owner@corner.example", OwnersPassword);
        var store = Text(
            await CallAsync(
                owner,
                "/v1/stores",
                new
                {
                    code = "HARBOUR",
                    name = "Harbour",
                    currency = "EUR",
                    timeZone = "Europe/Berlin",
                    taxMode = "inclusive",
                },
                HttpStatusCode.Created
            ),
            "storeId"
        );
        var role = Text(
            await CallAsync(
                owner,
                "/v1/roles",
                new
                {
                    code = "till",
                    name = "Till",
                    permissions = new[] { "catalog.read", "core.read", "inventory.read", "sales.create", "sales.read" },
                },
                HttpStatusCode.Created
            ),
            "roleId"
        );
        var manager = await EmployAsync(
            owner,
            "manager@corner.example",
            "Max Manager",
            ManagersPassword,
            await RoleAsync(owner, "manager"),
            store
        );
        var cashier = await EmployAsync(owner, "cashier@corner.example", "Carla Cashier", password: null, role, store);
        await CallAsync(owner, $"/v1/users/{cashier}/pin", new { pin = "4711" }, HttpStatusCode.NoContent);
        await CallAsync(owner, $"/v1/users/{manager}/pin", new { pin = "8264" }, HttpStatusCode.NoContent);

        // The store's manager adds a till and pairs a device as it.
        using var managersDesk = await SignInAsync("manager@corner.example", ManagersPassword);
        var terminal = Text(
            await CallAsync(
                managersDesk,
                "/v1/terminals",
                new
                {
                    storeId = store,
                    code = "T1",
                    name = "Till 1",
                },
                HttpStatusCode.Created
            ),
            "terminalId"
        );
        var code = Text(await CallAsync(managersDesk, $"/v1/terminals/{terminal}/pairing-codes", body: null), "code");
        using var device = api.Bearing(Text(await CallAsync(api.Client, "/v1/terminals/pair", new { code }, tenant: Slug), "credential"));

        // The manager sets up the first article and counts what there is of it.
        await SetUpAsync(managersDesk, store, await TaxAsync(owner));

        // The cashier signs in at the till by PIN and sells.
        var staff = await device.GetAsync("/v1/auth/pin/staff");
        Assert.That(await staff.Content.ReadAsStringAsync(), Does.Contain(cashier).And.Contain(manager));
        using var till = api.Bearing(Text(await CallAsync(device, "/v1/auth/pin", new { userId = cashier, pin = "4711" }), "accessToken"));
        var sale = await SellAsync(till, store, terminal);
        var saleId = Text(sale, "saleId");

        // A void is refused with a challenge; the manager approves it at the till; the same request goes through, once.
        var refused = await CallAsync(
            till,
            $"/v1/sales/{saleId}/void",
            new { reason = "Rung up twice" },
            HttpStatusCode.Forbidden,
            key: "void-1"
        );
        Assert.That(Text(refused, "code"), Is.EqualTo("request.approval_missing"));
        Assert.That((long?)refused["challenge"]!["amount"], Is.EqualTo((long?)sale["total"])); // Refused with one.
        var challenge = Text(refused["challenge"]!, "challengeId");
        var approval = await CallAsync(
            till,
            $"/v1/approvals/{challenge}/approve",
            new { approver = new { userId = manager, pin = "8264" } }
        );
        var voided = await CallAsync(
            till,
            $"/v1/sales/{saleId}/void",
            new { reason = "Rung up twice" },
            key: "void-1",
            approval: Text(approval, "approvalId")
        );
        Assert.That(Text(voided, "status"), Is.EqualTo("voided"));

        // The audit log tells the story.
        var story = await owner.GetAsync($"/v1/audit-log?subjectId={saleId}");
        var entries = JsonNode.Parse(await story.Content.ReadAsStringAsync())!["items"]!.AsArray(); // A page of entries.
        Assert.That(
            entries.Select(e =>
                ((string?)e!["act"], (string?)e["outcome"], (string?)e["userId"], (string?)e["terminalId"], (string?)e["approvedBy"])
            ),
            Is.EqualTo(
                new[]
                {
                    ("VoidSale", "done", cashier, terminal, manager),
                    ("VoidSale", "refused", cashier, terminal, null),
                    ("CompleteSale", "done", cashier, terminal, (string?)null),
                }
            )
        );
        using var export = await owner.GetAsync($"/v1/audit-log/export?subjectId={saleId}");
        Assert.That(export.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/csv"));
        Assert.That(
            (await export.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries),
            Has.Length.EqualTo(4),
            "A header and three acts."
        );

        // The cashier is disabled, and the very next request is 401.
        Assert.That((await till.GetAsync("/v1/sales")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await CallAsync(owner, $"/v1/users/{cashier}/disable", body: null);
        Assert.That((await till.GetAsync("/v1/sales")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(
            (await device.PostAsync("/v1/auth/pin", $$"""{"userId":"{{cashier}}","pin":"4711"}""")).Status,
            Is.EqualTo(HttpStatusCode.Unauthorized)
        );
    }

    private async Task<string> EmployAsync(HttpClient owner, string email, string name, string? password, string role, string store)
    {
        var invited = await CallAsync(owner, "/v1/users", new { email, name }, HttpStatusCode.Created);
        if (password is not null)
            await CallAsync(
                api.Client,
                "/v1/auth/set-password",
                new { token = Text(invited, "setPasswordToken"), password },
                HttpStatusCode.NoContent
            );
        var user = Text(invited, "userId");
        await CallAsync(owner, $"/v1/users/{user}/grants", new { roleId = role, storeId = store }, HttpStatusCode.Created);
        return user;
    }

    private static async Task<string> RoleAsync(HttpClient owner, string code)
    {
        var roles = JsonNode.Parse(await owner.GetStringAsync("/v1/roles"))!["items"]!.AsArray(); // A page of roles.
        return Text(roles.Single(r => (string?)r!["code"] == code)!, "roleId"); // It comes with the product.
    }

    private async Task<HttpClient> SignInAsync(string email, string password) =>
        api.Bearing(Text(await CallAsync(api.Client, "/v1/auth/sign-in", new { email, password }, tenant: Slug), "accessToken"));

    // The classes are there from the start; what they cost depends on the country.
    private static async Task<string> TaxAsync(HttpClient owner)
    {
        var classes = JsonNode.Parse(await owner.GetStringAsync("/v1/tax-classes"))!["items"]!.AsArray(); // A page of tax classes.
        var standard = Text(classes.Single(c => (string?)c!["code"] == "standard")!, "taxClassId"); // Every merchant has it.
        await CallAsync(owner, "/v1/tax-rates", new { taxClassId = standard, rate = 19 }, HttpStatusCode.Created);
        return standard;
    }

    private async Task SetUpAsync(HttpClient manager, string store, string taxClassId)
    {
        var pen = new
        {
            sku = "PEN",
            price = 250,
            currency = "EUR",
            taxClassId,
            barcodes = new[] { new { code = Barcode } },
        };
        var product = await CallAsync(
            manager,
            "/v1/products",
            new
            {
                name = "Pen",
                kind = "simple",
                variants = new[] { pen },
            },
            HttpStatusCode.Created
        );
        var lines = new[] { new { variantId = Text(product["variants"]![0]!, "variantId"), quantity = 10 } }; // It was made with one.
        await CallAsync(
            manager,
            "/v1/stock-adjustments",
            new
            {
                storeId = store,
                reason = "Opening",
                lines,
            },
            HttpStatusCode.Created,
            key: "opening-1"
        );
    }

    private static Task<JsonNode> SellAsync(HttpClient till, string store, string terminal) =>
        CallAsync(
            till,
            "/v1/sales",
            new
            {
                storeId = store,
                terminalId = terminal,
                lines = new[] { new { barcode = Barcode, quantity = 2 } },
                tenders = new[] { new { method = "cash", amount = 1000 } },
            },
            HttpStatusCode.Created,
            key: "sale-1"
        );

    private static async Task<JsonNode> CallAsync(
        HttpClient client,
        string path,
        object? body,
        HttpStatusCode expected = HttpStatusCode.OK,
        string? tenant = null,
        string? key = null,
        string? approval = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
            request.Content = System.Net.Http.Json.JsonContent.Create(body);
        foreach (var (header, value) in new[] { ("X-Tenant", tenant), ("Idempotency-Key", key), ("Approval", approval) })
        {
            if (value is not null)
                request.Headers.Add(header, value);
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(expected), $"{path}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!; // Whatever has a body has one of JSON.
    }

    private static string Text(JsonNode node, string member) =>
        (string?)node[member] ?? throw new AssertionException($"No {member} in {node}");
}
