using System.Security.Claims;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Infrastructure.Security;

/// <summary>Bearer tokens (RFC 9068 in spirit), signed with ES256.</summary>
internal sealed class AccessTokens(SigningKeys keys, RequestContext context, IConfiguration configuration, TimeProvider clock)
    : IAccessTokens
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public AccessToken Issue(Guid userId, Guid sessionId, Guid? terminalId)
    {
        List<Claim> claims =
        [
            new(TokenClaims.Subject, userId.ToString()),
            new(TokenClaims.Session, sessionId.ToString()),
            new(TokenClaims.Tenant, context.TenantId.ToString()!), // A session exists only inside a tenant.
            new(TokenClaims.TenantSlug, context.TenantSlug!), // As above.
        ];
        if (terminalId is not null)
            claims.Add(new Claim(TokenClaims.Terminal, terminalId.ToString()!)); // It has a value.
        return Sign(claims, AuthDefaults.AccessTokenLifetime);
    }

    public string IssueForOperator(Guid operatorId, Guid sessionId, TimeSpan lifetime) =>
        Sign(
            [
                new Claim(TokenClaims.Subject, operatorId.ToString()),
                new Claim(TokenClaims.Session, sessionId.ToString()),
                new Claim(TokenClaims.Scope, TokenClaims.PlatformScope),
            ],
            lifetime
        ).Value;

    private AccessToken Sign(IEnumerable<Claim> claims, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var token = Handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = configuration[AuthDefaults.IssuerSetting] ?? AuthDefaults.Issuer,
                Audience = configuration[AuthDefaults.AudienceSetting] ?? AuthDefaults.Audience,
                IssuedAt = now,
                NotBefore = now,
                Expires = now + lifetime,
                Subject = new ClaimsIdentity(claims),
                SigningCredentials = new SigningCredentials(keys.SigningKey, SecurityAlgorithms.EcdsaSha256),
            }
        );
        return new AccessToken(token, lifetime);
    }
}
