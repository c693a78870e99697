using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>The ways signing in and staying signed in fail.</summary>
public static class IdentityErrors
{
    /// <summary>One answer for a wrong password, an unknown user and a disabled one: it tells nobody who exists.</summary>
    public static readonly Error SignInFailed = new(
        ErrorKind.Unauthenticated, "identity.sign_in_failed", "Email and password do not belong together.",
        "Check both; after several failures ask an administrator to reset the password.");

    public static readonly Error RefreshTokenRefused = new(
        ErrorKind.Unauthenticated, "identity.refresh_token_refused", "This refresh token cannot be used.",
        "Sign in again.");
}
