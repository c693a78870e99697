using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>JSON as <see cref="Json"/> reads it, and each member of a request as its validator says (<see cref="MemberRules"/>).</summary>
internal sealed class RequestJson
{
    // What a sum of doubles leaves behind the decimals that were meant.
    private const decimal Noise = 1e-9m;

    // A text so far over its bound is refused, so it is not worth to be read carefully.
    public const int FarOver = 4;

    private readonly MemberRules rules;

    public RequestJson(MemberRules rules)
    {
        this.rules = rules;
        Options = new JsonSerializerOptions(Json.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Apply } } };
    }

    public JsonSerializerOptions Options { get; }

    /// <summary>How many items a list may have where the validator of its owner says so.</summary>
    public int? MaximumOf(Type owner, string member) => rules.Of(owner, member)?.MaximumItems;

    /// <summary>A value of an address, as the validator of its request says.</summary>
    public object? Read(object? value, Type request, string member) =>
        value is string text && rules.Of(request, member) is { Text: { } kind } rule ? Read(text, kind, rule.MaximumLength) : value;

    private static string Read(string text, TextKind kind, int? maximum) =>
        text.Length > FarOver * (maximum ?? int.MaxValue / FarOver) ? text : Texts.Read(text, kind);

    private void Apply(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (rules.Of(type.Type, property.Name) is { } rule)
                property.CustomConverter = ConverterOf(property.PropertyType, rule) ?? property.CustomConverter;
        }
    }

    private static JsonConverter? ConverterOf(Type type, MemberRule rule) =>
        rule switch
        {
            { Text: { } kind } when type == typeof(string) => new TextConverter(kind, rule.MaximumLength),
            { Text: { } kind } when type == typeof(IReadOnlyList<string>) => new TextsConverter(kind, rule.MaximumLength),
            { Decimals: { } decimals } when type == typeof(decimal) => new DecimalConverter(decimals),
            { Decimals: { } decimals } when type == typeof(decimal?) => new OptionalDecimalConverter(decimals),
            { Text: null, Decimals: null } => null,
            _ => throw new NotSupportedException($"Nothing reads a {type.Name} by {rule}."),
        };

    private sealed class TextConverter(TextKind kind, int? maximum) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<string>(ref reader, options) is { } text ? RequestJson.Read(text, kind, maximum) : null;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    private sealed class TextsConverter(TextKind kind, int? maximum) : JsonConverter<IReadOnlyList<string>>
    {
        public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<List<string>>(ref reader, options) is { } texts
                ? [.. texts.Select(text => text is null ? text! : RequestJson.Read(text, kind, maximum))]
                : null; // A null in a list is refused elsewhere.

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }

    private sealed class DecimalConverter(int decimals) : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Meant(JsonSerializer.Deserialize<decimal>(ref reader, options), decimals);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, options);
    }

    private sealed class OptionalDecimalConverter(int decimals) : JsonConverter<decimal?>
    {
        public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<decimal?>(ref reader, options) is { } given ? Meant(given, decimals) : null;

        public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, options);
    }

    private static decimal Meant(decimal given, int decimals)
    {
        var meant = decimal.Round(given, decimals);
        return Math.Abs(given - meant) <= Noise ? meant : given;
    }
}
