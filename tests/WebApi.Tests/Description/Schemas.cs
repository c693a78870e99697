using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace PosCommerce.WebApi.Tests.Description;

/// <summary>
/// The schemas of the API's description, as something that judges. OpenAPI 3.0 says a few things in words of its own; they are
/// turned into those of JSON Schema 2020-12 and nothing is added: what is strict here is strict in the description.
/// </summary>
public sealed partial class Schemas
{
    private const string JsonType = "application/json";
    private const string FormType = "multipart/form-data";

    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject document;
    private readonly JsonObject definitions;
    private readonly ConcurrentDictionary<string, JsonSchema> built = new(StringComparer.Ordinal);

    public Schemas(string description)
    {
        document = JsonNode.Parse(description)!.AsObject(); // A description is an object.
        definitions = Converted(document["components"]!["schemas"]!).AsObject(); // It has components.
    }

    /// <summary>The operations, by their names as the suites know them.</summary>
    public IEnumerable<string> Operations => Paths().Select(o => OperationOf(o.Operation));

    /// <summary>What is wrong with a body that is sent to an operation; empty when nothing is.</summary>
    public IReadOnlyList<string> MistakesOfRequest(string operation, string body) =>
        Mistakes($"request {operation}", () => ContentOf(operation)?["schema"], body);

    /// <summary>The same of what the operation answered.</summary>
    public IReadOnlyList<string> MistakesOfAnswer(string operation, int status, string? mediaType, string body)
    {
        var response = ResponseOf(operation, status);
        if (response is null)
            return [$"The status {status} is not described."];
        if (body.Length == 0)
            return response["content"] is null ? [] : ["There should be a body."];
        var content = response["content"]?[mediaType ?? ""];
        if (content is null)
            return [$"{mediaType} is not described for {status}."];
        return IsFile(content) ? [] : Mistakes($"answer {operation} {status}", () => content["schema"], body);
    }

    /// <summary>The schema of an operation's body, with its references followed.</summary>
    public JsonNode? BodyOf(string operation) => Follow(ContentOf(operation)?["schema"]);

    /// <summary>The schema that a reference means, or the one that is no reference.</summary>
    public JsonNode? Follow(JsonNode? schema) =>
        (string?)schema?["$ref"] is { } reference ? document["components"]!["schemas"]![reference.Split('/')[^1]] : schema; // As above.

    private JsonNode? ContentOf(string operation) =>
        Find(operation)["requestBody"]?["content"] is { } content ? content[JsonType] ?? content[FormType] : null;

    private static bool IsFile(JsonNode content) => (string?)content["schema"]?["format"] == "binary";

    private JsonNode? ResponseOf(string operation, int status)
    {
        var response = Find(operation)["responses"]?[$"{status}"];
        return (string?)response?["$ref"] is { } reference ? document["components"]?["responses"]?[reference.Split('/')[^1]] : response;
    }

    private JsonObject Find(string operation) => Paths().Single(o => OperationOf(o.Operation) == operation).Operation;

    private IEnumerable<(string Path, JsonObject Operation)> Paths() =>
        from path in document["paths"]!.AsObject() // It describes some.
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Value!.AsObject());

    private static string OperationOf(JsonObject operation)
    {
        var name = (string)operation["operationId"]!; // DescriptionTests wants one.
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private string[] Mistakes(string what, Func<JsonNode?> schema, string body)
    {
        var judge = built.GetOrAdd(what, _ => Build(what, schema() ?? false));
        using var instance = JsonDocument.Parse(body);
        var results = judge.Evaluate(instance.RootElement, Strict);
        if (results.IsValid)
            return [];
        string[] mistakes =
        [
            .. (results.Details ?? [])
                .Where(d => d.Errors is { Count: > 0 })
                .Select(d => $"{d.InstanceLocation}: {string.Join(" ", d.Errors!.Values)}"),
        ]; // Filtered.
        return mistakes.Length > 0 ? mistakes : ["It does not validate."];
    }

    private JsonSchema Build(string what, JsonNode schema)
    {
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"https://poscommerce.example/{Guid.NewGuid()}/{Uri.EscapeDataString(what)}",
            ["$defs"] = definitions.DeepClone(),
            ["allOf"] = new JsonArray(Converted(schema)),
        };
        return JsonSchema.FromText(root.ToJsonString());
    }

    private static JsonNode Converted(JsonNode schema)
    {
        switch (schema)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is null ? null : Converted(item))]);
            case JsonObject members:
                var converted = new JsonObject(
                    members.Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : Converted(m.Value)))
                );
                if (converted.Remove("nullable", out var nullable) && (bool?)nullable is true && converted["type"] is JsonValue type)
                    converted["type"] = new JsonArray((string?)type, "null");
                if (
                    converted["exclusiveMinimum"] is JsonValue exclusive
                    && exclusive.TryGetValue<bool>(out var isExclusive)
                    && converted.Remove("exclusiveMinimum")
                    && isExclusive
                )
                {
                    converted.Remove("minimum", out var minimum);
                    converted["exclusiveMinimum"] = minimum;
                }

                if ((string?)(converted["$ref"] as JsonValue) is { } reference)
                    converted["$ref"] = reference.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
                // Here $ would also match in front of a line feed that ends the text; in JavaScript it does not.
                if ((string?)(converted["pattern"] as JsonValue) is { } pattern)
                    converted["pattern"] = EndForm().Replace(pattern, @"(?![\s\S])");
                return converted;
            default:
                return schema.DeepClone();
        }
    }

    [GeneratedRegex(@"(?<!\\)\$$")]
    private static partial Regex EndForm();
}
