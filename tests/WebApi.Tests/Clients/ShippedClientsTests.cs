using System.Diagnostics;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Local;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Clients;

/// <summary>
/// The generated clients run every operation against the API as it is. Their programs are generated and compiled by
/// <c>./build.sh client-check</c>, which then asks for this fixture by its category.
/// </summary>
[TestFixture, Explicit("Needs the clients, which ./build.sh client-check makes."), Category("Clients")]
public sealed class ShippedClientsTests
{
    [TestCase("node", "clients/typescript/run.mjs")]
    [TestCase("dotnet", "artifacts/clients/bin/PosCommerce.Client.Runner/debug/PosCommerce.Client.Runner.dll")]
    public async Task A_shipped_client_runs_every_operation(string host, string program)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var document = JsonNode.Parse(await api.Client.GetStringAsync("/openapi/v1.json"))!; // A description is JSON.
        // DeclarationTests wants every route to declare.
        var audiences = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!.Audience);
        using var callers = await Callers.SignInAsync(api);
        var merchant = new Merchant("demo", await Belongings.MakeAsync(api, callers.Admin, "demo"), api.Password, "clients1");
        using var client = Start(host, Path.Combine(Repository.Root, program), api.Client.BaseAddress!); // It has one.
        Dictionary<string, JsonNode> answers = [];
        List<string> run = [];
        using var all = Assert.EnterMultipleScope();
        foreach (var planned in Example.All(merchant))
        {
            var example = planned.Refine?.Invoke(planned, answers) ?? planned;
            var reply = await AskAsync(client, CallOf(document, example, audiences[example.Operation], callers));
            Assert.That((string?)reply["error"], Is.Null, example.Operation);
            if (reply["file"] is { } file)
                Assert.That(
                    (string?)file,
                    Does.StartWith("\"auditEntryId\",").Or.StartWith("\"rowNumber\",").Or.StartWith("\"sku\","),
                    example.Operation
                );
            if (reply["answer"] is { } answer)
                answers[example.Operation] = answer;
            run.Add(example.Operation);
        }

        Assert.That(run, Is.EquivalentTo(Route.All(api).Select(r => r.Operation)));
        client.StandardInput.Close();
        Assert.That(client.WaitForExit(TimeSpan.FromSeconds(30)), "It ends when it is told nothing more.");
    }

    private static Process Start(string host, string program, Uri url)
    {
        Assert.That(File.Exists(program), $"{program} is missing: run ./build.sh client-check.");
        return Process.Start(
            new ProcessStartInfo(host, [program, url.GetLeftPart(UriPartial.Authority)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!; // A program that is there starts.
    }

    private static async Task<JsonNode> AskAsync(Process client, JsonNode call)
    {
        await client.StandardInput.WriteLineAsync(call.ToJsonString());
        await client.StandardInput.FlushAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var line = await client.StandardOutput.ReadLineAsync(patience.Token);
        return JsonNode.Parse(line ?? throw new AssertionException("The client has ended."))!; // It answers with objects.
    }

    // Every argument by its name: of the path, the query, the headers, and the body.
    private static JsonObject CallOf(JsonNode document, Example example, Audience audience, Callers callers)
    {
        using var request = example.ToRequest();
        var headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.Single(), StringComparer.Ordinal);
        if (audience is Audience.Anybody && example.Operation != "SignInOperator")
            headers["X-Tenant"] = "demo";
        var query = example.Path.Split('?') is [_, var pairs]
            ? pairs.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]))
            : [];
        var (path, operation) = Find(document, example.Operation);
        var arguments = new JsonObject();
        foreach (
            var (name, segment) in path.Split('/').Zip(example.Path.Split('?')[0].Split('/')).Where(pair => pair.First.StartsWith('{'))
        )
            arguments[name.Trim('{', '}')] = segment;
        foreach (var (name, value) in query.Concat(headers).Where(argument => Names(document, operation).Contains(argument.Key)))
            arguments[name] = IsList(operation, name) ? new JsonArray(value) : value;
        // The members of a form are arguments of their own.
        if (example is { File: { } file, Body: JsonObject form })
        {
            foreach (var (name, value) in form)
                arguments[name] = name == file ? new JsonObject { ["file"] = value?.DeepClone() } : value?.DeepClone();
        }
        else if (example.Body is not null)
            arguments["body"] = example.Body.DeepClone();
        return new JsonObject
        {
            ["operation"] = (string?)operation["operationId"],
            ["token"] = callers.Of(audience).DefaultRequestHeaders.Authorization?.Parameter,
            ["arguments"] = arguments,
        };
    }

    private static (string Path, JsonNode Operation) Find(JsonNode document, string name) =>
        document["paths"]!
            .AsObject() // It describes some.
            .SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Value!)))
            .Single(o => string.Equals((string?)o.Item2["operationId"], name, StringComparison.OrdinalIgnoreCase));

    private static bool IsList(JsonNode operation, string name) =>
        (operation["parameters"]?.AsArray() ?? []).Any(p => (string?)p!["name"] == name && (string?)p["schema"]?["type"] == "array");

    private static IEnumerable<string?> Names(JsonNode document, JsonNode operation) =>
        from parameter in operation["parameters"]?.AsArray() ?? []
        let reference = (string?)parameter!["$ref"]
        // A reference leads somewhere.
        select (string?)(reference is null ? parameter : document["components"]!["parameters"]![reference.Split('/')[^1]])!["name"];
}
