using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>The ways any request can fail before its own rules are asked.</summary>
public static class PipelineErrors
{
    public static readonly Error NotSignedIn = new(
        ErrorKind.Unauthenticated,
        "request.not_signed_in",
        "Sign in to do this.",
        "Sign in, or refresh the access token, and send it as a bearer token."
    );

    public static readonly Error RouteDeclaresNothing = new(
        ErrorKind.Forbidden,
        "request.route_undeclared",
        "This route does not say who may use it, so nobody may.",
        "Report it: it is a mistake of the product."
    );

    public static readonly Error PermissionIsMissing = new(
        ErrorKind.Forbidden,
        "request.permission_missing",
        "Your roles do not allow this in any store.",
        "Ask an administrator for a role that holds the permission named in the API description of this operation."
    );

    public static readonly Error CallerIsOfAnotherKind = new(
        ErrorKind.Forbidden,
        "request.caller_not_served",
        "This operation is for another kind of caller.",
        "See the API description for who it serves: people, machines with an API key, enrolled terminals or operators of the platform."
    );

    public static readonly Error SecondFactorIsMissing = new(
        ErrorKind.Forbidden,
        "request.second_factor_missing",
        "The merchant asks everybody for a second factor, and you have none yet.",
        "Enrol one with POST /v1/me/totp and confirm it, then refresh your session."
    );

    public static readonly Error SecondFactorIsStale = new(
        ErrorKind.Forbidden,
        "request.second_factor_stale",
        "This act needs your second factor again.",
        "Send a code to POST /v1/me/totp/verify, then repeat the request within ten minutes."
    );

    public static readonly Error TerminalIsUnknown = new(
        ErrorKind.NotFound,
        "core.terminal_not_found",
        "There is no such terminal in this store.",
        "List the store's terminals with GET /v1/terminals?storeId=; a session that was started by PIN works at its own terminal only."
    );

    public static readonly Error TenantIsMissing = new(
        ErrorKind.Invalid,
        "request.tenant_missing",
        "The request does not say which merchant it is for.",
        "Send the merchant's short name in the X-Tenant header, or use the merchant's host name."
    );

    public static readonly Error TenantIsUnknown = new(
        ErrorKind.NotFound,
        "request.tenant_unknown",
        "There is no such merchant, or it is not active.",
        "Check the short name in the X-Tenant header or the host name."
    );

    public static readonly Error TenantContradicts = new(
        ErrorKind.Invalid,
        "request.tenant_contradiction",
        "The request names another merchant than its token does.",
        "Leave X-Tenant out where a token is sent, and use the host name of the merchant who issued it."
    );

    public static readonly Error KeyIsMissing = new(
        ErrorKind.Invalid,
        "request.idempotency_key_missing",
        "This act moves stock or money and needs an Idempotency-Key header.",
        "Send a fresh random key, a UUID for example, and the same key again when you retry."
    );

    public static readonly Error KeyIsNotTaken = new(
        ErrorKind.Invalid,
        "request.idempotency_key_refused",
        "The answer holds a secret that is shown once, so it cannot be replayed.",
        "Leave the Idempotency-Key header out; if the answer is lost, make a new one and revoke the lost one."
    );

    public static readonly Error KeyIsTaken = new(
        ErrorKind.Rule,
        "request.idempotency_key_reused",
        "This Idempotency-Key was used for another request.",
        "Use a fresh key for every act and repeat a key only with exactly the same request."
    );

    public static readonly Error VersionIsMissing = new(
        ErrorKind.PreconditionRequired,
        "request.if_match_missing",
        "Changing this needs the version you saw, in an If-Match header.",
        "Read the resource and send its ETag as If-Match."
    );

    public static readonly Error VersionIsStale = new(
        ErrorKind.Stale,
        "request.version_stale",
        "It was changed since you read it.",
        "Read it again, apply your change to what it is now, and send the new ETag."
    );

    public static readonly Error StoreIsUnknown = new(
        ErrorKind.NotFound,
        "core.store_not_found",
        "There is no such store, or you do not work in it.",
        "List the stores you may use with GET /v1/me."
    );

    public static readonly Error StoreIsArchived = new(
        ErrorKind.Rule,
        "core.store_archived",
        "The store is archived.",
        "Restore it with POST /v1/stores/{storeId}/restore."
    );

    public static readonly Error OutOfRange = new(
        ErrorKind.Rule,
        "request.out_of_range",
        "A figure that follows from this request is larger than can be kept.",
        "Check quantities and amounts."
    );

    public static readonly Error IsBusy = new(
        ErrorKind.Unavailable,
        "request.unavailable",
        "The system cannot do this at the moment.",
        "Try again after the time in Retry-After, with the same Idempotency-Key."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>Somebody else may lend the right; the challenge says for what.</summary>
    public static Error ApprovalIsMissing(Challenge challenge) =>
        new(
            ErrorKind.Forbidden,
            "request.approval_missing",
            "This act needs the approval of somebody who may do it.",
            "Have the challenge approved with POST /v1/approvals/{challengeId}/approve, then repeat the request with its id in the Approval header."
        )
        {
            Challenge = challenge,
        };

    public static readonly Error ApproverMayNot = new(
        ErrorKind.Forbidden,
        "request.approver_may_not",
        "Whoever approves this must hold the right for it in that store.",
        "Ask somebody who holds it."
    );

    public static Error Invalid(IReadOnlyDictionary<string, string[]> fields) =>
        new(ErrorKind.Invalid, "request.invalid", "The request does not have the right shape.", "Correct the members listed in errors.")
        {
            Fields = fields,
        };
}
