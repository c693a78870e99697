using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PosCommerce.Application.Common;

/// <summary>
/// The one way JSON is read and written: requests, answers, events and what is hashed. Strict, because a terminal that sends
/// something else than it means should hear of it.
/// </summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Strict));

    /// <summary>The same for documents that are kept in a column: see <see cref="ReadKept"/>.</summary>
    public static readonly JsonSerializerOptions KeptOptions = new(Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>
    /// Reads a document that is kept in a column. While a release is rolled out it may have been written by the other binary: a
    /// member that is not known yet is passed over, one that was not known then is what it is without it. A new value of an
    /// enumeration has to be readable a release before it is written.
    /// </summary>
    /// <param name="otherwise">Where the members come from that are not there.</param>
    public static T ReadKept<T>(string kept, T otherwise)
        where T : class
    {
        var document = JsonSerializer.SerializeToNode(otherwise, KeptOptions)!; // An object, as T is one.
        Lay(JsonNode.Parse(kept)!, over: document); // Kept as an object, too.
        return document.Deserialize<T>(KeptOptions)!; // As above.
    }

    /// <summary>The same for a list, whose items have nothing to be completed from.</summary>
    public static IReadOnlyList<T> ReadKeptList<T>(string kept) => JsonSerializer.Deserialize<T[]>(kept, KeptOptions)!; // Kept as an array.

    /// <summary>Applies the rules to options that somebody else made.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new StrictEnumConverter());
        options.Converters.Add(new PlainDecimalConverter());
        options.Converters.Add(new WholeNumberConverter<int>());
        options.Converters.Add(new WholeNumberConverter<long>());
        options.Converters.Add(new OffsetDateTimeConverter());
        return options;
    }

    private static void Lay(JsonNode kept, JsonNode over)
    {
        foreach (var (name, value) in kept.AsObject())
        {
            if (value is JsonObject inner && over[name] is JsonObject known)
                Lay(inner, known);
            else
                over[name] = value?.DeepClone();
        }
    }

    /// <summary>Texts that can be kept (<see cref="PlainText"/>), wherever they stand.</summary>
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Checked(reader.GetString());

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Checked(reader.GetString())!; // A name is a text.

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);

        private static string? Checked(string? text) =>
            text is not null && PlainText.ProblemOf(text) is { } problem ? throw new JsonException(problem) : text;
    }

    /// <summary>One name as it is published. The framework's own converter also takes lists of names and any case.</summary>
    private sealed class StrictEnumConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter?)Activator.CreateInstance(typeof(OfNames<>).MakeGenericType(typeToConvert));

        private sealed class OfNames<T> : JsonConverter<T>
            where T : struct, Enum
        {
            private static readonly Dictionary<string, T> Values = Enum.GetValues<T>()
                .ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);

            private static readonly Dictionary<T, string> Names = Values.ToDictionary(pair => pair.Value, pair => pair.Key);

            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                // A string token has text.
                reader.TokenType is JsonTokenType.String
                && Values.TryGetValue(reader.GetString()!, out var value)
                    ? value
                    : throw new JsonException($"Must be one of {string.Join(", ", Values.Keys)}.");

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
                writer.WriteStringValue(Names[value]);
        }
    }

    /// <summary>2 and 2.000 are one quantity and are written as one text, whatever scale the database gave it.</summary>
    private sealed class PlainDecimalConverter : JsonConverter<decimal>
    {
        // Dividing by one with 28 zeros drops the trailing zeros of the scale and nothing else.
        private const decimal One = 1.0000000000000000000000000000m;

        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.Number && reader.TryGetDecimal(out var value)
                ? value
                : throw new JsonException("The number is out of range.");

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value / One);
    }

    /// <summary>200.0 is how some languages write 200; 200.5 is no whole number in any.</summary>
    private sealed class WholeNumberConverter<T> : JsonConverter<T>
        where T : struct, IBinaryInteger<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.Number)
                throw new JsonException(HouseTexts.Unknown);
            if (reader.TryGetInt64(out var whole))
                return Fitting(whole);
            return reader.TryGetDecimal(out var number) && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue
                ? Fitting((long)number)
                : throw new JsonException(HouseTexts.Unknown);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(long.CreateChecked(value));

        private static T Fitting(long number)
        {
            var fitting = T.CreateTruncating(number);
            return long.CreateChecked(fitting) == number ? fitting : throw new JsonException(HouseTexts.Unknown);
        }
    }

    /// <summary>A time without an offset would be read as the server's own: refused (RFC 3339 requires one).</summary>
    private sealed class OffsetDateTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Rfc3339.TryParse(reader.GetString(), out var value)
                ? value
                : throw new JsonException("The time needs a date, a time and an offset (RFC 3339).");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }
}
