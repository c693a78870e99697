using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using PosCommerce.Application.Common;
using PosCommerce.Testing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>
/// The example of an operation that nobody has written one of: what has no default is filled in by its type, and an id by the name
/// of its member. One is written (<see cref="IExamples"/>) where that does not succeed, or shows too little.
/// </summary>
internal static partial class DerivedExamples
{
    private static readonly Dictionary<string, Type> Requests = new OpenApi.UseCases().All.ToDictionary(
        request => request.Name,
        StringComparer.Ordinal
    );

    public static IEnumerable<Example> Of(Merchant merchant, IReadOnlySet<string> written) =>
        from controller in typeof(ApiController).Assembly.GetTypes()
        where controller is { IsAbstract: false } && controller.IsSubclassOf(typeof(ApiController))
        from action in controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where !written.Contains(action.Name) && action.GetCustomAttribute<HttpMethodAttribute>() is not null
        orderby action.Name
        select Of(merchant, controller, action);

    private static Example Of(Merchant merchant, Type controller, MethodInfo action)
    {
        var verb = action.GetCustomAttribute<HttpMethodAttribute>()!; // Filtered.
        var template = $"/{controller.GetCustomAttribute<RouteAttribute>()?.Template}/{verb.Template}".TrimEnd('/');
        var sent = action.GetParameters().SingleOrDefault(p => p.ParameterType.IsAssignableTo(typeof(IBaseRequest)));
        var members = sent is null
            ? []
            : RequiredOf(sent.ParameterType).Where(m => !template.Contains($"{{{NameOf(m)}", StringComparison.Ordinal)).ToList();
        var path = InPath().Replace(template, member => ThingOf(merchant, member.Groups["name"].Value).ToString());
        var isInAddress = sent is null || sent.IsDefined(typeof(FromQueryAttribute)) || sent.IsDefined(typeof(FromRouteAttribute));
        if (isInAddress && members.Count > 0)
            path = $"{path}?{string.Join('&', members.Select(m => $"{NameOf(m)}={SampleOf(merchant, NameOf(m), m.ParameterType)}"))}";
        var body =
            isInAddress ? null
            // Else it is in the address.
            : AddressedBody.WholeOf(sent!.ParameterType) is { } whole ? SampleOf(merchant, "", whole.PropertyType)
            : new JsonObject(members.Select(m => KeyValuePair.Create(NameOf(m), SampleOf(merchant, NameOf(m), m.ParameterType))));
        return new Example(action.Name, new HttpMethod(verb.HttpMethods.Single()), path, body)
        {
            TakesKey = TakesKeyOf(Requests[action.Name]),
            IfMatch = Requests[action.Name].IsAssignableTo(typeof(IEdit)) ? 1 : null,
        };
    }

    private static bool TakesKeyOf(Type request) =>
        !request.IsAssignableTo(typeof(IShownOnce))
        && request.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>));

    private static IEnumerable<ParameterInfo> RequiredOf(Type record) =>
        record
            .GetConstructors()
            .MaxBy(constructor => constructor.GetParameters().Length)!
            .GetParameters()
            .Where(member => !member.HasDefaultValue); // A record has one.

    // A record's parameters have names.
    private static string NameOf(ParameterInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name!);

    private static JsonNode? SampleOf(Merchant merchant, string name, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string))
            return JsonValue.Create("Sample");
        if (bare == typeof(Guid))
            return JsonValue.Create(ThingOf(merchant, name));
        if (bare == typeof(DateTimeOffset))
            return JsonValue.Create(DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        if (bare == typeof(DateOnly))
            return JsonValue.Create(DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (bare.IsEnum)
            return JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(bare)[0]));
        if (bare == typeof(bool))
            return JsonValue.Create(false);
        if (bare.IsPrimitive || bare == typeof(decimal))
            return JsonValue.Create(1);
        if (bare.IsGenericType && bare.IsAssignableTo(typeof(IEnumerable)))
            return new JsonArray(SampleOf(merchant, name, bare.GetGenericArguments()[0]));
        return new JsonObject(RequiredOf(bare).Select(m => KeyValuePair.Create(NameOf(m), SampleOf(merchant, NameOf(m), m.ParameterType))));
    }

    private static Guid ThingOf(Merchant merchant, string member) =>
        member switch
        {
            "variantId" => DemoData.Variant(merchant.Tenant, 7),
            "tenantId" => DemoData.Tenant(merchant.Tenant),
            "keyId" => merchant.Its.ApiKeyId,
            _ => typeof(Belongings)
                .GetProperty(member, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
                ?.GetValue(merchant.Its) as Guid?
                ?? throw new InvalidOperationException($"Belongings has no {member}."),
        };

    [GeneratedRegex("{(?<name>[A-Za-z]+)(:[a-z]+)?}")]
    private static partial Regex InPath();
}
