using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>The ways signing in and staying signed in fail.</summary>
public static class IdentityErrors
{
    /// <summary>One answer for a wrong password, an unknown user and a disabled one: it tells nobody who exists.</summary>
    public static readonly Error SignInFailed = new(
        ErrorKind.Unauthenticated, "identity.sign_in_failed", "Email and password do not belong together.",
        "Check both; after several failures ask an administrator to reset the password.");

    /// <summary>Whoever could take over the account of somebody with more rights would have them.</summary>
    public static Error MayDoMore(string permission) => new(
        ErrorKind.Forbidden, "identity.user_may_do_more", $"This user may do something that you may not: {permission}.",
        "Ask somebody who holds at least the same roles in the same stores.");

    public static Error PermissionUnknown(string permission) => new(
        ErrorKind.Rule, "identity.permission_unknown", $"There is no permission {permission}.",
        "Pick permissions from GET /v1/permissions.");

    public static Error PermissionNotHeld(string permission) => new(
        ErrorKind.Forbidden, "identity.permission_not_held", $"You do not hold {permission} there yourself, so you cannot give it.",
        "Ask somebody who holds it for the same stores.");

    public static Error PermissionNeedsAllStores(string permission) => new(
        ErrorKind.Rule, "identity.permission_needs_all_stores", $"{permission} concerns what belongs to no store, so it cannot be limited to some.",
        "Leave the permission out, or make a key for all stores.");

    public static readonly Error TenantSlugTaken = new(
        ErrorKind.Conflict, "identity.tenant_slug_taken", "Another tenant has this short name.",
        "Choose another one.");

    public static readonly Error TenantExists = new(
        ErrorKind.Conflict, "identity.tenant_exists", "There is a tenant with this id already.",
        "Use a fresh id, or none.");

    public static readonly Error ApiKeyNotFound = new(
        ErrorKind.NotFound, "identity.api_key_not_found", "There is no such API key.",
        "List the keys with GET /v1/api-keys.");

    public static readonly Error ApiKeyRevoked = new(
        ErrorKind.Rule, "identity.api_key_revoked", "This API key was revoked.",
        "Make a new one with POST /v1/api-keys.");

    public static readonly Error RefreshTokenRefused = new(
        ErrorKind.Unauthenticated, "identity.refresh_token_refused", "This refresh token cannot be used.",
        "Sign in again.");
}
