using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>The ways operators' requests fail.</summary>
public static class PlatformErrors
{
    /// <summary>One answer for a wrong password, an unknown operator and a disabled one.</summary>
    public static readonly Error SignInFailed = new(
        ErrorKind.Unauthenticated,
        "platform.sign_in_failed",
        "Email and password do not belong together.",
        "Check both; another operator's password is reset with the migrator console."
    );

    public static readonly Error TenantIsSuspended = new(
        ErrorKind.Rule,
        "platform.tenant_suspended",
        "The tenant is suspended already.",
        "Reopen it with POST /v1/platform/tenants/{tenantId}/reopen."
    );

    public static readonly Error TenantIsOpen = new(
        ErrorKind.Rule,
        "platform.tenant_open",
        "The tenant is not suspended.",
        "Nothing needs to be done."
    );

    public static readonly Error TooManyAttempts = new(
        ErrorKind.TooMany,
        "platform.too_many_attempts",
        "Too many attempts to sign in failed.",
        "Try again after the time in Retry-After."
    );

    public static readonly Error TenantNotFound = new(
        ErrorKind.NotFound,
        "platform.tenant_not_found",
        "There is no such tenant.",
        "List the tenants with GET /v1/platform/tenants."
    );
}
