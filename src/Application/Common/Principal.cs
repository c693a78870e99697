namespace PosCommerce.Application.Common;

/// <summary>Who sends a request. Which of them a route serves is what it declares (<see cref="RouteAccess"/>).</summary>
/// <param name="Id">Of whoever it is: records name it.</param>
public abstract record Principal(Guid Id);

/// <summary>A person with a session.</summary>
/// <param name="TerminalId">The terminal at which the session was started by PIN; null for a session of an address and a password.</param>
public sealed record UserPrincipal(Guid UserId, Guid SessionId, Guid? TerminalId = null) : Principal(UserId);

/// <summary>A machine with an API key.</summary>
public sealed record ApiKeyPrincipal(Guid ApiKeyId, byte[] SecretHash) : Principal(ApiKeyId);

/// <summary>An enrolled terminal, by its own credential.</summary>
public sealed record TerminalPrincipal(Guid CredentialId, byte[] SecretHash) : Principal(CredentialId);

/// <summary>The product itself, at work without a caller.</summary>
/// <param name="Job">The kind of job that it does: who acts is always named.</param>
/// <param name="JobId">The row that the act is done for, and finishes; null for what is kept without one.</param>
/// <param name="Attempt">Which attempt at it this is: an earlier one that comes late is refused.</param>
public sealed record SystemPrincipal(string Job, Guid? JobId = null, int Attempt = 0) : Principal(JobId ?? Guid.Empty)
{
    /// <summary>How long after it was done it is due again, where it comes back.</summary>
    public TimeSpan? ComesBackAfter { get; init; }
}

/// <summary>An operator of the platform, outside of every tenant.</summary>
public sealed record OperatorPrincipal(Guid OperatorId, Guid SessionId) : Principal(OperatorId);
