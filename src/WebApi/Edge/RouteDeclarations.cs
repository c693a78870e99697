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

    /// <summary>Who holds this one instead may do it with an approval: the handler demands it (<see cref="IApprovals"/>).</summary>
    public string? OrApprovalWith { get; init; }

    /// <inheritdoc cref="RouteAccess.ElsewherePermission"/>
    public string? ElsewhereWith { get; init; }

    /// <summary>Who has a second factor must have shown it lately.</summary>
    public bool IsRisky { get; init; }

    /// <inheritdoc cref="RouteAccess.IsForPeople"/>
    public bool IsForPeople { get; init; }

    /// <inheritdoc cref="RouteAccess.ServesTerminals"/>
    public bool ServesTerminals { get; init; }

    public RouteAccess Access =>
        RouteAccess.Requires(Permission) with
        {
            AskingPermission = OrApprovalWith,
            ElsewherePermission = ElsewhereWith,
            IsRisky = IsRisky,
            IsForPeople = IsForPeople,
            ServesTerminals = ServesTerminals,
        };
}

/// <summary>A live session of a person is enough.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignedInAttribute : Attribute, IRouteDeclaration
{
    /// <inheritdoc cref="RouteAccess.IsForEnrolment"/>
    public bool IsForEnrolment { get; init; }

    /// <inheritdoc cref="RequiresPermissionAttribute.IsRisky"/>
    public bool IsRisky { get; init; }

    public RouteAccess Access => RouteAccess.SignedIn with { IsForEnrolment = IsForEnrolment, IsRisky = IsRisky };
}

/// <summary>An enrolled terminal, by its own credential.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AtTerminalAttribute : Attribute, IRouteDeclaration
{
    public RouteAccess Access => RouteAccess.AtTerminal;
}

/// <summary>An operator of the platform, who holds this permission (<see cref="PlatformPermissions"/>) if one is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperatorAttribute(string? permission = null) : Attribute, IRouteDeclaration
{
    public string? Permission { get; } = permission;

    public RouteAccess Access { get; } = RouteAccess.Operator(permission);
}

/// <summary>Anybody; the tenant comes from the host name, the header or the request itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnonymousAttribute : Attribute, IRouteDeclaration
{
    public RouteAccess Access => RouteAccess.Anonymous;
}
