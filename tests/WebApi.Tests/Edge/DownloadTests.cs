using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using PosCommerce.Infrastructure.Database;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Files that are taken out, as callers get them.</summary>
[TestFixture]
public sealed class DownloadTests
{
    private const string Path = "/v1/exports";

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
    public async Task A_file_is_asked_for_made_downloaded_packed_or_not_and_brought_back_unchanged()
    {
        using var asked = await AskAsync("""{"kind":"products"}""");
        var location = asked.Headers.Location!.ToString(); // It is 202.
        var early = await admin.GetAsync($"{location}/content");
        await WorkAsync();
        using var plain = await GetAsync($"{location}/content", null);
        var file = await plain.Content.ReadAsByteArrayAsync();

        Assert.That((asked.StatusCode, early.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Conflict)));
        var export = JsonNode.Parse(await admin.GetStringAsync(location))!; // It is read.
        Assert.That(((string?)export["status"], (long?)export["bytes"]), Is.EqualTo(("done", (long)file.Length)));
        Assert.That(plain.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/csv; charset=utf-8"));
        Assert.That(
            plain.Content.Headers.ContentDisposition?.ToString(),
            Is.EqualTo($"attachment; filename=articles-{(string?)export["exportId"]}.csv")
        );
        Assert.That(
            (plain.Content.Headers.ContentLength, plain.Content.Headers.ContentEncoding),
            Is.EqualTo(((long?)file.Length, Array.Empty<string>()))
        );
        Assert.That(Encoding.UTF8.GetString(file), Does.StartWith("\"product\",\"productName\",").And.EndWith("\"\r\n"));

        foreach (var packing in new[] { "gzip", "br" })
        {
            using var packed = await GetAsync($"{location}/content", packing);
            var bytes = await packed.Content.ReadAsByteArrayAsync();
            Assert.That(packed.Content.Headers.ContentEncoding, Is.EqualTo(new[] { packing }));
            Assert.That(packed.Headers.Vary, Does.Contain("Accept-Encoding"));
            Assert.That(bytes, Has.Length.LessThan(file.Length / 4));
            Assert.That(Unpacked(bytes, packing), Is.EqualTo(file));
        }

        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(file), "file", "articles.csv" },
            { new StringContent("products"), "kind" },
            { new StringContent("true"), "dryRun" },
        };
        using var import = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = form };
        import.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var brought = await admin.SendAsync(import);
        await WorkAsync();
        await WorkAsync();
        var judged = JsonNode.Parse(await admin.GetStringAsync(brought.Headers.Location))!; // It is read.
        Assert.That(
            ((string?)judged["status"], (int?)judged["rowsUnchanged"]),
            Is.EqualTo(("done", (int?)export["rowsDone"])),
            judged.ToJsonString()
        );
    }

    [Test]
    public async Task Nothing_else_is_packed()
    {
        using var list = await GetAsync("/v1/products?limit=200", "gzip");

        Assert.That(list.Content.Headers.ContentEncoding, Is.Empty, "The packed length of an answer tells what it holds.");
    }

    [TestCase("""{"kind":"goods"}""", "kind")]
    [TestCase("""{"kind":"products","productStatus":"archived"}""", "productStatus")]
    [TestCase("""{"kind":"products","brand":""}""", "brand")]
    [TestCase("""{"kind":"products","tag":"a\u0000"}""", "tag")]
    [TestCase("""{"kind":"products","colour":"red"}""", "colour")]
    public async Task What_is_asked_for_wrongly_is_refused_by_its_member(string body, string member)
    {
        using var refused = await AskAsync(body);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain($"\"{member}\""));
    }

    [Test]
    public async Task Whoever_may_not_keep_articles_takes_none_out()
    {
        using var cashier = await api.SignInAsync("demo", "cashier");
        using var request = Asking("""{"kind":"products"}""");
        using var refused = await cashier.SendAsync(request);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static HttpRequestMessage Asking(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }

    private async Task<HttpResponseMessage> AskAsync(string body)
    {
        using var request = Asking(body);
        return await admin.SendAsync(request);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? packing)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (packing is not null)
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(packing));
        return await admin.SendAsync(request);
    }

    private static byte[] Unpacked(byte[] packed, string packing)
    {
        using var from = new MemoryStream(packed);
        using Stream zip =
            packing == "br" ? new BrotliStream(from, CompressionMode.Decompress) : new GZipStream(from, CompressionMode.Decompress);
        using var text = new MemoryStream();
        zip.CopyTo(text);
        return text.ToArray();
    }

    private async Task WorkAsync()
    {
        var jobs = api.App.Services.GetRequiredService<JobQueue>();
        while (await jobs.DueAsync(100, CancellationToken.None) is { Count: > 0 } found)
        {
            foreach (var due in found)
            {
                if (await jobs.TakeAsync(due, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None) is { } taken)
                    await jobs.RunAsync(taken);
            }
        }
    }
}
