using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>The ways signing in and staying signed in fail.</summary>
public static class IdentityErrors
{
    /// <summary>One answer for a wrong password, an unknown user and a disabled one: it tells nobody who exists.</summary>
    public static readonly Error SignInFailed = new(
        ErrorKind.Unauthenticated,
        "identity.sign_in_failed",
        "Email and password do not belong together.",
        "Check both; after several failures ask an administrator to reset the password."
    );

    public static readonly Error TooManyAttempts = new(
        ErrorKind.TooMany,
        "identity.too_many_attempts",
        "Too many attempts have failed.",
        "Try again after the time in Retry-After; attempts made before it change nothing."
    );

    public static readonly Error SecondFactorRequired = new(
        ErrorKind.Unauthenticated,
        "identity.second_factor_required",
        "The password is right, and a code of the second factor is needed besides.",
        "Send the request again with code: of the authenticator app, or a recovery code."
    );

    public static readonly Error SecondFactorWrong = new(
        ErrorKind.Rule,
        "identity.second_factor_wrong",
        "This code is not right, or was used before.",
        "Send the code that the app shows now, or an unused recovery code."
    );

    public static readonly Error SecondFactorNotBegun = new(
        ErrorKind.Rule,
        "identity.second_factor_not_begun",
        "There is no enrolment to confirm.",
        "Begin one with POST /v1/me/totp."
    );

    public static readonly Error SecondFactorExists = new(
        ErrorKind.Rule,
        "identity.second_factor_exists",
        "You have a second factor already.",
        "Remove it with POST /v1/me/totp/remove before you enrol another one."
    );

    public static readonly Error SecondFactorIsRequired = new(
        ErrorKind.Rule,
        "identity.second_factor_is_required",
        "The merchant asks everybody for a second factor.",
        "Keep it, or have the setting changed."
    );

    public static readonly Error PasswordWrong = new(
        ErrorKind.Rule,
        "identity.password_wrong",
        "This is not your password.",
        "Check it; a forgotten password is reset by a link that an administrator makes."
    );

    /// <summary>One answer for an unknown link, a used one and one that is over.</summary>
    public static readonly Error PasswordLinkRefused = new(
        ErrorKind.Unauthenticated,
        "identity.password_link_refused",
        "This link cannot be used.",
        "Ask for a new one; a link works once and for three days."
    );

    /// <summary>One answer for a wrong PIN, an unknown user and one who does not work here.</summary>
    public static readonly Error PinSignInFailed = new(
        ErrorKind.Unauthenticated,
        "identity.pin_sign_in_failed",
        "This person and this PIN do not belong together at this terminal.",
        "Check both; after too many failures the PIN has to be set anew."
    );

    public static readonly Error PinWrong = new(
        ErrorKind.Rule,
        "identity.pin_wrong",
        "This person and this PIN do not belong together at this terminal.",
        "Check both, or approve by a session of one's own."
    );

    public static readonly Error PinNeedsTerminal = new(
        ErrorKind.Rule,
        "identity.pin_needs_terminal",
        "A PIN works at an enrolled terminal only.",
        "Approve by a session of your own, or from a session that was started by PIN at a terminal."
    );

    public static readonly Error ChallengeNotFound = new(
        ErrorKind.NotFound,
        "identity.challenge_not_found",
        "There is nothing to approve under this id, or no longer.",
        "Repeat the refused request for a new challenge."
    );

    public static readonly Error ChallengeTaken = new(
        ErrorKind.Conflict,
        "identity.challenge_taken",
        "Somebody else has just approved it, or its time has run out.",
        "Repeat the refused request with the approval, or for a new challenge."
    );

    public static readonly Error SessionNotFound = new(
        ErrorKind.NotFound,
        "identity.session_not_found",
        "There is no such live session.",
        "List the sessions again."
    );

    public static readonly Error UserNotFound = new(
        ErrorKind.NotFound,
        "identity.user_not_found",
        "There is no such user.",
        "List the users with GET /v1/users."
    );

    public static readonly Error UserIsDisabled = new(
        ErrorKind.Rule,
        "identity.user_disabled",
        "This user is disabled.",
        "Enable the user first."
    );

    public static readonly Error UserIsEnabled = new(
        ErrorKind.Rule,
        "identity.user_enabled",
        "This user is not disabled.",
        "Nothing needs to be done."
    );

    public static readonly Error EmailTaken = new(
        ErrorKind.Conflict,
        "identity.email_taken",
        "Another user of the merchant has this address.",
        "Use another address, or enable the other user."
    );

