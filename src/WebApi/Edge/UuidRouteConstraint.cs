using System.Globalization;

namespace PosCommerce.WebApi.Edge;

/// <summary>One spelling of an id in addresses, the one of RFC 9562; the framework's own constraint takes four more.</summary>
internal sealed class UuidRouteConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => Guid.TryParseExact(Convert.ToString(values[routeKey], CultureInfo.InvariantCulture), "D", out _);
}
