using System.Text.Json;
using System.Text.Json.Serialization;

namespace PosCommerce.Application.Common;

/// <summary>
/// The one way JSON is read and written: requests, answers, events and what is hashed. Strict, because a till that sends
/// something else than it means should hear of it.
/// </summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Strict));

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
        options.Converters.Add(new StrictEnumConverter());
        options.Converters.Add(new PlainDecimalConverter());
        options.Converters.Add(new OffsetDateTimeConverter());
        return options;
    }

    private sealed class StrictEnumConverter() : JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    /// <summary>2 and 2.000 are one quantity and are written as one text, whatever scale the database gave it.</summary>
    private sealed class PlainDecimalConverter : JsonConverter<decimal>
    {
        // Dividing by one with 28 zeros drops the trailing zeros of the scale and nothing else.
        private const decimal One = 1.0000000000000000000000000000m;

        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TryGetDecimal(out var value) ? value : throw new JsonException("The number is out of range.");

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value / One);
    }

    /// <summary>A time without an offset would be read as the server's own: refused (RFC 3339 requires one).</summary>
    private sealed class OffsetDateTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Rfc3339.TryParse(reader.GetString(), out var value) ? value : throw new JsonException("The time needs a date, a time and an offset (RFC 3339).");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }
}
