using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Says in the caller's words why JSON was refused. The serialiser finds only the first mistake and names our types; this
/// walks the refused text again beside the type it should have been, and names every member that is wrong.
/// </summary>
internal static class JsonReading
{
    public const string Missing = "Required.";
    private const string Unknown = "Unknown member.";
    private const string Doubled = "Given twice.";
    private const string IsNull = "Must not be null.";
    /// <summary>How the body as a whole is named among the errors.</summary>
    public const string Body = "body";

    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = Json.Options.MaxDepth };

    /// <summary>Every mistake, by path; never empty for a text that the serialiser refused.</summary>
    public static List<(string Path, string Message)> Explain(ReadOnlyMemory<byte> utf8, Type type)
    {
        List<(string, string)> mistakes = [];
        try
        {
            using var document = JsonDocument.Parse(utf8, Lenient);
            Walk(document.RootElement, Json.Options.GetTypeInfo(type), isNullable: false, "", mistakes);
        }
        catch (JsonException e)
        {
            mistakes.Add((Body, string.Create(CultureInfo.InvariantCulture, $"Is not JSON, or nested too deeply: line {e.LineNumber + 1 ?? 1}, byte {e.BytePositionInLine + 1 ?? 1}.")));
        }

        if (mistakes.Count == 0)
            mistakes.Add((Body, "Is not what this operation reads."));
        return mistakes;
    }

    /// <summary>Every null in a list, which no operation knows, by path.</summary>
    public static List<(string Path, string Message)> FindNothing(ReadOnlyMemory<byte> utf8)
    {
        List<(string, string)> mistakes = [];
        using var document = JsonDocument.Parse(utf8, Lenient);
        Search(document.RootElement, "");
        return mistakes;

        void Search(JsonElement element, string path)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                        Search(member.Value, Under(path, member.Name));
                    break;
                case JsonValueKind.Array:
                    foreach (var (index, item) in element.EnumerateArray().Index())
                    {
                        if (item.ValueKind == JsonValueKind.Null)
                            mistakes.Add((At(path, index), IsNull));
                        Search(item, At(path, index));
                    }

                    break;
            }
        }
    }

    /// <summary>Reads one value given as text, in a path or query, by the same rules as in a body.</summary>
    public static bool TryReadText(string text, Type type, out object? value)
    {
        value = null;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var isToken = bare == typeof(bool) || (!bare.IsEnum && Type.GetTypeCode(bare) is >= TypeCode.SByte and <= TypeCode.Decimal);
        if (isToken && (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
            return false;
        try
        {
            value = JsonSerializer.Deserialize(isToken ? text : JsonSerializer.Serialize(text), bare, Json.Options);
            return value is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What a value of this type looks like.</summary>
    public static string ExpectationOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
            return $"Must be one of {string.Join(", ", Enum.GetNames(bare).Select(JsonNamingPolicy.CamelCase.ConvertName))}.";
        if (bare == typeof(Guid))
            return "Must be a UUID.";
        if (bare == typeof(DateTimeOffset))
            return "Must be a date and time with offset, such as 2026-01-31T09:30:00+01:00.";
        if (bare == typeof(DateOnly))
            return "Must be a date, such as 2026-01-31.";
        return Type.GetTypeCode(bare) switch
        {
            TypeCode.String => "Must be text.",
            TypeCode.Boolean => "Must be true or false.",
            TypeCode.Decimal => "Must be a number.",
            >= TypeCode.SByte and <= TypeCode.UInt64 => "Must be a whole number.",
            _ => "Is not what is expected here.",
        };
    }

    private static void Walk(JsonElement element, JsonTypeInfo type, bool isNullable, string path, List<(string, string)> mistakes)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            if (!isNullable && Nullable.GetUnderlyingType(type.Type) is null)
                mistakes.Add((NameOf(path), IsNull));
            return;
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                WalkMembers(element, type, path, mistakes);
                break;
            case JsonTypeInfoKind.Object:
                mistakes.Add((NameOf(path), "Must be an object."));
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                var items = Json.Options.GetTypeInfo(type.ElementType!); // An enumerable has elements.
                foreach (var (index, item) in element.EnumerateArray().Index())
                    Walk(item, items, isNullable: false, At(path, index), mistakes);
                break;
            case JsonTypeInfoKind.Enumerable:
                mistakes.Add((NameOf(path), "Must be a list."));
                break;
            default:
                if (!IsReadable(element, type))
                    mistakes.Add((NameOf(path), HasNul(element) ? PlainText.HasNul : ExpectationOf(type.Type)));
                break;
        }
    }

    private static void WalkMembers(JsonElement element, JsonTypeInfo type, string path, List<(string, string)> mistakes)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            // A half surrogate pair has no text.
            if (!TryName(member, out var name))
            {
                mistakes.Add((NameOf(path), "Has a member whose name is not Unicode text."));
                continue;
            }

            var here = Under(path, name);
            var property = type.Properties.FirstOrDefault(p => p.Name == name);
            if (!seen.Add(name))
                mistakes.Add((here, Doubled));
            else if (property is null || IsIgnored(property))
                mistakes.Add((here, Unknown));
            else
                Walk(member.Value, Json.Options.GetTypeInfo(property.PropertyType), IsNullable(property), here, mistakes);
        }

        foreach (var property in type.Properties.Where(p => p.IsRequired && !seen.Contains(p.Name)))
            mistakes.Add((Under(path, property.Name), Missing));
    }

    private static bool TryName(JsonProperty member, out string name)
    {
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    // A property that is computed, not given to the constructor, cannot be sent.
    private static bool IsIgnored(JsonPropertyInfo property) => property.Set is null && property.AssociatedParameter is null;

    private static bool IsNullable(JsonPropertyInfo property) =>
        property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static bool IsReadable(JsonElement element, JsonTypeInfo type)
    {
        try
        {
            element.Deserialize(type);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // JSON can write one only so; half a surrogate has no text to look into.
    private static bool HasNul(JsonElement element) => element.ValueKind == JsonValueKind.String && element.GetRawText().Contains("\\u0000", StringComparison.Ordinal);

    private static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static string NameOf(string path) => path.Length == 0 ? Body : path;
}
