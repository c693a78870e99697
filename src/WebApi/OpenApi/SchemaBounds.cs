using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Gives every schema its type, which converters hide from the generator, and its bounds.</summary>
internal sealed class SchemaBounds(ValidatorBounds validators, Addresses addresses) : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        Name(schema, type, IsNullable(schema, context));
        // Of a list of what a converter reads the generator leaves the items out altogether.
        if (schema.Type?.HasFlag(JsonSchemaType.Array) is true && schema.Items is null && AnswerBounds.ElementOf(type) is { } item)
        {
            var items = new OpenApiSchema();
            Name(items, item, isNullable: false);
            schema.Items = items;
        }

        if (context.JsonPropertyInfo is { } property)
            BoundOf(property.DeclaringType, property.Name, property.PropertyType).ApplyTo(schema);
        else if (
            !IsBody(context) && context.ParameterDescription is { ModelMetadata: { ContainerType: { } container, PropertyName: { } name } }
        )
            BoundOf(container, JsonNamingPolicy.CamelCase.ConvertName(name), type).ApplyTo(schema);
        else if (schema is { MaxLength: null, Maximum: null, MaxItems: null }) // Items have the bound of their list, if it has any.
            AnswerBounds.Of(type).ApplyTo(schema);
        if (
            schema.Items is OpenApiSchema { MaxLength: null, Maximum: null, MaxItems: null } unbound
            && AnswerBounds.ElementOf(type) is { } element
        )
            AnswerBounds.Of(element).ApplyTo(unbound);
        foreach (var member in context.JsonPropertyInfo is null ? addresses.Of(type) : [])
        {
            schema.Properties?.Remove(member);
            schema.Required?.Remove(member);
        }

        // What is left out of an answer where it says nothing is not always there.
        foreach (var member in context.JsonTypeInfo.Properties.Where(p => p.ShouldSerialize is not null))
            schema.Required?.Remove(member.Name);

        return Task.CompletedTask;
    }

    private Bound BoundOf(Type owner, string member, Type type)
    {
        var answers = AnswerBounds.Of(owner, member, type);
        return validators.Of(owner, member)?.Or(answers) ?? answers;
    }

    // Converters hide what they read and write.
    private static void Name(OpenApiSchema schema, Type type, bool isNullable)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        (JsonSchemaType Type, string? Format)? named =
            bare == typeof(DateTimeOffset) ? (JsonSchemaType.String, "date-time")
            : bare == typeof(Upload) ? (JsonSchemaType.String, "binary")
            : bare == typeof(string) || bare.IsEnum ? (JsonSchemaType.String, schema.Format)
            : bare == typeof(decimal) ? (JsonSchemaType.Number, "double")
            : bare == typeof(int) ? (JsonSchemaType.Integer, "int32")
            : bare == typeof(long) ? (JsonSchemaType.Integer, "int64")
            : null;
        if (named is { } found)
            (schema.Type, schema.Format) = (isNullable ? found.Type | JsonSchemaType.Null : found.Type, found.Format);
        if (bare.IsEnum)
        {
            var names = Enum.GetNames(bare).Select(name => (JsonNode)JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(name)));
            schema.Enum = isNullable ? [.. names, JsonNullSentinel.JsonNull] : [.. names];
        }
    }

    private static bool IsBody(OpenApiSchemaTransformerContext context) => context.ParameterDescription?.Source == BindingSource.Body;

    private static bool IsNullable(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        // A parameter is left out instead.
        if (context.ParameterDescription is not null && !IsBody(context))
            return false;
        return Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is not null
            || schema.Type is { } known && known.HasFlag(JsonSchemaType.Null)
            || context.JsonPropertyInfo is { } member
                && (member.AssociatedParameter?.IsNullable ?? member.IsGetNullable)
                && !context.JsonTypeInfo.Type.IsValueType;
    }
}
