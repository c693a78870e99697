namespace PosCommerce.Application.Common;

/// <summary>Who sends a request. Which of them a route serves is what it declares (<see cref="RouteAccess"/>).</summary>
/// <param name="Id">Of whoever it is: records name it.</param>
public abstract record Principal(Guid Id);

/// <summary>A person with a session.</summary>
/// <param name="TerminalId">The till at which the session was started by PIN; null for a session of an address and a password.</param>
public sealed record UserPrincipal(Guid UserId, Guid SessionId, Guid? TerminalId = null) : Principal(UserId);

/// <summary>A machine with an API key.</summary>
public sealed record ApiKeyPrincipal(Guid ApiKeyId, byte[] SecretHash) : Principal(ApiKeyId);

/// <summary>An enrolled till, by its own credential.</summary>
public sealed record TerminalPrincipal(Guid CredentialId, byte[] SecretHash) : Principal(CredentialId);

/// <summary>An operator of the platform, outside of every tenant.</summary>
public sealed record OperatorPrincipal(Guid OperatorId, Guid SessionId) : Principal(OperatorId);
