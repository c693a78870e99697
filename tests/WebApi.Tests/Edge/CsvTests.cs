using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NUnit.Framework;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Tables as files, for people who open them in a spreadsheet.</summary>
[TestFixture]
public sealed class CsvTests
{
    [TestCase("=1+1", "'=1+1")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'\t'=1")]
    [TestCase("\r=1", "'\r'=1")]
    [TestCase("  =1", "'  =1")]
    [TestCase("＝1", "'＝1")]
    [TestCase("a;=1", "a;'=1")]
    [TestCase("a; -1", "a;' -1")]
    [TestCase("a\n@b", "a\n'@b")]
    [TestCase("a = b - c", "a = b - c")]
    [TestCase("a; b", "a; b")]
    [TestCase("", "")]
    public async Task What_looks_like_a_formula_is_text(string typed, string written) =>
        Assert.That(await TextAsync([typed]), Is.EqualTo($"\"typed\"\r\n\"{written}\"\r\n"));

    [Test]
    public async Task A_hostile_name_does_nothing_in_the_export_of_the_audit_log()
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var admin = await api.SignInAsync("demo", "admin");
        // A success has a body.
        var invited = JsonNode.Parse((await admin.PostAsync("/v1/users", """{"email":"eve@demo.example","name":"Eve"}""")).Text)!;
        const string name = """Eve;=HYPERLINK("http://evil.example","You won")""";
        var body = new JsonObject { ["email"] = "eve@demo.example", ["name"] = name }.ToJsonString();
        var changed = await admin.SendAsync(HttpMethod.Put, $"/v1/users/{invited["userId"]}", Wire.Json(body), ("If-Match", "\"1\""));
        Assert.That(changed.Status, Is.EqualTo(HttpStatusCode.OK), changed.Text);

        var export = await admin.FetchAsync($"/v1/audit-log/export?act=ChangeUser&subjectId={invited["userId"]}");

        var lines = export.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(export.ContentHeaders.ContentType?.ToString(), Is.EqualTo("text/csv; charset=utf-8"));
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(
            lines[1],
            Does.Contain(
                """
                ,"name: Eve -> Eve;'=HYPERLINK(""http://evil.example"",""You won"")",
                """.Trim()
            )
        );
        Assert.That(lines, Is.All.StartsWith("\"").And.All.EndsWith("\""));
    }

    private static async Task<string> TextAsync(string[] rows)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await CsvResult
            .Of("table", rows, [new CsvColumn<string>("typed", row => row)])
            .ExecuteResultAsync(new ActionContext { HttpContext = http });
        return Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
    }
}
