using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>How long, how large or how many a member may be.</summary>
internal sealed record Bound
{
    private const decimal MaximumExact = 1_000_000_000_000m;

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public string? Pattern { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? ExclusiveMinimum { get; init; }

    public decimal? Maximum { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public decimal? MultipleOf { get; init; }

    /// <summary>The one value that it may not be.</summary>
    public JsonValue? Not { get; init; }

    /// <summary>How many members an object with free names may have.</summary>
    public int? MaxProperties { get; init; }

    /// <summary>The bound of each item of a list, or of each value of an object with free names.</summary>
    public Bound? Items { get; init; }

    public static Bound Text(int maximum, string? pattern = null) => new() { MaxLength = maximum, Pattern = pattern };

    public static Bound Number(decimal minimum, decimal maximum) => new() { Minimum = minimum, Maximum = maximum };

    public static Bound List(int maximum, Bound? items = null) => new() { MaxItems = maximum, Items = items };

    /// <summary>This bound, with what it leaves open taken from another.</summary>
    public Bound Or(Bound other) =>
        new()
        {
            MinLength = MinLength ?? other.MinLength,
            MaxLength = MaxLength ?? other.MaxLength,
            Pattern = Pattern ?? other.Pattern,
            Minimum = Minimum ?? (ExclusiveMinimum is null ? other.Minimum : null),
            ExclusiveMinimum = ExclusiveMinimum ?? (Minimum is null ? other.ExclusiveMinimum : null),
            Maximum = Maximum ?? other.Maximum,
            MultipleOf = MultipleOf ?? other.MultipleOf,
            Not = Not ?? other.Not,
            MinItems = MinItems ?? other.MinItems,
            MaxItems = MaxItems ?? other.MaxItems,
            MaxProperties = MaxProperties ?? other.MaxProperties,
            Items =
                Items is null ? other.Items
                : other.Items is null ? Items
                : Items.Or(other.Items),
        };

    /// <summary>Both hold: of two patterns the later one, which is written for this member, says more.</summary>
    public Bound And(Bound other) => Or(other) with { Pattern = other.Pattern ?? Pattern };

    public void ApplyTo(OpenApiSchema schema)
    {
        // What is below the minimum anyway needs no word of its own.
        if (Not is not null && !(Not.TryGetValue<decimal>(out var number) && (ExclusiveMinimum ?? Minimum) >= number))
            schema.Not = new OpenApiSchema { Enum = [Not.DeepClone()] };
        switch (schema.Type & ~JsonSchemaType.Null)
        {
            case JsonSchemaType.String when schema.Enum is not { Count: > 0 }:
                schema.MinLength = MinLength;
                schema.MaxLength = MaxLength;
                schema.Pattern = schema.Format is null ? Pattern : null;
                break;
            case JsonSchemaType.Integer or JsonSchemaType.Number:
                if (ExclusiveMinimum is not null)
                    schema.ExclusiveMinimum = Text(ExclusiveMinimum);
                else
                    schema.Minimum = Text(Minimum);
                schema.Maximum = Text(Maximum);
                schema.MultipleOf = MultipleOf;
                break;
            case JsonSchemaType.Object:
                schema.MaxProperties = MaxProperties;
                if (schema.AdditionalProperties is OpenApiSchema value)
                    Items?.ApplyTo(value);
                break;
            case JsonSchemaType.Array:
                schema.MinItems = MinItems;
                schema.MaxItems = MaxItems;
                if (schema.Items is OpenApiSchema item)
                    Items?.ApplyTo(item);
                break;
        }
    }

    // Readers of JSON take numbers for doubles, which would round a quantity's bound up.
    private static string? Text(decimal? value) => value is { } number ? Rounded(number).ToString(CultureInfo.InvariantCulture) : null;

    private static decimal Rounded(decimal number) => Math.Abs(number) > MaximumExact ? decimal.Truncate(number) : number;
}
