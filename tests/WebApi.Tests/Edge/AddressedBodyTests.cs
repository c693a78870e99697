using System.Net;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>A request is put together of its address and its body, and each says its part alone.</summary>
[TestFixture]
public sealed class AddressedBodyTests
{
    private ApiUnderTest api = null!;
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

    private static IEnumerable<TestCaseData> Repeated()
    {
        var (store, user, role, terminal) = (
            DemoData.Store("demo"),
            DemoData.User("demo", "cashier"),
            DemoData.Role("demo", "cashier"),
            DemoData.Terminal("demo")
        );
        yield return new TestCaseData("POST", $"/v1/sales/{store}/void", $$"""{"saleId":"{{store}}","reason":"x"}""", "saleId");
        yield return new TestCaseData("POST", $"/v1/users/{user}/grants", $$"""{"roleId":"{{role}}","userId":"{{user}}"}""", "userId");
        yield return new TestCaseData("POST", $"/v1/users/{user}/sessions/end", $$"""{"userId":"{{user}}"}""", "userId");
        yield return new TestCaseData(
            "PUT",
            $"/v1/terminals/{terminal}",
            $$"""{"code":"T1","name":"x","terminalId":"{{terminal}}"}""",
            "terminalId"
        );
        yield return new TestCaseData("PUT", $"/v1/terminals/{terminal}", """{"code":"T1","name":"x","terminalId":null}""", "terminalId");
    }

    [TestCaseSource(nameof(Repeated))]
    public async Task What_the_address_says_the_body_cannot_say_again(string method, string path, string body, string member)
    {
        var reply = await SendAsync(method, path, body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Wrong, Is.EqualTo(new[] { member }));
        Assert.That(reply.Text, Does.Contain("address"));
    }

    [TestCase("""{"reason":1}""", "reason")]
    [TestCase("""{"Reason":"x"}""", "Reason", "reason")]
    [TestCase("""{}""", "reason")]
    [TestCase("""  { } """, "reason")]
    [TestCase("""[]""", "body")]
    [TestCase("""null""", "body")]
    [TestCase(""" """, "body")]
    [TestCase("""{"reason":"x"},"saleId":"0190a0b0-0000-7000-8000-0000000000ab"}""", "body")]
    [TestCase("""{"reason":"x\u0000"}""", "reason")]
    public async Task A_body_beside_an_address_is_read_as_strictly_as_any_other(string body, params string[] wrong)
    {
        var reply = await SendAsync("POST", $"/v1/sales/{Guid.NewGuid()}/void", body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Wrong, Is.EquivalentTo(wrong), reply.Text);
    }

    [Test]
    public async Task Where_json_breaks_off_is_told_of_what_was_sent() =>
        Assert.That(
            (await SendAsync("POST", $"/v1/sales/{Guid.NewGuid()}/void", """{"reason":?}""")).Text,
            Does.Contain("line 1, byte 11")
        );

    [TestCase("""{"storeId":"0190a0b0-0000-7000-8000-0000000000ab","code":"X"}""", "name", "currency", "timeZone", "taxMode")]
    [TestCase("""{"code":1,"name":"x","currency":"EUR","timeZone":"Europe/Berlin","taxMode":"none"}""", "code", "taxMode")]
    [TestCase("""{"store":{"code":"X"}}""", "store", "code", "name", "currency", "timeZone", "taxMode")]
    public async Task A_body_that_is_one_member_as_a_whole_names_its_own(string body, params string[] wrong)
    {
        var reply = await SendAsync("PUT", $"/v1/stores/{DemoData.Store("demo")}", body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Wrong, Is.EquivalentTo(wrong), reply.Text);
    }

    [Test]
    public async Task What_stands_in_the_path_is_no_parameter_of_the_query()
    {
        var user = DemoData.User("demo", "cashier");
        Assert.That((await admin.FetchAsync($"/v1/users/{user}/sessions?userId={user}")).Wrong, Is.EqualTo(new[] { "userId" }));
        Assert.That((await admin.FetchAsync($"/v1/users/{user}/sessions?limit=1")).IsSuccess);
    }

    private Task<Reply> SendAsync(string method, string path, string body) =>
        admin.SendAsync(
            new HttpMethod(method),
            path,
            Wire.Json(body),
            ("Idempotency-Key", Guid.NewGuid().ToString()),
            ("If-Match", "\"1\"")
        );
}
