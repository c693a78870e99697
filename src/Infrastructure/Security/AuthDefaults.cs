namespace PosCommerce.Infrastructure.Security;

/// <summary>Where tokens say they come from and whom they are for, unless configured otherwise.</summary>
public static class AuthDefaults
{
    public const string IssuerSetting = "Auth:Issuer";
    public const string AudienceSetting = "Auth:Audience";
    public const string Issuer = "poscommerce";
    public const string Audience = "poscommerce";
}
