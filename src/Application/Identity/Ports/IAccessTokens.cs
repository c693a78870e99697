namespace PosCommerce.Application.Identity.Ports;

/// <summary>Issues the short-lived bearer token of a session.</summary>
public interface IAccessTokens
{
    /// <param name="terminalId">The terminal that the session is bound to; null for one of an address and a password.</param>
    AccessToken Issue(Guid userId, Guid sessionId, Guid? terminalId);
}

/// <param name="Lifetime">How long the token is good for.</param>
public readonly record struct AccessToken(string Value, TimeSpan Lifetime);
