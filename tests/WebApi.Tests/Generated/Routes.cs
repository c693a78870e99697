using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>The routes of the running API, as it routes them.</summary>
/// <param name="Operation">The action's name.</param>
/// <param name="Access">Null when the route declares nothing.</param>
public sealed record Route(string Operation, string Method, string Pattern, RouteAccess? Access)
{
    public static IReadOnlyList<Route> All(ApiUnderTest api) =>
        [
            .. api
                .App.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
                .Select(e => new Route(
                    e.Metadata.GetRequiredMetadata<ControllerActionDescriptor>().ActionName,
                    e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single(),
                    "/" + e.RoutePattern.RawText,
                    e.Metadata.GetMetadata<IRouteDeclaration>()?.Access
                ))
                .OrderBy(r => r.Pattern, StringComparer.Ordinal)
                .ThenBy(r => r.Method, StringComparer.Ordinal),
        ];
}