    public static readonly Error LastAdmin = new(
        ErrorKind.Conflict,
        "identity.last_admin",
        "This is the last admin: without one nobody could give anybody anything.",
        "Make somebody else an admin of all stores first."
    );

    public static readonly Error RoleNotFound = new(
        ErrorKind.NotFound,
        "identity.role_not_found",
        "There is no such role.",
        "List the roles with GET /v1/roles."
    );

    public static readonly Error RoleCodeTaken = new(
        ErrorKind.Conflict,
        "identity.role_code_taken",
        "Another role has this code.",
        "Choose another code."
    );

    public static readonly Error RoleIsPredefined = new(
        ErrorKind.Rule,
        "identity.role_predefined",
        "This role comes with the product and cannot be changed.",
        "Make a role of your own."
    );

    public static readonly Error RoleIsArchived = new(
        ErrorKind.Rule,
        "identity.role_archived",
        "This role is archived.",
        "Use another role, or make one."
    );

    public static readonly Error RoleIsHeld = new(
        ErrorKind.Rule,
        "identity.role_held",
        "Somebody still holds this role.",
        "Take it back from everybody first."
    );

    public static readonly Error GrantNotFound = new(
        ErrorKind.NotFound,
        "identity.grant_not_found",
        "This user holds no such grant.",
        "List the grants with GET /v1/users/{userId}/grants."
    );

    /// <summary>Whoever could take over the account of somebody with more rights would have them.</summary>
    public static Error MayDoMore(string permission) =>
        new(
            ErrorKind.Forbidden,
            "identity.user_may_do_more",
            $"This user may do something that you may not: {permission}.",
            "Ask somebody who holds at least the same roles in the same stores."
        );

    /// <summary>Of oneself these are changed by who knows the password, not by whoever has an open session.</summary>
    public static readonly Error OwnAccount = new(
        ErrorKind.Rule,
        "identity.own_account",
        "This is for the accounts of others.",
        "Change your own with POST /v1/me/password, /v1/me/pin or /v1/me/totp/remove; having lost them, ask somebody else who manages users."
    );

    public static Error PermissionUnknown(string permission) =>
        new(
            ErrorKind.Rule,
            "identity.permission_unknown",
            $"There is no permission {permission}.",
            "Pick permissions from GET /v1/permissions."
        )
        {
            Fields = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["permissions"] = [$"There is no permission {permission}."],
            },
        };

    public static Error PermissionNotHeld(string permission) =>
        new(
            ErrorKind.Forbidden,
            "identity.permission_not_held",
            $"You do not hold {permission} there yourself, so you cannot give it.",
            "Ask somebody who holds it for the same stores."
        );

    public static Error PermissionNeedsAllStores(string permission) =>
        new(
            ErrorKind.Rule,
            "identity.permission_needs_all_stores",
            $"{permission} concerns what belongs to no store, so it cannot be limited to some.",
            "Leave the permission out, or make a key for all stores."
        );

    public static readonly Error TenantSlugTaken = new(
        ErrorKind.Conflict,
        "identity.tenant_slug_taken",
        "Another tenant has this short name.",
        "Choose another one."
    );

    public static readonly Error TenantExists = new(
        ErrorKind.Conflict,
        "identity.tenant_exists",
        "There is a tenant with this id already.",
        "Use a fresh id, or none."
    );

    public static readonly Error ApiKeyNotFound = new(
        ErrorKind.NotFound,
        "identity.api_key_not_found",
        "There is no such API key.",
        "List the keys with GET /v1/api-keys."
    );

    public static readonly Error ApiKeyRevoked = new(
        ErrorKind.Rule,
        "identity.api_key_revoked",
        "This API key was revoked.",
        "Make a new one with POST /v1/api-keys."
    );

    public static readonly Error ApiKeyExpired = new(
        ErrorKind.Rule,
        "identity.api_key_expired",
        "This API key has expired, so a new secret could not be used either.",
        "Make a new one with POST /v1/api-keys."
    );

    public static readonly Error ApiKeyOverlaps = new(
        ErrorKind.Rule,
        "identity.api_key_overlaps",
        "The secret before the last rotation still works, as it was promised then.",
        "Rotate again when overlapEndsAt is over; to end all of its secrets at once, revoke the key and make a new one."
    );

    public static readonly Error RefreshTokenRefused = new(
        ErrorKind.Unauthenticated,
        "identity.refresh_token_refused",
        "This refresh token cannot be used.",
        "Sign in again."
    );
}
