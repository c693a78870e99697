using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>The ways operators' requests fail.</summary>
public static class PlatformErrors
{
    /// <summary>One answer for a wrong password, an unknown operator and a disabled one.</summary>
    public static readonly Error SignInFailed = new(
        ErrorKind.Unauthenticated, "platform.sign_in_failed", "Email and password do not belong together.",
        "Check both; another operator's password is reset with the migrator console.");

    public static readonly Error TenantNotFound = new(
        ErrorKind.NotFound, "platform.tenant_not_found", "There is no such tenant.",
        "List the tenants with GET /v1/platform/tenants.");
}
