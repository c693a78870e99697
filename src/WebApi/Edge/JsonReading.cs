using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Reads JSON, and says in the caller's words why it is refused. The serialiser finds only the first mistake and names our types;
/// this walks the text beside the type it should be, and names each member that is wrong, up to as many as are told. It counts
/// the items of a list before it judges any, and keeps nothing of the text.
/// </summary>
internal sealed class JsonReading(RequestJson json)
{
    public const string Missing = "Required.";

    /// <summary>How the body as a whole is named among the errors.</summary>
    public const string Body = "body";

    public const string Unknown = "Unknown member.";
    public const string Doubled = "Given twice.";
    private const string IsNull = "Must not be null.";
    private const string InAddress = "Is said by the address; leave it out here.";
    private const string NoText = "Has a member whose name is not Unicode text.";

    // Below this, whatever a text holds is cheap to read and to judge, so it is walked only once it has been refused.
    private const int Small = 4 * 1024;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = Json.Options.MaxDepth };

    private static readonly AddressedMembers NoAddress = new([]);

    /// <summary>What the text says.</summary>
    /// <exception cref="Refused">It is not JSON, or not of this type.</exception>
    public object Read(ReadOnlySpan<byte> utf8, Type type) => Read(utf8, type, NoAddress);

    /// <summary>What the text says together with the members that the address has said.</summary>
    /// <exception cref="Refused">It is not JSON, not of this type, or says again what the address says.</exception>
    public object Read(ReadOnlySpan<byte> utf8, Type type, AddressedMembers address)
    {
        if (utf8.IsEmpty)
            throw EdgeErrors.Wrong(Body, Missing);

        // A null in a list is one thing that the serialiser lets through.
        if (utf8.Length > Small || utf8.IndexOf("null"u8) >= 0)
            Judge(utf8, type, address);
        try
        {
            if (JsonSerializer.Deserialize(address.Complete(utf8), type, json.Options) is { } model)
                return model;
        }
        catch (JsonException)
        {
            // Told below.
        }

        Judge(utf8, type, address);
        throw EdgeErrors.Wrong(Body, "Is not what this operation reads.");
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
            value = JsonSerializer.Deserialize(
                isToken ? text : JsonSerializer.Serialize(bare == typeof(DateTimeOffset) ? Rfc3339.WithPlus(text) : text),
                bare,
                Json.Options
            );
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
            return "Must be a UUID, such as 018f3c6e-5b7a-7c31-9d24-3f6a1b2c4d5e.";
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
            _ => HouseTexts.Unknown,
        };
    }

    private void Judge(ReadOnlySpan<byte> utf8, Type type, AddressedMembers address)
    {
        var mistakes = new Mistakes();
        var reader = new Utf8JsonReader(utf8, Strict);
        try
        {
            reader.Read();
            Walk(ref reader, json.Options.GetTypeInfo(type), isNullable: false, "", null, address, mistakes);
            // Behind a whole value nothing may follow; the reader says so itself.
            if (!mistakes.HasMore)
                reader.Read();
        }
        catch (JsonException e)
        {
            throw EdgeErrors.Wrong(Body, WhyNotJson(e, utf8));
        }

        if (!mistakes.IsEmpty)
            throw new Refused(mistakes.ToError());
    }

    // The library's text is not shown, but it is the only one who knows which of the two it was.
    private static string WhyNotJson(JsonException e, ReadOnlySpan<byte> utf8)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1 ?? 1}, byte {e.BytePositionInLine + 1 ?? 1}");
        if (e.Message.Contains("depth", StringComparison.Ordinal))
            return string.Create(CultureInfo.InvariantCulture, $"Is nested more than {Strict.MaxDepth} levels deep: {place}.");
        return System.Text.Unicode.Utf8.IsValid(utf8) ? $"Is not JSON: {place}." : $"Is not UTF-8: {place}.";
    }

    /// <summary>
    /// Judges the value whose first token the reader stands on, and leaves it on the last; or anywhere when there are too many mistakes.
    /// </summary>
    private void Walk(
        ref Utf8JsonReader reader,
        JsonTypeInfo type,
        bool isNullable,
        string path,
        int? maximum,
        AddressedMembers address,
        Mistakes mistakes
    )
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            if (!isNullable && Nullable.GetUnderlyingType(type.Type) is null)
                mistakes.Add(NameOf(path), IsNull);
            return;
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when reader.TokenType is JsonTokenType.StartObject:
                WalkMembers(ref reader, type, path, address, mistakes);
                break;
            case JsonTypeInfoKind.Enumerable when reader.TokenType is JsonTokenType.StartArray:
                WalkItems(ref reader, type, path, maximum, mistakes);
                break;
            default:
                if (ProblemOf(ref reader, type) is { } problem)
                    mistakes.Add(NameOf(path), problem);
                reader.Skip();
                break;
        }
    }

    private void WalkItems(ref Utf8JsonReader reader, JsonTypeInfo type, string path, int? maximum, Mistakes mistakes)
    {
        if (maximum is { } most && HasMoreItems(reader, most))
        {
            mistakes.Add(NameOf(path), string.Create(CultureInfo.InvariantCulture, $"At most {most} of them."));
            reader.Skip();
            return;
        }

        var items = json.Options.GetTypeInfo(type.ElementType!); // An enumerable has elements.
        for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
        {
            Walk(
                ref reader,
                items,
                isNullable: false,
                string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"),
                null,
                NoAddress,
                mistakes
            );
            if (mistakes.HasMore)
                return;
        }
    }

    // By a reader of its own: the caller's stays where it is.
    private static bool HasMoreItems(Utf8JsonReader reader, int most)
    {
        for (var count = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; count++)
        {
            if (count == most)
                return true;
            reader.Skip();
        }

        return false;
    }

    private void WalkMembers(ref Utf8JsonReader reader, JsonTypeInfo type, string path, AddressedMembers address, Mistakes mistakes)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            // A half surrogate pair has no text.
            if (!TryName(ref reader, out var name))
            {
                mistakes.Add(NameOf(path), NoText);
                reader.Skip();
                continue;
            }

            reader.Read();
            var here = path.Length == 0 ? name : $"{path}.{name}";
            var property = PropertyOf(type, name);
            if (property is null || address.Has(name) || !seen.Add(name))
            {
                mistakes.Add(
                    here,
                    property is null ? Unknown
                        : address.Has(name) ? InAddress
                        : Doubled
                );
                reader.Skip();
            }
            else
            {
                Walk(
                    ref reader,
                    json.Options.GetTypeInfo(property.PropertyType),
                    IsNullable(property),
                    here,
                    json.MaximumOf(type.Type, name),
                    NoAddress,
                    mistakes
                );
            }

            if (mistakes.HasMore)
                return;
        }

        foreach (var property in type.Properties)
        {
            if (property.IsRequired && !seen.Contains(property.Name) && !address.Has(property.Name))
                mistakes.Add(path.Length == 0 ? property.Name : $"{path}.{property.Name}", Missing);
        }
    }

    private static bool TryName(ref Utf8JsonReader reader, out string name)
    {
        try
        {
            name = reader.GetString()!; // A name is a text.
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    // A property that is computed, not given to the constructor, cannot be sent.
    private static JsonPropertyInfo? PropertyOf(JsonTypeInfo type, string name)
    {
        foreach (var property in type.Properties)
        {
            if (property.Name == name)
                return property.Set is null && property.AssociatedParameter is null ? null : property;
        }

        return null;
    }

    private static bool IsNullable(JsonPropertyInfo property) => property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    /// <summary>
    /// What is wrong with a value that is no object and no list of ours; null when nothing is. The reader stays where it is.
    /// </summary>
    private static string? ProblemOf(ref Utf8JsonReader reader, JsonTypeInfo type)
    {
        if (type.Kind is JsonTypeInfoKind.Object)
            return "Must be an object.";
        if (type.Kind is JsonTypeInfoKind.Enumerable)
            return "Must be a list.";
        var expected = ExpectationOf(type.Type);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            return expected;
        var bare = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var copy = reader;
        try
        {
            JsonSerializer.Deserialize(ref copy, type);
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (reader.TokenType, Type.GetTypeCode(bare)) switch
            {
                (JsonTokenType.String, TypeCode.String) => TextProblemOf(ref reader),
                (JsonTokenType.Number, TypeCode.Decimal) => "Is larger than any number that is read here.",
                (JsonTokenType.Number, TypeCode.Int32 or TypeCode.Int64) when !bare.IsEnum && IsTooLarge(ref reader) =>
                    "Is larger than any number that is read here.",
                (JsonTokenType.String, >= TypeCode.SByte and <= TypeCode.Decimal) when !bare.IsEnum => $"{expected[..^1]}, without quotes.",
                _ => expected,
            };
        }
    }

    private static bool IsTooLarge(ref Utf8JsonReader reader) => !reader.TryGetDecimal(out var number) || decimal.IsInteger(number);

    private static string TextProblemOf(ref Utf8JsonReader reader)
    {
        try
        {
            return PlainText.ProblemOf(reader.GetString()) ?? "Must be text.";
        }
        catch (InvalidOperationException)
        {
            // The reader makes no text of a half surrogate or of bytes that are not UTF-8.
            return reader.ValueIsEscaped ? PlainText.IsHalved : "Is not UTF-8.";
        }
    }

    private static string NameOf(string path) => path.Length == 0 ? Body : path;
}
