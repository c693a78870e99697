using System.Net;
using System.Text;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What a till sends is what it means, or it hears of it by name.</summary>
[TestFixture]
public sealed class StrictInputTests
{
    private const string Line = """{"barcode":"1","quantity":1}""";

    private static readonly string Store = $"\"storeId\":\"{DemoData.Store("demo")}\"";
    private static readonly string Till = $"\"terminalId\":\"{DemoData.Terminal("demo")}\"";

    private ApiUnderTest api = null!;
    private HttpClient cashier = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        cashier = await api.SignInAsync("demo", "cashier");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        cashier.Dispose();
        await api.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> WrongBodies()
    {
        yield return Case("unknown member", $$"""{{{Store}},"lines":[{{Line}}],"rebate":5}""", "rebate");
        yield return Case("unknown nested member", $$"""{{{Store}},"lines":[{"barcode":"1","quantity":1,"cost":1}]}""", "lines[0].cost");
        yield return Case("another case", $$"""{{{Store}},"Lines":[{{Line}}]}""", "Lines", "lines");
        yield return Case("duplicate member", $$"""{{{Store}},{{Store}},"lines":[{{Line}}]}""", "storeId");
        yield return Case(
            "duplicate nested member",
            $$"""{{{Store}},"lines":[{"barcode":"1","quantity":1,"quantity":2}]}""",
            "lines[0].quantity"
        );
        yield return Case("quoted number", $$"""{{{Store}},"lines":[{"barcode":"1","quantity":"1"}]}""", "lines[0].quantity");
        yield return Case(
            "number too large for the type",
            $$"""{{{Store}},"lines":[{"barcode":"1","quantity":1e400}]}""",
            "lines[0].quantity"
        );
        yield return Case("too many decimals", $$"""{{{Store}},"lines":[{"barcode":"1","quantity":1.2345}]}""", "lines[0].quantity");
        yield return Case("negative quantity", $$"""{{{Store}},"lines":[{"barcode":"1","quantity":-1}]}""", "lines[0].quantity");
        yield return Case(
            "over-long text",
            $$"""{{{Store}},"lines":[{"barcode":"{{new string('1', 513)}}","quantity":1}]}""",
            "lines[0].barcode"
        );
        yield return Case("missing member", $$"""{"lines":[{{Line}}]}""", "storeId");
        yield return Case(
            "missing nested member",
            $$"""{{{Store}},"lines":[{"variantId":"{{DemoData.Variant("demo", 1)}}"}]}""",
            "lines[0].quantity"
        );
        yield return Case("null where something must be", $$"""{{{Store}},"lines":null}""", "lines");
        yield return Case("nulls in a list", $$"""{{{Store}},"lines":[{{Line}},null,null]}""", "lines[1]", "lines[2]");
        yield return Case("null in a list", $$"""{{{Store}},"lines":[null]}""", "lines[0]");
        yield return Case("text instead of a UUID", """{"storeId":"first","lines":[{"barcode":"1","quantity":1}]}""", "storeId");
        yield return Case("another spelling of a UUID", $$"""{"storeId":"{{DemoData.Store("demo"):N}}","lines":[{{Line}}]}""", "storeId");
        yield return Case("object instead of a list", $$"""{{{Store}},"lines":{{Line}}}""", "lines");
        yield return Case("list instead of an object", $$"""{{{Store}},"lines":[[]]}""", "lines[0]");
        yield return Case("NUL in a text", $$"""{{{Store}},"lines":[{"barcode":"1\u0000","quantity":1}]}""", "lines[0].barcode");
        yield return Case("half a surrogate pair", $$"""{{{Store}},"lines":[{"barcode":"\ud800","quantity":1}]}""", "lines[0].barcode");
        yield return Case("half a surrogate pair as name", $$"""{{{Store}},"lines":[{{Line}}],"\ud800":1}""", "body");
        yield return Case(
            "several mistakes at once",
            """{"lines":[{"barcode":1,"quantity":1},{"quantity":"1"}]}""",
            "lines[0].barcode",
            "lines[1].quantity",
            "storeId"
        );
        yield return Case("list at the root", "[]", "body");
        yield return Case("null at the root", "null", "body");
        yield return Case("text at the root", "\"sale\"", "body");
        yield return Case("nothing", "", "body");
        yield return Case("half a body", $$"""{{{Store}},"lines":[""", "body");
        yield return Case("two bodies", $$"""{{{Store}},"lines":[{{Line}}]}{}""", "body");
        yield return Case("comment", $$"""{/*hello*/{{Store}},"lines":[{{Line}}]}""", "body");
        yield return Case("trailing comma", $$"""{{{Store}},"lines":[{{Line}},]}""", "body");
        yield return Case("NaN", $$"""{{{Store}},"lines":[{"barcode":"1","quantity":NaN}]}""", "body");
        yield return Case("too deep", $$"""{{{Store}},"lines":{{new string('[', 40)}}{{new string(']', 40)}}}""", "body");

        static TestCaseData Case(string name, string json, params string[] wrong) => new TestCaseData(json, wrong).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(WrongBodies))]
    public async Task A_body_that_is_not_meant_so_is_refused_by_name(string json, string[] wrong)
    {
        var reply = await cashier.PostAsync("/v1/quotes", json);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(reply.Wrong, Is.EquivalentTo(wrong), reply.Text);
            Assert.That(reply.Text, Does.Not.Contain("System.").And.Not.Contain("PosCommerce.App").And.Not.Contain("BytePosition"));
        });
    }

    [TestCase("0")]
    [TestCase("\"0\"")]
    [TestCase("\"inclusive, exclusive\"")]
    [TestCase("\"both\"")]
    [TestCase("true")]
    public async Task Only_names_of_an_enumeration_are_read(string mode)
    {
        var reply = await cashier.PostAsync(
            "/v1/stores",
            $$"""{"code":"NEU","name":"New","currency":"EUR","timeZone":"Europe/Berlin","taxMode":{{mode}}}"""
        );
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(reply.Wrong, Does.Contain("taxMode"));
            Assert.That(reply.Text, Does.Contain("inclusive, exclusive"));
        });
    }

    [TestCase("1.5")]
    [TestCase("\"1\"")]
    [TestCase("9223372036854775808")]
    [TestCase("1000000000000001")]
    [TestCase("0")]
    public async Task Amounts_are_whole_minor_units_within_bounds(string amount)
    {
        var reply = await cashier.PostAsync(
            "/v1/sales",
            $$"""{{{Store}},{{Till}},"lines":[{{Line}}],"tenders":[{"method":"cash","amount":{{amount}}}]}""",
            ("Idempotency-Key", "amount")
        );
        Assert.That(reply.Wrong, Is.EqualTo(new[] { "tenders[0].amount" }), reply.Text);
    }

    [Test]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        using var content = new ByteArrayContent([
            .. Encoding.ASCII.GetBytes($$"""{{{Store}},"lines":[{"quantity":1,"barcode":"""),
            (byte)'"',
            0xC3,
            0x28,
            .. "\"}]}"u8,
        ])
        {
            Headers = { { "Content-Type", "application/json" } },
        };
        var reply = await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Wrong, Is.EqualTo(new[] { "lines[0].barcode" }).Or.EqualTo(new[] { "body" }));
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/jsonp")]
    public async Task Anything_but_JSON_in_UTF8_is_an_unsupported_media_type(string mediaType)
    {
        using var content = Wire.Json("{}", mediaType);
        var reply = await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(reply.Code, Is.EqualTo("request.media_type_unsupported"));
    }

    [TestCase("application/json")]
    [TestCase("APPLICATION/JSON; charset=UTF-8")]
    public async Task JSON_in_UTF8_may_say_so(string mediaType)
    {
        using var content = Wire.Json("{}", mediaType);
        Assert.That((await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content)).Wrong, Is.EquivalentTo(new[] { "storeId", "lines" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_body_over_one_mebibyte_is_too_large(bool isChunked)
    {
        using var content = Wire.Json(new string(' ', (1024 * 1024) + 1));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/quotes") { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await cashier.SendAsync(request);
        var reply = new Reply(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(reply.Code, Is.EqualTo("request.too_large"));
    }

    [TestCase("/v1/sales?limit=0", "limit")]
    [TestCase("/v1/sales?limit=201", "limit")]
    [TestCase("/v1/sales?limit=abc", "limit")]
    [TestCase("/v1/sales?limit=", "limit")]
    [TestCase("/v1/sales?limit=+5", "limit")]
    [TestCase("/v1/sales?limit=0x10", "limit")]
    [TestCase("/v1/sales?limit=99999999999", "limit")]
    [TestCase("/v1/sales?Limit=5", "Limit")]
    [TestCase("/v1/sales?limit=5&limit=6", "limit")]
    [TestCase("/v1/sales?query.limit=5", "query.limit")]
    [TestCase("/v1/sales?offset=5", "offset")]
    [TestCase("/v1/sales?storeId=1", "storeId")]
    [TestCase("/v1/sales?from=2026-01-31T09:30:00", "from")]
    [TestCase("/v1/sales?from=2026-01-31", "from")]
    [TestCase("/v1/sales?from=2026-02-30T09:30:00Z", "from")]
    [TestCase("/v1/sales?cursor=!!!", "cursor")]
    [TestCase("/v1/me?verbose=true", "verbose")]
    [TestCase("/v1/variants?search=a%00b", "query")]
    [TestCase("/v1/variants?search=%ff", "query")]
    public async Task A_query_that_is_not_meant_so_is_refused_by_name(string address, string wrong)
    {
        var reply = await cashier.FetchAsync(address);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Wrong, Is.EqualTo(new[] { wrong }), reply.Text);
    }

    [TestCase("/v1/sales?from=2026-01-31T09:30:00%2B01:00&to=2026-02-01T00:00:00Z")]
    [TestCase("/v1/variants?search=100%25")]
    [TestCase("/v1/variants?search=caf%C3%A9")]
    public async Task A_query_that_is_meant_so_is_answered(string address) =>
        Assert.That((await cashier.FetchAsync(address)).Status, Is.EqualTo(HttpStatusCode.OK));

    [TestCase("/v1/sales/1")]
    [TestCase("/v1/sales/{018f3c6e-0000-7000-8000-000000000000}")]
    [TestCase("/v1/sales/018f3c6e000070008000000000000000")]
    public async Task An_id_that_is_no_UUID_is_no_address(string address) =>
        Assert.That((await cashier.FetchAsync(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
}
