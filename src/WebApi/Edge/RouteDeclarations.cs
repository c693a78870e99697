using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>What a route declares of its callers. Every route declares exactly one; none at all means nobody.</summary>
public interface IRouteDeclaration
{
    RouteAccess Access { get; }
}

/// <summary>The caller holds this permission (<see cref="Permissions"/>) in the store concerned.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresPermissionAttribute(string permission) : Attribute, IRouteDeclaration
{
    public string Permission { get; } = permission;

    public RouteAccess Access { get; } = RouteAccess.Requires(permission);
}

/// <summary>A live session is enough.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignedInAttribute : Attribute, IRouteDeclaration
{
    public RouteAccess Access => RouteAccess.SignedIn;
}

/// <summary>Anybody; the tenant comes from the host name, the header or the request itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnonymousAttribute : Attribute, IRouteDeclaration
{
    public RouteAccess Access => RouteAccess.Anonymous;
}
