using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Scenarios;

/// <summary>What a till prints and what a customer keeps, through HTTP alone.</summary>
[TestFixture]
public sealed class ReceiptsTests
{
    private ApiUnderTest api = null!; // Started before the first test, like those who call it.
    private HttpClient cashier = null!;
    private HttpClient rival = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        cashier = await api.SignInAsync("demo", "cashier");
        rival = await api.SignInAsync("rival", "admin");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        cashier.Dispose();
        rival.Dispose();
        await api.DisposeAsync();
    }

    [TestCase("text", "text/plain; charset=utf-8", "Kiel Fischhaus")]
    [TestCase("html", "text/html; charset=utf-8", "<!DOCTYPE html>")]
    [TestCase("pdf", "application/pdf", "%PDF-")]
    [TestCase("escpos&printer=epsonTmT20", "application/octet-stream", "\u001B@")]
    public async Task A_receipt_is_written_as_it_is_asked_for(string format, string mediaType, string text)
    {
        var receipt = ReceiptOf(await SellAsync(await CompanyAsync()));

        using var reply = await cashier.GetAsync($"{receipt}?format={format}");
        var content = Encoding.Latin1.GetString(await reply.Content.ReadAsByteArrayAsync());

        Assert.That((reply.StatusCode, $"{reply.Content.Headers.ContentType}"), Is.EqualTo((HttpStatusCode.OK, mediaType)));
        Assert.That(content, Does.Contain(text));
        Assert.That(
            reply.Headers.GetValues("Content-Security-Policy"),
            Is.EqualTo(new[] { "default-src 'none'; style-src 'unsafe-inline'; sandbox" })
        );
    }

    [Test]
    public async Task An_invoice_names_the_company_as_it_was_and_no_person()
    {
        var company = await CompanyAsync();
        var receipt = ReceiptOf(await SellAsync(company));
        var person = await EnterAsync("""{"kind":"person","displayName":"Wiebke Harms"}""");
        var renamed = await cashier.SendAsync(
            HttpMethod.Put,
            $"/v1/customers/{company}",
            Wire.Json("""{"kind":"company","company":"Another Ltd"}"""),
            [("If-Match", "\"1\"")]
        );
        Assert.That(renamed.IsSuccess, renamed.Text);

        var invoice = JsonNode.Parse((await cashier.FetchAsync(receipt)).Text)!["billTo"]!; // It was sold to a company.
        Assert.That(
            invoice.ToJsonString(),
            Is.EqualTo(
                """{"name":"Kiel Fischhaus GmbH","taxId":"DE123456789","street":"Hafen 1","postalCode":"24103","city":"Kiel","region":null,"country":"DE"}"""
            )
        );
        Assert.That((await cashier.FetchAsync(ReceiptOf(await SellAsync(person)))).Text, Does.Not.Contain("Harms"));
    }

    [Test]
    public async Task Copies_are_counted_once_for_each_key()
    {
        var receipt = ReceiptOf(await SellAsync(null));
        var unsigned = await cashier.PostAsync($"{receipt}/prints", "");
        var first = await PrintAsync("first");
        var again = await PrintAsync("first");
        var second = await PrintAsync("second");

        Assert.That(unsigned.Status, Is.EqualTo(HttpStatusCode.BadRequest), "A key is required.");
        Assert.That((CopyOf(first), again.Text, CopyOf(second)), Is.EqualTo((0, first.Text, 1)));
        Assert.That((await cashier.FetchAsync($"{receipt}?format=text")).Text, Does.Contain("*** COPY 1 ***"));
        Assert.That((await cashier.FetchAsync($"{receipt}?format=text&print=1")).Text, Does.Not.Contain("COPY"));
        Assert.That((await cashier.FetchAsync($"{receipt}?print=3")).Code, Is.EqualTo("sales.no_such_print"));

        Task<Reply> PrintAsync(string key) => cashier.PostAsync($"{receipt}/prints", "", ("Idempotency-Key", $"{receipt}-{key}"));
    }

    [TestCase("format=docx", "format")]
    [TestCase("format=text&columns=40", "columns")]
    [TestCase("format=html&columns=42", "columns")]
    [TestCase("format=escpos", "printer")]
    [TestCase("format=escpos&printer=abacus", "printer")]
    [TestCase("printer=pos58", "printer")]
    [TestCase("print=0", "print")]
    [TestCase("paper=blue", "paper")]
    public async Task What_is_wrong_is_named(string query, string member)
    {
        var refused = await cashier.FetchAsync($"{ReceiptOf(await SellAsync(null))}?{query}");

        Assert.That((refused.Status, refused.Wrong), Is.EqualTo((HttpStatusCode.BadRequest, new[] { member })), refused.Text);
    }

    [Test]
    public async Task Another_merchant_sees_and_prints_none()
    {
        var receipt = ReceiptOf(await SellAsync(null));

        Assert.That((await rival.FetchAsync(receipt)).Code, Is.EqualTo("sales.sale_not_found"));
        Assert.That(
            (await rival.PostAsync($"{receipt}/prints", "", ("Idempotency-Key", "rival"))).Code,
            Is.EqualTo("sales.sale_not_found")
        );
    }

    private static int CopyOf(Reply print) => (int)JsonNode.Parse(print.Text)!["copy"]!; // A print has one.

    private static string ReceiptOf(string sale) => $"/v1/sales/{sale}/receipt";

    private Task<string> CompanyAsync() =>
        EnterAsync(
            """
            {"kind":"company","company":"Kiel Fischhaus GmbH","taxId":{"country":"DE","number":"DE123456789"},
             "addresses":[{"kind":"shipping","city":"Husum"},{"kind":"billing","street":"Hafen 1","postalCode":"24103","city":"Kiel","country":"DE"}]}
            """
        );

    private async Task<string> EnterAsync(string body)
    {
        var made = await cashier.PostAsync("/v1/customers", body);
        Assert.That(made.IsSuccess, made.Text);
        return made["customerId"]!; // It was made.
    }

    private async Task<string> SellAsync(string? customer)
    {
        var body = Example.Members(
            ("storeId", DemoData.Store("demo")),
            ("terminalId", DemoData.Terminal("demo")),
            ("lines", new JsonArray(Example.Members(("variantId", DemoData.Variant("demo", 906)), ("quantity", 1)))),
            ("tenders", new JsonArray(Example.Members(("method", "cash"), ("amount", 1_000_000))))
        );
        if (customer is not null)
            body["customerId"] = customer;
        var sold = await cashier.PostAsync("/v1/sales", body.ToJsonString(), ("Idempotency-Key", Guid.NewGuid().ToString()));
        Assert.That(sold.IsSuccess, sold.Text);
        return sold["saleId"]!; // It was sold.
    }
}
