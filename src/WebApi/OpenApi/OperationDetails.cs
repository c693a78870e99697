using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Says of an operation what its request, its declaration and the pipeline make true of it.</summary>
internal sealed class OperationDetails(UseCases useCases) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = context.Description;
        var request = useCases.Of(description.ActionDescriptor);
        var access =
            description.ActionDescriptor.EndpointMetadata.OfType<IRouteDeclaration>().SingleOrDefault()?.Access ?? RouteAccess.Undeclared;
        var document = context.Document!; // Set while a document is made.

        operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(request.Name);
        operation.Summary = Summaries.Of(request).TrimEnd('.');
        operation.Description = WhoMay(access);
        operation.Tags = new HashSet<OpenApiTagReference> { new(DocumentDetails.TagOf(description.ActionDescriptor), document) };
        operation.Extensions = new Dictionary<string, IOpenApiExtension> { ["x-permission"] = new JsonNodeExtension(PermissionOf(access)) };
        operation.Security = access.IsAnonymous
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDetails.SecurityScheme, document)] = [] }];

        DescribeParameters(operation, description);
        AddHeaders(operation, request, access, document);
        DescribeSuccess(operation, request, description, document);
        AddProblems(operation, request, access, description, document);
        if (ApiExamples.Of(operation.OperationId) is { } example)
            Show(example, operation, description);
        return Task.CompletedTask;
    }

    private static void Show(ApiExample example, OpenApiOperation operation, ApiDescription description)
    {
        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            content.Example = example.Body;
        // Every operation answers. What is written in several ways shows the first one, which is the data.
        foreach (
            var content in operation
                .Responses!.Values.OfType<OpenApiResponse>()
                .SelectMany(response => response.Content?.Values.Take(1) ?? [])
        )
            content.Example = example.Answer;
        var segments = (example.Path ?? "").Split('?')[0].Trim('/').Split('/');
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path) ?? [])
        {
            var place = Array.FindIndex((description.RelativePath ?? "").Split('/'), segment => segment == $"{{{parameter.Name}}}");
            if (place >= 0 && place < segments.Length)
                parameter.Example = segments[place];
        }
    }

    private static string PermissionOf(RouteAccess access) =>
        access.Permission
        ?? access.Audience switch
        {
            Audience.Anybody => "anonymous",
            Audience.People => "signed-in",
            Audience.Terminals => "terminal",
            Audience.Operators => "operator",
            _ => "nobody",
        };

    private static string WhoMay(RouteAccess access)
    {
        var who = access switch
        {
            { Audience: Audience.Operators, Permission: { } permission } =>
                $"For operators of the platform with the permission `{permission}`.",
            { Audience: Audience.Operators } => "For operators of the platform.",
            { Audience: Audience.Terminals } => "For enrolled terminals, by their own credential.",
            { Permission: { } permission, AskingPermission: { } asking } =>
                $"Needs the permission `{permission}` in the store concerned, or `{asking}` and an approval of somebody who holds it.",
            { Permission: { } permission } => $"Needs the permission `{permission}` in the store concerned.",
            { IsAnonymous: true } => "Needs no access token.",
            _ => "Needs a live session of a person.",
        };
        if (access.ElsewherePermission is { } elsewhere)
            who = $"{who} The stock of other stores is shown to who holds `{elsewhere}` besides.";
        if (access.ServesTerminals)
            who = $"{who} For enrolled terminals, too, of their own store.";
        if (access.IsForPeople)
            who = $"{who} For people only.";
        return access.IsRisky ? $"{who} Whoever has a second factor must have shown it within the last ten minutes." : who;
    }

    private static void DescribeParameters(OpenApiOperation operation, ApiDescription description)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var source = description.ParameterDescriptions.First(p => p.Name == parameter.Name);
            parameter.Description = source.ModelMetadata is { ContainerType: { } container, PropertyName: { } member }
                ? Summaries.Of(container, member) ?? CommonDescriptionOf(parameter.Name!) // Parameters have names.
                : CommonDescriptionOf(parameter.Name!);
            if (source.Source == BindingSource.Query && parameter.Schema is OpenApiSchema schema && DefaultOf(source) is { } value)
                schema.Default = value;
        }
    }

    private static string CommonDescriptionOf(string name) =>
        name switch
        {
            "limit" => "How many items a page holds at most.",
            "from" => "The time from which on, included.",
            "to" => "The time up to which, excluded.",
            "cursor" => "The `nextCursor` of the page before; leave it out for the first page.",
            _ when name.EndsWith("Id", StringComparison.Ordinal) => $"The id of the {Spaced(name[..^2])}.",
            _ => $"Only items with this {Spaced(name)}.",
        };

    private static string Spaced(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static JsonNode? DefaultOf(ApiParameterDescription parameter) =>
        parameter
            .ModelMetadata.ContainerType?.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(p => p.Name == parameter.ModelMetadata.PropertyName && p is { HasDefaultValue: true, DefaultValue: not null })
            ?.DefaultValue
            is { } value
            ? JsonSerializer.SerializeToNode(value, Json.Options)
            : null;

    private static void AddHeaders(OpenApiOperation operation, Type request, RouteAccess access, OpenApiDocument document)
    {
        var isExactlyOnce = request.IsAssignableTo(typeof(IExactlyOnce));
        if (access.IsAnonymous && !request.IsAssignableTo(typeof(ITenantless)))
            Add(DocumentDetails.TenantParameter);
        if (access.AskingPermission is not null)
            Add(DocumentDetails.ApprovalParameter);
        if (TakesKey(request))
            Add(isExactlyOnce ? DocumentDetails.RequiredKeyParameter : DocumentDetails.KeyParameter);
        if (request.IsAssignableTo(typeof(IEdit)))
            Add(DocumentDetails.RequiredIfMatchParameter);
        else if (MayMatch(request))
            Add(DocumentDetails.IfMatchParameter);

        void Add(string name) => (operation.Parameters ??= []).Add(new OpenApiParameterReference(name, document));
    }

    private static void DescribeSuccess(OpenApiOperation operation, Type request, ApiDescription description, OpenApiDocument document)
    {
        var result = ResultOf(request);
        var status = Answer.StatusOf(request, result);
        var success = (OpenApiResponse)operation.Responses!["200"]; // MVC describes every action with 200.
        operation.Responses.Remove("200");
        if (result == typeof(Unit))
            success.Content = null;
        if (success.Content is { } content)
            success.Content = MediaTypesOf(description)
                .ToDictionary(type => type, type => type == "application/json" ? content[type] : new OpenApiMediaType { Schema = File() });

        success.Description = status switch
        {
            201 => "Created.",
            202 => "Will be done.",
            204 => "Done.",
            _ => "Here it is.",
        };
        success.Headers = DocumentDetails.CommonHeaders(document);
        if (status is 201 or 202 && result.IsAssignableTo(typeof(IResource)))
            success.Headers["Location"] = new OpenApiHeaderReference("Location", document);
        if (result.IsAssignableTo(typeof(IVersioned)))
            success.Headers["ETag"] = new OpenApiHeaderReference("ETag", document);
        else if (result.IsAssignableTo(typeof(ITagged)))
            success.Headers["ETag"] = new OpenApiHeaderReference(DocumentDetails.ContentTag, document);
        if (TakesKey(request))
            success.Headers[AnswerResult.ReplayedHeader] = new OpenApiHeaderReference(AnswerResult.ReplayedHeader, document);
        operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = success;
    }

    // The nearest declaration counts: that of the base class is for whoever declares nothing.
    private static MediaTypeCollection MediaTypesOf(ApiDescription description)
    {
        var action = (ControllerActionDescriptor)description.ActionDescriptor; // Whatever answers is an action of a controller.
        return action
            .MethodInfo.GetCustomAttributes<ProducesAttribute>()
            .Concat(action.ControllerTypeInfo.GetCustomAttributes<ProducesAttribute>())
            .First() // As above.
            .ContentTypes;
    }

    // Octets, not a text in JSON: clients keep them as they come.
    private static OpenApiSchema File() =>
        new()
        {
            Type = JsonSchemaType.String,
            Format = "binary",
            MaxLength = int.MaxValue,
        };

    private static void AddProblems(
        OpenApiOperation operation,
        Type request,
        RouteAccess access,
        ApiDescription description,
        OpenApiDocument document
    )
    {
        List<int> statuses = [400, 401, 429, 500, 503];
        var hasBody = description.ParameterDescriptions.Any(p => p.Source == BindingSource.Body);
        if (!access.IsAnonymous)
            statuses.Add(403);
        if (
            access.IsAnonymous
            || request.IsAssignableTo(typeof(IStoreRequest))
            || description.ParameterDescriptions.Any(p => p.Source == BindingSource.Path)
            || (hasBody && NamesThings(request, OwnIdOf(request)))
        )
            statuses.Add(404);
        if (IsChange(request))
            statuses.Add(409);
        if (request.IsAssignableTo(typeof(IEdit)) || MayMatch(request))
            statuses.Add(412);
        if (hasBody)
            statuses.AddRange([413, 415]);
        if (hasBody || IsChange(request))
            statuses.Add(422);
        if (request.IsAssignableTo(typeof(IEdit)))
            statuses.Add(428);
        foreach (var status in statuses.Order().Select(s => s.ToString(CultureInfo.InvariantCulture)))
            operation.Responses![status] = new OpenApiResponseReference(DocumentDetails.ResponseNameOf(status), document);
    }

    // What a body names may not be there, except what the request itself makes under an id of the client's own.
    private static bool NamesThings(Type type, string? ownId) =>
        type.GetProperties()
            .Any(member =>
                (Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType) == typeof(Guid)
                    ? member.Name != ownId
                    : TypeOfPart(member) is { } part && NamesThings(part, ownId)
            );

    private static string? OwnIdOf(Type request) =>
        request.IsAssignableTo(typeof(ICreates))
            ? ResultOf(request).GetConstructors().MaxBy(c => c.GetParameters().Length)?.GetParameters().FirstOrDefault()?.Name
            : null;

    // Records in lists, and the one that is all of the body; any other by itself is a part of what is told.
    private static Type? TypeOfPart(PropertyInfo member) =>
        ItemOf(member.PropertyType)
        ?? (member.IsDefined(typeof(WholeBodyAttribute)) && !member.PropertyType.IsGenericType ? member.PropertyType : null);

    private static Type? ItemOf(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        && type.GetGenericArguments()[0] is { IsClass: true } item
            ? item
            : null;

    private static bool MayMatch(Type request) =>
        IsCommand(request) && ResultOf(request).IsAssignableTo(typeof(IVersioned)) && !request.IsAssignableTo(typeof(ICreates));

    private static bool TakesKey(Type request) => IsCommand(request) && !request.IsAssignableTo(typeof(IShownOnce));

    private static bool IsCommand(Type request) => InterfaceOf(request, typeof(ICommand<>)) is not null;

    private static bool IsChange(Type request) => IsCommand(request) || InterfaceOf(request, typeof(IUnscoped<>)) is not null;

    // Every request is one.
    private static Type ResultOf(Type request) => InterfaceOf(request, typeof(IRequest<>))!.GetGenericArguments()[0];

    private static Type? InterfaceOf(Type request, Type definition) =>
        request.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);
}
