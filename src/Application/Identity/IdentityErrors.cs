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

    public static readonly Error RefreshTokenRefused = new(
        ErrorKind.Unauthenticated, "identity.refresh_token_refused", "This refresh token cannot be used.",
        "Sign in again.");
}
