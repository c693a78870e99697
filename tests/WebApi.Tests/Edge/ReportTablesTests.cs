using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>Reports as tables.</summary>
[TestFixture]
public sealed class ReportTablesTests
{
    [TestCase("sales", "&by=store", "gross")]
    [TestCase("taxes", "", "gross")]
    [TestCase("tenders", "", "net")]
    [TestCase("exceptions", "", "noSales")]
    [TestCase("shifts", "", "float")]
    public async Task A_table_says_what_JSON_says(string report, string by, string column)
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var admin = await api.SignInAsync("demo", "admin");
        var path =
            $"/v1/reports/{report}?from=2026-01-01&to=2026-12-31&storeId={DemoData.Store("demo")}&storeId={DemoData.Store("demo", 2)}{by}";

        var json = await admin.FetchAsync(path);
        var named = await admin.FetchAsync($"{path}&format=csv");

        Assert.That((json.Status, named.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)), json.Text + named.Text);
        Assert.That(named.ContentHeaders.ContentType?.MediaType, Is.EqualTo("text/csv"));
        var items = JsonNode.Parse(json.Text)!["items"]!.AsArray(); // Every report has some.
        var lines = named.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var place = Array.IndexOf(lines[0].Split(','), $"\"{column}\"");
        Assert.That(lines, Has.Length.EqualTo(items.Count + 1));
        Assert.That(
            lines.Skip(1).Select(line => line.Split("\",\"")[place].Trim('"')),
            Is.EqualTo(items.Select(item => item![column]!.ToString())) // A number.
        );
    }

    [TestCase("from=2026-01-02&to=2026-01-01", "to")]
    [TestCase("from=2026-01-01&to=2027-01-02", "to")]
    [TestCase("from=2026-01-01", "to")]
    [TestCase("from=2026-01-01&to=2026-01-02&storeId=x", "storeId")]
    [TestCase("from=2026-01-01&to=2026-01-02&by=moon", "by")]
    public async Task What_is_wrong_is_named(string query, string member)
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var admin = await api.SignInAsync("demo", "admin");

        var reply = await admin.FetchAsync($"/v1/reports/sales?{query}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Text, Does.Contain($"\"{member}"));
    }
}
