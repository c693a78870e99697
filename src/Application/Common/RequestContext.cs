namespace PosCommerce.Application.Common;

/// <summary>What the edge has found out about a request, once: who, for which tenant, under which declaration.</summary>
public sealed class RequestContext : IActor
{
    private Guid? userId;
    private Guid? sessionId;

    /// <summary>The tenant as the token or the tenant's name told it; null until one is known.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>The tenant's name as host, header or token gave it.</summary>
    public string? TenantSlug { get; set; }

    public Guid SessionId
    {
        get => sessionId ?? throw new InvalidOperationException("Nobody is signed in.");
        set => sessionId = value;
    }

    /// <summary>What the route declares of its callers.</summary>
    public RouteAccess Access { get; set; } = RouteAccess.Undeclared;

    /// <summary>Method and path: two acts under one key are not the same act.</summary>
    public string Operation { get; set; } = "";

    public string? IdempotencyKey { get; set; }

    /// <summary>The version the caller wants to change, from If-Match.</summary>
    public int? IfMatch { get; set; }

    public string? ClientAddress { get; set; }

    public string? UserAgent { get; set; }

    public string? TraceId { get; set; }

    /// <summary>What to answer, once it is serialised or replayed.</summary>
    public Answer? Answer { get; set; }

    public bool IsReplay { get; set; }

    /// <summary>What an act that opens its own transactions leaves in the audit.</summary>
    public AuditEntry? Audit { get; set; }

    /// <summary>SHA-256 of operation and canonical request.</summary>
    public byte[]? RequestHash { get; set; }

    public bool IsSignedIn => userId is not null;

    public Guid UserId
    {
        get => userId ?? throw new InvalidOperationException("Nobody is signed in.");
        set => userId = value;
    }
}

/// <summary>The user on whose behalf a handler acts.</summary>
public interface IActor
{
    Guid UserId { get; }

    Guid SessionId { get; }

    /// <summary>The version the caller means to change; null when the caller does not say.</summary>
    int? IfMatch { get; }
}

/// <summary>What a route declares of its callers. Undeclared is denied.</summary>
public sealed record RouteAccess
{
    public static readonly RouteAccess Undeclared = new();
    public static readonly RouteAccess Anonymous = new() { IsAnonymous = true };
    public static readonly RouteAccess SignedIn = new() { IsSignedIn = true };

    private RouteAccess()
    {
    }

    public bool IsAnonymous { get; private init; }

    /// <summary>A live session is enough, or is needed besides the permission.</summary>
    public bool IsSignedIn { get; private init; }

    public string? Permission { get; private init; }

    public static RouteAccess Requires(string permission) => new() { IsSignedIn = true, Permission = permission };
}
