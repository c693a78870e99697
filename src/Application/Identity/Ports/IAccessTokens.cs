namespace PosCommerce.Application.Identity.Ports;

/// <summary>Issues the short-lived bearer token of a session.</summary>
public interface IAccessTokens
{
    AccessToken Issue(Guid userId, Guid sessionId);
}

/// <param name="Lifetime">How long the token is good for.</param>
public readonly record struct AccessToken(string Value, TimeSpan Lifetime);
