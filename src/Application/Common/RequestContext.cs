using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>What the edge has found out about a request, once: who, for which tenant, under which declaration.</summary>
public sealed class RequestContext(TimeProvider clock) : IActor
{
    /// <summary>Who sends it; null until somebody is known.</summary>
    public Principal? Principal { get; set; }

    /// <summary>The tenant as the token or the tenant's name told it; null until one is known.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>The tenant's name as host, header or token gave it.</summary>
    public string? TenantSlug { get; set; }

    /// <summary>What the route declares of its callers.</summary>
    public RouteAccess Access { get; set; } = RouteAccess.Undeclared;

    /// <summary>What is asked for: a value that the database does not take is named by the member that brought it.</summary>
    public object? Request { get; set; }

    /// <summary>Method and path: two acts under one key are not the same act.</summary>
    public string Operation { get; set; } = "";

    public string? IdempotencyKey { get; set; }

    /// <summary>The version the caller wants to change, from If-Match.</summary>
    public int? IfMatch { get; set; }

    /// <summary>The approval that the caller brings, from the Approval header.</summary>
    public Guid? ApprovalId { get; set; }

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

    /// <summary>What the database said when the tenant was entered; null before.</summary>
    public Entered? Entered { get; set; }

    /// <summary>How the act was held to the right that it needs in its store; null while nothing has asked.</summary>
    public Authorisation? Authorisation { get; set; }

    /// <summary>By what the guesses of this client are counted.</summary>
    public string? Network => ClientNetwork.Of(ClientAddress);

    public bool IsSignedIn => Principal is not null;

    public DateTimeOffset Now => clock.GetUtcNow();

    public Guid ActorId => Principal?.Id ?? throw new InvalidOperationException("Nobody is signed in.");

    public Guid UserId => (Principal as UserPrincipal)?.UserId ?? throw new InvalidOperationException("No person is signed in.");

    public Guid SessionId =>
        Principal switch
        {
            UserPrincipal user => user.SessionId,
            OperatorPrincipal @operator => @operator.SessionId,
            _ => throw new InvalidOperationException("Nobody has a session."),
        };

    public Guid? TerminalId => (Principal as UserPrincipal)?.TerminalId ?? Entered?.TerminalId;
}

/// <summary>What entering a tenant told.</summary>
/// <param name="HeldScope">The stores in which the caller holds the route's permission itself.</param>
/// <param name="TerminalId">The terminal that entered by its own credential, and its store.</param>
public sealed record Entered(bool IsStoreInScope, Guid[] HeldScope, Guid? TerminalId, Guid? StoreId);

/// <summary>How an act came by the right it needs: held by the caller, or lent once by somebody who holds it.</summary>
public sealed record Authorisation(Guid? ApprovalId = null, Guid? ApprovedBy = null);

/// <summary>On whose behalf a handler acts, and when.</summary>
public interface IActor
{
    /// <summary>The time, by the clock that everything is written down by.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The user, API key, terminal or operator.</summary>
    Guid ActorId { get; }

    /// <summary>The person; only on routes that serve people.</summary>
    Guid UserId { get; }

    Guid SessionId { get; }

    /// <summary>The terminal that the caller's session is bound to, or that the caller is; null elsewhere.</summary>
    Guid? TerminalId { get; }

    /// <summary>The version the caller means to change; null when the caller does not say.</summary>
    int? IfMatch { get; }
}

/// <summary>Holds an edit to the version that the caller saw.</summary>
public static class Versions
{
    /// <exception cref="Refused">The caller means another version than the current one.</exception>
    public static void RequireVersion(this IActor actor, int current)
    {
        if (actor.IfMatch is { } wanted && wanted != current)
            throw new Refused(PipelineErrors.VersionIsStale);
    }
}
