using System.Security.Claims;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Infrastructure.Security;

/// <summary>Bearer tokens (RFC 9068 in spirit): who, in which tenant, in which session; what they may do is never in them.</summary>
internal sealed class AccessTokens(SigningKeys keys, RequestContext context, IConfiguration configuration, TimeProvider clock) : IAccessTokens
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public AccessToken Issue(Guid userId, Guid sessionId)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = configuration[AuthDefaults.IssuerSetting] ?? AuthDefaults.Issuer,
            Audience = configuration[AuthDefaults.AudienceSetting] ?? AuthDefaults.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Subject = new ClaimsIdentity(
            [
                new Claim("sub", userId.ToString()),
                new Claim("sid", sessionId.ToString()),
                new Claim("tid", context.TenantId.ToString()!), // A session exists only inside a tenant.
                new Claim("tenant", context.TenantSlug!),
            ]),
            SigningCredentials = new SigningCredentials(keys.SigningKey, SecurityAlgorithms.EcdsaSha256),
        });
        return new AccessToken(token, Lifetime);
    }
}
