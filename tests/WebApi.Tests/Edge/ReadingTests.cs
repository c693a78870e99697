using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using PosCommerce.Testing;
using PosCommerce.WebApi.Edge;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>What scanners, keyboards and other people's programs send is read as it is meant, or refused for the real cause.</summary>
[TestFixture]
public sealed class ReadingTests
{
    private static readonly Guid Store = DemoData.Store("demo");

    private ApiUnderTest api = null!; // Started before the first test, like the other two.
    private HttpClient admin = null!;
    private HttpClient cashier = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        admin = await api.SignInAsync("demo", "admin");
        cashier = await api.SignInAsync("demo", "cashier");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        admin.Dispose();
        cashier.Dispose();
        await api.DisposeAsync();
    }

    // 2000000000015 is the first article.
    [TestCase("2000000000015\r")]
    [TestCase("2000000000015\r\n")]
    [TestCase("\t2000000000015\t")]
    [TestCase("  2000000000015 ")]
    [TestCase("\u00022000000000015\u0003")]
    [TestCase("\ufeff2000000000015\u00a0")]
    [TestCase("2-000000-000015")]
    [TestCase("2 000000 000015\n")]
    [TestCase("2000-0000-0001-5")]
    public async Task A_code_is_read_without_what_the_scanner_put_around_it(string scanned)
    {
        var sold = await cashier.PostAsync("/v1/quotes", BasketOf(new JsonObject { ["barcode"] = scanned, ["quantity"] = 1 }));
        var found = await cashier.FetchAsync($"/v1/variants?barcode={Uri.EscapeDataString(scanned)}");
        Assert.Multiple(() =>
        {
            Assert.That(sold.Text, Does.Contain($"\"{DemoData.Variant("demo", 0)}\""));
            Assert.That(found.Text, Does.Contain($"\"{DemoData.Variant("demo", 0)}\""));
        });
    }

    [TestCase("20000\r00000015")]
    [TestCase("2000000000015A")]
    [TestCase("2--000000000015")]
    public async Task What_is_inside_a_code_is_not_guessed(string scanned)
    {
        var reply = await cashier.PostAsync("/v1/quotes", BasketOf(new JsonObject { ["barcode"] = scanned, ["quantity"] = 1 }));
        Assert.That(reply.IsSuccess, Is.False, reply.Text);
    }

    [TestCase(" cashier@demo.example")]
    [TestCase("cashier@demo.example\n")]
    [TestCase("\tcashier@demo.example\u00a0")]
    [TestCase("\u200bcashier@demo.example\u2003")]
    public async Task Blanks_around_an_address_are_nobodys(string email)
    {
        var reply = await api.Client.PostAsync(
            "/v1/auth/sign-in",
            new JsonObject { ["email"] = email, ["password"] = api.Password }.ToJsonString(),
            ("X-Tenant", "demo")
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
    }

    [Test]
    public async Task Blanks_around_a_password_are_part_of_it()
    {
        var reply = await api.Client.PostAsync(
            "/v1/auth/sign-in",
            new JsonObject { ["email"] = "cashier@demo.example", ["password"] = api.Password + " " }.ToJsonString(),
            ("X-Tenant", "demo")
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized), reply.Text);
    }

    [TestCase("%20honey")]
    [TestCase("honey%0D%0A")]
    [TestCase("%09honey%C2%A0")]
    [TestCase("+honey+")]
    public async Task A_search_is_for_what_was_typed_and_not_for_its_blanks(string search) =>
        Assert.That(
            (await admin.FetchAsync($"/v1/variants?search={search}")).Text,
            Is.EqualTo((await admin.FetchAsync("/v1/variants?search=honey")).Text)
        );

    [Test]
    public async Task Names_and_codes_are_kept_without_their_blanks_and_in_one_spelling()
    {
        var code = $"C{Guid.NewGuid():N}"[..8].ToUpperInvariant();
        var store = Example.StoreOf($" {code}\r\n");
        store["name"] = "  Cafe\u0301 Zu\u0308rich\t";
        store["currency"] = "EUR ";
        store["timeZone"] = "\tEurope/Berlin";
        store["receiptHeader"] = "  One\r\n  two\rthree\n";
        var made = await admin.PostAsync("/v1/stores", store.ToJsonString());
        var read = JsonNode.Parse((await admin.FetchAsync($"/v1/stores/{made["storeId"]}")).Text)!; // Just made.
        Assert.Multiple(() =>
        {
            Assert.That((string?)read["code"], Is.EqualTo(code));
            Assert.That((string?)read["name"], Is.EqualTo("Caf\u00e9 Z\u00fcrich"));
            Assert.That((string?)read["currency"], Is.EqualTo("EUR"));
            Assert.That((string?)read["timeZone"], Is.EqualTo("Europe/Berlin"));
            // Laid out by its blanks.
            Assert.That((string?)read["receiptHeader"], Is.EqualTo("  One\n  two\nthree\n"));
        });
    }

    [TestCase("200.0")]
    [TestCase("200.000")]
    [TestCase("2e2")]
    [TestCase("20000E-2")]
    public async Task A_whole_number_is_whole_however_it_is_written(string amount)
    {
        var settings = JsonNode.Parse((await admin.FetchAsync("/v1/settings")).Text)!["settings"]!; // There always are some.
        settings["approvalLimits"]!["voidUpTo"] = 123456789; // As above.
        var body = settings.ToJsonString().Replace("123456789", amount, StringComparison.Ordinal);
        var reply = await admin.SendAsync(HttpMethod.Put, "/v1/settings", Wire.Json(body), ("If-Match", "\"0\""));
        // Read, and told of the version then.
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed), reply.Text);
    }

    [TestCase("200.5")]
    [TestCase("2.00000001e2")]
    [TestCase("2e-1")]
    public async Task And_no_other_is(string amount) => await IsRefusedAsync(Sale(amount), "tenders[0].amount", "Must be a whole number.");

    [TestCase("1e30")]
    [TestCase("9223372036854775808")]
    [TestCase("1e400")]
    public async Task One_that_is_too_large_is_told_so(string amount) =>
        await IsRefusedAsync(Sale(amount), "tenders[0].amount", "Is larger than any number that is read here.");

    [TestCase("0.30000000000000004", "0.3")]
    [TestCase("0.7999999999999999", "0.8")]
    [TestCase("1.1009999999999998", "1.101")]
    [TestCase("3.0000000000000004", "3")]
    public async Task What_a_sum_of_doubles_leaves_behind_is_rounded_off(string sent, string meant)
    {
        var reply = await cashier.PostAsync("/v1/quotes", Quote(sent));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Text, Does.Contain($"\"quantity\":{meant},").Or.Contain($"\"quantity\":{meant}}}"));
    }

    [TestCase("0.3001")]
    [TestCase("0.300000002")]
    [TestCase("1.9999999")]
    public async Task A_fourth_decimal_that_was_meant_is_not(string sent)
    {
        var reply = await cashier.PostAsync("/v1/quotes", Quote(sent));
        Assert.That(reply.Wrong, Is.EqualTo(new[] { "lines[0].quantity" }), reply.Text);
    }

    [TestCase("/v1/sales?from=2026-01-31T09:30:00+01:00")]
    [TestCase("/v1/sales?from=2026-01-31T09:30:00%2B01:00&to=2026-12-31T00:00:00+00:00")]
    [TestCase("/v1/audit-log?to=2026-01-31T09:30:00.5+05:45")]
    [TestCase("/v1/audit-log/export?from=2026-01-31T09:30:00+01:00&to=2026-01-31T09:31:00+01:00")]
    public async Task A_plus_in_a_time_needs_no_escaping(string address) =>
        Assert.That((await admin.FetchAsync(address)).Status, Is.EqualTo(HttpStatusCode.OK));

    [TestCase("/v1/sales?from=2026-01-31+09:30:00Z")]
    [TestCase("/v1/sales?from=2026-01-31T09:30:00+0100")]
    [TestCase("/v1/sales?from=2026-01-31T09:30:00++01:00")]
    public async Task Elsewhere_in_a_time_it_is_wrong(string address) =>
        Assert.That((await admin.FetchAsync(address)).Wrong, Is.EqualTo(new[] { "from" }));

    [TestCase("gzip")]
    [TestCase("x-gzip")]
    [TestCase("GZIP")]
    [TestCase("br")]
    [TestCase("identity")]
    public async Task A_packed_body_is_read(string encoding)
    {
        var reply = await SendPackedAsync(Quote("1"), encoding);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
    }

    [TestCase("deflate")]
    [TestCase("zstd")]
    [TestCase("gzip, gzip")]
    [TestCase("nonsense")]
    public async Task Or_refused_by_the_name_of_what_it_is(string encoding)
    {
        var reply = await SendPackedAsync(Quote("1"), encoding);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
            Assert.That(reply.Code, Is.EqualTo("request.content_encoding_unsupported"));
            Assert.That(reply.Headers.GetValues("Accept-Encoding"), Is.EqualTo(new[] { "gzip, br" }));
        });
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task What_is_not_packed_as_it_says_is_refused_by_the_header(string encoding)
    {
        using var content = Wire.Json(Quote("1"));
        content.Headers.ContentEncoding.Add(encoding);
        var reply = await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content);
        Assert.That(reply.Wrong, Is.EqualTo(new[] { "Content-Encoding" }), reply.Text);
    }

    [TestCase("gzip", 2 * 1024 * 1024)]
    [TestCase("gzip", 20 * 1024 * 1024)] // Packed, no more than a socket holds: a client that is still sending may miss the answer.
    [TestCase("br", 200 * 1024 * 1024)]
    public async Task What_unpacks_to_more_than_a_body_may_hold_is_too_large(string encoding, int size)
    {
        using var content = new ByteArrayContent(Packed(new byte[size], encoding))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        content.Headers.ContentEncoding.Add(encoding);
        var reply = await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content);
        Assert.That(reply.Code, Is.EqualTo("request.too_large"));
    }

    [Test]
    public async Task A_byte_order_mark_in_front_is_passed_over()
    {
        using var content = Wire.Json("\ufeff" + Quote("1"));
        Assert.That((await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("application/json; charset=\"utf-8\"")]
    [TestCase("application/json; charset=utf8")]
    [TestCase("application/json;charset=UTF-8;v=1")]
    public async Task UTF8_has_several_names(string mediaType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Quote("1")));
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        Assert.That((await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    // One character each, two units of UTF-16, four bytes.
    [TestCase(100, true)]
    [TestCase(101, false)]
    public async Task Lengths_count_characters_as_the_columns_do(int length, bool isTaken)
    {
        var name = string.Concat(Enumerable.Repeat("😀", length));
        var reply = await admin.PostAsync(
            "/v1/roles",
            new JsonObject
            {
                ["name"] = name,
                ["permissions"] = new JsonArray("core.read"),
                ["description"] = name,
            }.ToJsonString()
        );
        if (isTaken)
            Assert.That(reply["name"], Is.EqualTo(name));
        else
            Assert.That(reply.Wrong, Is.EqualTo(new[] { "name" }), reply.Text);
    }

    [TestCase("""{"a":1""", "Is not JSON: line 1, byte")]
    [TestCase("[1]", "Must be an object.")]
    [TestCase("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "Is nested more than 16 levels deep: line 1, byte")]
    [TestCase("""{"lines":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}""", "Is nested more than 16 levels deep: line 1, byte")]
    public async Task A_body_that_cannot_be_read_is_told_why(string body, string why)
    {
        var reply = await cashier.PostAsync("/v1/quotes", body);
        Assert.That((string?)reply.Problem["errors"]!["body"]![0], Does.StartWith(why), reply.Text); // A body that is wrong is named.
    }

    [TestCase("\"a\\ud800\"", "Has half a character: a surrogate without its other half.")]
    [TestCase("\"a\\u0000\"", "Must not contain NUL characters.")]
    [TestCase("5", "Must be text.")]
    public async Task A_text_that_cannot_be_kept_is_told_why(string text, string why)
    {
        var reply = await cashier.PostAsync("/v1/quotes", $$"""{"storeId":"{{Store}}","lines":[{"barcode":{{text}},"quantity":1}]}""");
        Assert.That((string?)reply.Problem["errors"]!["lines[0].barcode"]![0], Is.EqualTo(why), reply.Text); // As above.
    }

    [Test]
    public void Nothing_is_said_in_the_voice_of_a_library()
    {
        var useCases = api.App.Services.GetRequiredService<WebApi.OpenApi.UseCases>();
        var said = useCases.All.SelectMany(request => ValidatedMember.Of(request, api.App.Services)).ToList();
        Assert.That(said, Has.Count.GreaterThan(100));
        Assert.That(
            said.Where(s =>
                    s.Component.GetUnformattedErrorMessage() is var text
                    && (text.Contains("{PropertyName}", StringComparison.Ordinal) || text == Application.Common.HouseTexts.Unknown)
                )
                .Select(s => $"{s.Owner.Name}.{s.Member}: {s.Component.Validator.Name}"),
            Is.Empty
        );
    }

    private static string BasketOf(JsonObject line) =>
        new JsonObject { ["storeId"] = Store, ["lines"] = new JsonArray(line) }.ToJsonString();

    private static string Quote(string quantity) =>
        $$"""{"storeId":"{{Store}}","lines":[{"barcode":"{{DemoData.Barcode(0)}}","quantity":{{quantity}}}]}""";

    private static string Sale(string amount) =>
        $$"""
            {"storeId":"{{Store}}","terminalId":"{{DemoData.Terminal("demo")}}","lines":[{"barcode":"{{DemoData.Barcode(
                0
            )}}","quantity":1}],"tenders":[{"method":"cash","amount":{{amount}}}]}
            """;

    private async Task IsRefusedAsync(string sale, string member, string why)
    {
        var reply = await cashier.PostAsync("/v1/sales", sale, ("Idempotency-Key", Guid.NewGuid().ToString()));
        Assert.That((string?)reply.Problem["errors"]?[member]?[0], Is.EqualTo(why), reply.Text);
    }

    private async Task<Reply> SendPackedAsync(string body, string encoding)
    {
        using var content = new ByteArrayContent(Packed(Encoding.UTF8.GetBytes(body), encoding))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await cashier.SendAsync(HttpMethod.Post, "/v1/quotes", content);
    }

    private static byte[] Packed(byte[] body, string encoding)
    {
        using var packed = new MemoryStream();
        Stream? packing = encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "BR" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        };
        if (packing is null)
            return body;
        using (packing)
            packing.Write(body);
        return packed.ToArray();
    }
}
