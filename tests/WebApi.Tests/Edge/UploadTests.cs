using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using PosCommerce.Infrastructure.Database;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Files that are sent in a form, read as strictly as everything else.</summary>
[TestFixture]
public sealed class UploadTests
{
    private const string Path = "/v1/imports";
    private const string Table = "sku,productName,price,currency,taxClass\n";
    private const int MiB = 1024 * 1024;

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

    [Test]
    public async Task A_file_is_taken_and_worked_through_and_told_as_a_table_that_runs_nothing()
    {
        var taken = await SendAsync([("file", $"{Table}=1+1,Tea,1.50,EUR,standard\nCUP,Cup,x,EUR,standard\n"), ("kind", "products")]);

        Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.Accepted), taken.Text);
        Assert.That(taken.Headers.Location?.ToString(), Is.EqualTo($"{Path}/{taken["importId"]}"));
        Assert.That((await admin.FetchAsync(taken.Headers.Location!.ToString()))["status"], Is.EqualTo("queued")); // As above.

        await WorkAsync();
        var import = JsonNode.Parse((await admin.FetchAsync($"{Path}/{taken["importId"]}")).Text)!; // It is read.
        var refused = JsonNode.Parse((await admin.FetchAsync($"{Path}/{taken["importId"]}/rows?outcome=refused")).Text)!; // As above.
        var export = await admin.FetchAsync($"{Path}/{taken["importId"]}/rows/export");
        Assert.That(((string?)import["status"], (int?)import["rowsCreated"], (int?)import["rowsRefused"]), Is.EqualTo(("done", 1, 1)));
        Assert.That(
            ((int?)refused["items"]![0]!["rowNumber"], (string?)refused["items"]![0]!["problems"]![0]!["column"]),
            Is.EqualTo((3, "price"))
        ); // One was.
        Assert.That(export.ContentHeaders.ContentType?.MediaType, Is.EqualTo("text/csv"));
        var lines = export.Text.Split("\r\n");
        Assert.That(lines[0], Does.StartWith("\"rowNumber\",\"outcome\",\"sku\""));
        Assert.That(lines[1], Does.StartWith("\"2\",\"created\",\"'=1+1\""), "A spreadsheet takes it for text.");
        Assert.That(lines[2], Does.Contain("\"price: Must be a number, such as 12 or 1.50.\""));
    }

    [Test]
    public async Task The_same_file_under_the_same_key_is_one_import_and_another_file_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        var first = await SendAsync([("file", "sku,brand\nA,x\n"), ("kind", "products")], key);
        var again = await SendAsync([("kind", "products"), ("file", "sku,brand\nA,x\n")], key);
        var other = await SendAsync([("file", "sku,brand\nA,y\n"), ("kind", "products")], key);

        Assert.That((again.Status, again.Text), Is.EqualTo((HttpStatusCode.Accepted, first.Text)));
        Assert.That(again.Headers.GetValues("Idempotency-Replayed"), Is.EqualTo(new[] { "true" }));
        Assert.That((other.Status, other.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "request.idempotency_key_reused")));
    }

    [TestCase("kind=products", "file", "Required.")]
    [TestCase("file=sku,brand\nA,x", "kind", "Required.")]
    [TestCase("file=sku,brand\nA,x&kind=products&kind=products", "kind", "Given twice.")]
    [TestCase("file=sku,brand\nA,x&kind=products&colour=red", "colour", "Unknown member.")]
    [TestCase("file=sku,brand\nA,x&kind=goods", "kind", "Must be one of products.")]
    [TestCase("file=sku,brand\nA,x&kind=Products", "kind", "Must be one of products.")]
    [TestCase("file=sku,brand\nA,x&kind=products&dryRun=1", "dryRun", "Must be true or false.")]
    [TestCase("file=sku,brand\nA,x&kind=products&separator=;", "separator", "Must be one of comma, semicolon, tab.")]
    [TestCase("file=sku,brand\nA,x&kind=products&onError=", "onError", "Must be one of skip, stop.")]
    [TestCase("file=&kind=products", "file", "Must be a file of 1 byte to 32 MiB.")]
    public async Task What_is_wrong_with_a_form_is_said_by_the_name_of_its_part(string form, string member, string says)
    {
        var reply = await SendAsync([.. form.Split('&').Select(part => part.Split('=', 2)).Select(part => (part[0], part[1]))]);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.BadRequest, "request.invalid")), reply.Text);
        Assert.That(reply.Problem["errors"]![member]!.AsArray().Select(e => (string?)e), Is.EqualTo(new[] { says })); // It is invalid.
    }

    [TestCase("multipart/form-data", "--x\r\n\r\n--x--", "Content-Type")]
    [TestCase("multipart/form-data; boundary=x", "nothing of the kind", "body")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Type: text/csv\r\n\r\na\r\n--x--\r\n", "body")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=kind\r\n\r\nproducts", "body")]
    public async Task What_is_no_form_is_refused(string type, string body, string member)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var reply = await admin.SendAsync(HttpMethod.Post, Path, content, ("Idempotency-Key", Guid.NewGuid().ToString()));

        Assert.That((reply.Status, reply.Wrong), Is.EqualTo((HttpStatusCode.BadRequest, new[] { member })), reply.Text);
    }

    [TestCase("application/json", "{}")]
    [TestCase("text/csv", "sku,brand\nA,x\n")]
    [TestCase("application/x-www-form-urlencoded", "kind=products")]
    public async Task Only_a_form_is_taken_where_a_file_is(string type, string body)
    {
        var reply = await admin.SendAsync(HttpMethod.Post, Path, Wire.Json(body, type), ("Idempotency-Key", Guid.NewGuid().ToString()));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, "request.media_type_unsupported")));
    }

    [Test]
    public async Task A_form_is_taken_nowhere_else()
    {
        var reply = await SendAsync([("name", "Tea")], path: "/v1/products");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [Test]
    public async Task A_file_may_be_larger_than_other_bodies_and_not_larger_than_is_said()
    {
        var large = new StringBuilder("sku,description\n", 3 * MiB);
        for (var row = 0; large.Length < 2 * MiB; row++)
            large.Append(System.Globalization.CultureInfo.InvariantCulture, $"LARGE-{row},{new string('x', 1_000)}\n");

        Assert.That(
            (await SendAsync([("file", large.ToString()), ("kind", "products"), ("dryRun", "true")])).Status,
            Is.EqualTo(HttpStatusCode.Accepted)
        );
        Assert.That(
            (await SendAsync([("file", new string('x', 33 * MiB)), ("kind", "products")], asksFirst: true)).Status,
            Is.EqualTo(HttpStatusCode.RequestEntityTooLarge)
        );
    }

    private async Task<Reply> SendAsync((string Name, string Value)[] parts, string? key = null, string path = Path, bool asksFirst = false)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in parts)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(value));
            if (name == "file")
            {
                content.Headers.ContentType = new MediaTypeHeaderValue("image/png"); // What somebody says that it is does not count.
                form.Add(content, name, "table.exe");
            }
            else
                form.Add(content, name);
        }

        List<(string, string)> headers = [("Idempotency-Key", key ?? Guid.NewGuid().ToString())];
        if (asksFirst)
            headers.Add(("Expect", "100-continue"));
        return await admin.SendAsync(HttpMethod.Post, path, form, [.. headers]);
    }

    private async Task WorkAsync()
    {
        var jobs = api.App.Services.GetRequiredService<JobQueue>();
        foreach (var due in await jobs.DueAsync(100, CancellationToken.None))
        {
            if (await jobs.TakeAsync(due, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None) is { } taken)
                await jobs.RunAsync(taken);
        }
    }
}
