using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Local;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Description;

/// <summary>
/// docs/examples holds a call and its answer for every operation, and a refusal for every status; the description shows them.
/// They are what the calls of this test are answered: <c>./build.sh docs</c> writes them.
/// </summary>
[TestFixture]
public sealed class PublishedExamplesTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Test, Category("Published")]
    public async Task Every_example_is_what_is_answered()
    {
        var first = await RecordAsync();
        var second = await RecordAsync();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, (exchange, password)) in first)
            files[$"examples/{name}.json"] = TextOf(exchange, second[name].Exchange, password);

        foreach (var (name, text) in files)
            await Published.IsCurrentAsync(name, text);
        var folder = Path.Combine(Repository.Root, "docs", "examples");
        Assert.That(
            Directory.GetFiles(folder).Select(file => $"examples/{Path.GetFileName(file)}"),
            Is.EquivalentTo(files.Keys),
            "One of a call that is there no more is deleted."
        );
    }

    [Test]
    public async Task The_description_shows_an_example_of_every_answer_and_of_every_refusal()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var text = await api.Client.GetStringAsync("/openapi/v1.json");
        var document = JsonNode.Parse(text)!; // A description is JSON.
        var schemas = new Schemas(text);
        using var all = Assert.EnterMultipleScope();
        // It describes some.
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(o => o.Value!))
        {
            var id = (string)operation["operationId"]!; // DescriptionTests wants one.
            var name = char.ToUpperInvariant(id[0]) + id[1..];
            if (operation["requestBody"]?["content"]?["application/json"] is { } body)
                Assert.That(schemas.MistakesOfRequest(name, body["example"]?.ToJsonString() ?? "null"), Is.Empty, $"{id}: the request");
            foreach (
                var (status, response) in operation["responses"]!
                    .AsObject()
                    .Where(r => r.Value?["$ref"] is null && r.Value?["content"] is not null)
            ) // Every operation answers.
            {
                // An answer that is written in several ways shows one of them.
                var shown = response!["content"]!.AsObject().Where(c => c.Value?["example"] is not null).ToList(); // Filtered.
                Assert.That(shown, Has.Count.EqualTo(1), $"{id}: the answer");
                foreach (var (mediaType, content) in shown)
                    Assert.That(
                        schemas.MistakesOfAnswer(
                            name,
                            int.Parse(status, CultureInfo.InvariantCulture),
                            mediaType,
                            content!["example"]!.ToJsonString() // Filtered.
                        ),
                        Is.Empty,
                        $"{id}: the answer"
                    );
            }
        }

        foreach (var (name, response) in document["components"]!["responses"]!.AsObject()) // There are refusals.
            // DescriptionTests wants their form.
            Assert.That((string?)response!["content"]!["application/problem+json"]!["example"]?["code"], Is.Not.Null, name);
    }

    private static string TextOf(Exchange first, Exchange second, string password)
    {
        var unstable = new Unstable(password);
        var file = new JsonObject
        {
            ["request"] = new JsonObject
            {
                ["method"] = first.Example.Method.Method,
                ["path"] = unstable.SettlePath(first.Example.Path, second.Example.Path),
            },
        };
        if (first.Example.Body is not null)
            file["request"]!["body"] = unstable.Settle(Sent(first), Sent(second));
        file["status"] = first.Status;
        if (first.Answer is { } answer)
            file["answer"] = unstable.Settle(answer, second.Answer);
        else if (first.Text.Length > 0)
            file["answer"] = unstable.Settle(Top(first.Text), Top(second.Text));
        return file.ToJsonString(Readable) + "\n";
    }

    // What was put together here holds ids as ids; what was sent holds texts.
    private static JsonNode? Sent(Exchange exchange) => exchange.Example.Body is { } body ? JsonNode.Parse(body.ToJsonString()) : null;

    // A table of a few rows shows as much as a long one.
    private static string Top(string table) => string.Concat(table.Split("\r\n").Take(4).Select(line => $"{line}\r\n"));

    private static async Task<Dictionary<string, (Exchange Exchange, string Password)>> RecordAsync()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var calls = (await Walk.AllAsync(api)).ToDictionary(
            e => char.ToLowerInvariant(e.Example.Operation[0]) + e.Example.Operation[1..],
            e => (e, api.Password)
        );
        foreach (var (status, exchange) in await Refusals.AllAsync())
            calls.Add($"problem-{status}", (exchange, api.Password));
        return calls;
    }
}
