using System.Text.Json;
using System.Text.Json.Nodes;

namespace PosCommerce.WebApi.Tests.Description;

/// <summary>
/// Bodies that differ from a good one in one place: every member that the description knows, sent or not, with every value.
/// </summary>
internal static class Shapes
{
    public static IEnumerable<(string What, string Body)> Of(
        Schemas schemas,
        JsonNode? schema,
        JsonNode? good,
        IReadOnlyList<string> values
    )
    {
        yield return ("as it is", Text(good));
        foreach (var (path, owner, member) in Members(schemas, schema, good, []))
        {
            foreach (var value in values.Concat(Variants(Find(good, path)?[member])))
                yield return (
                    $"{string.Join('.', path)}.{member} = {Short(value)}",
                    With(good, path, parent => parent[member] = JsonNode.Parse(value))
                );
            if (Find(good, path) is JsonObject known && known.ContainsKey(member))
                yield return ($"{string.Join('.', path)} without {member}", With(good, path, parent => parent.Remove(member)));
            if (member == owner.First().Key)
                yield return ($"{string.Join('.', path)} with more", With(good, path, parent => parent["unknown"] = 1));
        }
    }

    // What people make of a good text: the service takes some of it for the same.
    private static IEnumerable<string> Variants(JsonNode? good)
    {
        if (good is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length == 0)
            yield break;
        foreach (
            var variant in new[]
            {
                text.ToLowerInvariant(),
                text.ToUpperInvariant(),
                $" {text} ",
                $"{text}\r",
                $"\t{text}",
                text.Insert(text.Length / 2, " "),
                text.Insert(text.Length / 2, "-"),
                $"{text}\r\n{text}",
            }
        )
            yield return JsonSerializer.Serialize(variant);
    }

    private static IEnumerable<(object[] Path, JsonObject Owner, string Member)> Members(
        Schemas schemas,
        JsonNode? schema,
        JsonNode? good,
        object[] path
    )
    {
        schema = NotNull(schemas, schema);
        if (schema?["items"] is { } items)
            return good is JsonArray { Count: > 0 } list ? Members(schemas, items, list[0], [.. path, 0]) : [];
        return schema?["properties"] is JsonObject properties && good is JsonObject
            ? properties.SelectMany(p => Members(schemas, p.Value, good[p.Key], [.. path, p.Key]).Prepend((path, properties, p.Key)))
            : [];
    }

    private static JsonNode? NotNull(Schemas schemas, JsonNode? schema) =>
        schemas.Follow(schema?["oneOf"] is JsonArray choices ? choices.First(choice => choice?["$ref"] is not null) : schema);

    private static JsonNode? Find(JsonNode? root, object[] path) =>
        path.Aggregate(root, (node, step) => step is int index ? node?[index] : node?[(string)step]);

    private static string With(JsonNode? good, object[] path, Action<JsonObject> change)
    {
        var copy = good!.DeepClone(); // Whoever has members is something.
        change(Find(copy, path)!.AsObject()); // As above.
        return Text(copy);
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static string Short(string value) => value.Length > 60 ? $"{value[..60]}..." : value;
}
