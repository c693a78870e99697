namespace PosCommerce.Application.Common;

/// <summary>Who a route serves.</summary>
public enum Audience
{
    /// <summary>Nobody: the route says nothing.</summary>
    Nobody,

    /// <summary>Anybody, signed in or not.</summary>
    Anybody,

    /// <summary>People with a live session.</summary>
    People,

    /// <summary>People and machines who hold the route's permission.</summary>
    Members,

    /// <summary>Enrolled terminals, by their own credential.</summary>
    Terminals,

    /// <summary>Operators of the platform.</summary>
    Operators,

    /// <summary>The product itself: no route declares it.</summary>
    Jobs,
}

/// <summary>What a route declares of its callers. Undeclared is denied.</summary>
public sealed record RouteAccess
{
    public static readonly RouteAccess Undeclared = new();
    public static readonly RouteAccess Anonymous = new() { Audience = Audience.Anybody };
    public static readonly RouteAccess SignedIn = new() { Audience = Audience.People };
    public static readonly RouteAccess Job = new() { Audience = Audience.Jobs };
    public static readonly RouteAccess AtTerminal = new() { Audience = Audience.Terminals };

    private RouteAccess() { }

    public Audience Audience { get; private init; }

    /// <summary>The permission that the caller needs in the store concerned; null where being known is enough.</summary>
    public string? Permission { get; private init; }

    /// <summary>With this permission one may ask another for an approval instead of holding <see cref="Permission"/>.</summary>
    public string? AskingPermission { get; init; }

    /// <summary>Who holds this one besides, anywhere, reads in all of the tenant's stores what the route shows of a store.</summary>
    public string? ElsewherePermission { get; init; }

    /// <summary>Who has a second factor must have shown it within the last ten minutes.</summary>
    public bool IsRisky { get; init; }

    /// <summary>Serves people only, though a machine may hold <see cref="Permission"/>.</summary>
    public bool IsForPeople { get; init; }

    /// <summary>Serves enrolled terminals, too, by their own credential and of their own store.</summary>
    public bool ServesTerminals { get; init; }

    /// <summary>Open to a session that is only good for enrolling a second factor.</summary>
    public bool IsForEnrolment { get; init; }

    public bool IsAnonymous => Audience is Audience.Anybody;

    public static RouteAccess Requires(string permission) => new() { Audience = Audience.Members, Permission = permission };

    public static RouteAccess Operator(string? permission) => new() { Audience = Audience.Operators, Permission = permission };

    /// <summary>Does the route serve this kind of caller at all? What they may do is decided in the database.</summary>
    public bool Serves(Principal? principal) =>
        Audience switch
        {
            Audience.Anybody => true,
            Audience.People => principal is UserPrincipal,
            Audience.Members => principal is UserPrincipal
                || (principal is ApiKeyPrincipal && !IsForPeople)
                || (principal is TerminalPrincipal && ServesTerminals),
            Audience.Terminals => principal is TerminalPrincipal,
            Audience.Operators => principal is OperatorPrincipal,
            Audience.Jobs => principal is SystemPrincipal,
            _ => false,
        };
}
