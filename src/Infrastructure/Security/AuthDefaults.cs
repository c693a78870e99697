namespace PosCommerce.Infrastructure.Security;

/// <summary>Where tokens say they come from and whom they are for, unless configured otherwise; and how long they live.</summary>
public static class AuthDefaults
{
    public const string IssuerSetting = "Auth:Issuer";
    public const string AudienceSetting = "Auth:Audience";
    public const string Issuer = "poscommerce";
    public const string Audience = "poscommerce";

    /// <summary>How long people work with one token before they refresh it.</summary>
    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);
}
