using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Gives every schema its type, which converters hide from the generator, and its bounds.</summary>
internal sealed class SchemaBounds(ValidatorBounds validators) : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        Name(schema, type, isParameter: context.ParameterDescription is not null);
        // Of a list of what a converter reads the generator leaves the items out altogether.
        if (schema.Type?.HasFlag(JsonSchemaType.Array) is true && schema.Items is null && ElementOf(type) is { } item)
        {
            var items = new OpenApiSchema();
            Name(items, item, isParameter: true);
            schema.Items = items;
        }

        if (context.JsonPropertyInfo is { } property)
            BoundOf(property.DeclaringType, property.Name, property.PropertyType).ApplyTo(schema);
        else if (context.ParameterDescription is { ModelMetadata: { ContainerType: { } container, PropertyName: { } name } })
            BoundOf(container, JsonNamingPolicy.CamelCase.ConvertName(name), type).ApplyTo(schema);
        else if (schema is { MaxLength: null, Maximum: null, MaxItems: null }) // Items have the bound of their list, if it has any.
            Vocabulary.Of(type).ApplyTo(schema);
        if (schema.Items is OpenApiSchema { MaxLength: null, Maximum: null, MaxItems: null } unbound && ElementOf(type) is { } element)
            Vocabulary.Of(element).ApplyTo(unbound);

        return Task.CompletedTask;
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType() : type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? type.GetGenericArguments()[^1] : null;

    private Bound BoundOf(Type owner, string member, Type type)
    {
        var vocabulary = Vocabulary.Of(owner, member, type);
        return validators.Of(owner, member)?.Or(vocabulary) ?? vocabulary;
    }

    private static void Name(OpenApiSchema schema, Type type, bool isParameter)
    {
        // A parameter is left out instead.
        var isNullable = !isParameter && (Nullable.GetUnderlyingType(type) is not null || schema.Type is { } known && known.HasFlag(JsonSchemaType.Null));
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        JsonSchemaType? named = bare == typeof(string) || bare == typeof(DateTimeOffset) || bare.IsEnum ? JsonSchemaType.String
            : bare == typeof(int) || bare == typeof(long) ? JsonSchemaType.Integer
            : bare == typeof(decimal) ? JsonSchemaType.Number
            : null;
        if (named is { } found)
            schema.Type = isNullable ? found | JsonSchemaType.Null : found;
        if (bare.IsEnum)
            schema.Enum = [.. Enum.GetNames(bare).Select(name => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(name)))];
    }
}
