namespace PosCommerce.Infrastructure.Security;

/// <summary>What an access token says: who, in which session, of which tenant. What they may do is never in it.</summary>
public static class TokenClaims
{
    public const string Subject = "sub";
    public const string Session = "sid";
    public const string Tenant = "tid";
    public const string TenantSlug = "tenant";

    /// <summary>The till of a session that was started by PIN.</summary>
    public const string Terminal = "terminal";

    /// <summary>Tells an operator's token from a tenant's (RFC 9068, section 2.2.3).</summary>
    public const string Scope = "scope";
    public const string PlatformScope = "platform";
}
