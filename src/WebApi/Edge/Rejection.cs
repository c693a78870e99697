using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>A refusal as HTTP says it. Most are errors of the product; the rest only a protocol can have.</summary>
public sealed record Rejection(int Status, string Code, string Message, string Remedy)
{
    public static readonly Rejection RouteIsUnknown = new(
        404,
        "request.route_not_found",
        "There is nothing at this address.",
        "Compare the address with the API description at /docs."
    );

    public static readonly Rejection MethodIsNotAllowed = new(
        405,
        "request.method_not_allowed",
        "This address does not know that method.",
        "Use one of the methods in the Allow header."
    );

    public static readonly Rejection RequestTimedOut = new(
        408,
        "request.too_slow",
        "The request did not arrive in time.",
        "Send it again over a better connection."
    );

    public static readonly Rejection BodyIsTooLarge = new(
        413,
        "request.too_large",
        "The body is larger than this operation takes.",
        "Send at most 1 MiB, unpacked; 32 MiB where a file is taken, 16 KiB where nobody is signed in."
    );

    public static readonly Rejection MediaTypeIsUnsupported = new(
        415,
        "request.media_type_unsupported",
        "The body must be JSON in UTF-8, or a form where a file is taken.",
        "Send Content-Type: application/json, or multipart/form-data where the API description says so."
    );

    public static readonly Rejection EncodingIsUnsupported = new(
        415,
        "request.content_encoding_unsupported",
        "The body is packed in a way that is not read here.",
        "Pack it by one of the encodings in Accept-Encoding, or not at all."
    )
    {
        AcceptEncoding = RequestBody.Encodings,
    };

    public static readonly Rejection RequestIsMalformed = new(
        400,
        "request.malformed",
        "The request is not readable as HTTP.",
        "Check the address for %00 and the headers for what they may not hold."
    );

    public static readonly Rejection Failure = new(
        500,
        "request.failed",
        "Something went wrong on our side.",
        "Report it with the trace id; with an Idempotency-Key it is safe to try again."
    );

    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public Challenge? Challenge { get; init; }

    public string? AcceptEncoding { get; init; }

    public static Rejection Of(Error error) =>
        new(StatusOf(error.Kind), error.Code, error.Message, error.Remedy)
        {
            Fields = error.Fields,
            Challenge = error.Challenge,
            RetryAfter = error.RetryAfter ?? (error.Kind is ErrorKind.TooMany or ErrorKind.Unavailable ? TimeSpan.FromSeconds(1) : null),
        };

    /// <summary>For a status that routing, the framework or the server decided on.</summary>
    public static Rejection Of(int status) =>
        status switch
        {
            404 => RouteIsUnknown,
            405 => MethodIsNotAllowed,
            408 => RequestTimedOut,
            413 => BodyIsTooLarge,
            415 => MediaTypeIsUnsupported,
            >= 400 and < 500 => RequestIsMalformed with { Status = status },
            _ => Failure with { Status = status },
        };

    public static int StatusOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Invalid => 400,
            ErrorKind.Unauthenticated => 401,
            ErrorKind.Forbidden => 403,
            ErrorKind.NotFound => 404,
            ErrorKind.Conflict => 409,
            ErrorKind.Stale => 412,
            ErrorKind.Rule => 422,
            ErrorKind.PreconditionRequired => 428,
            ErrorKind.TooMany => 429,
            ErrorKind.Unavailable => 503,
            _ => throw new InvalidOperationException($"{kind} has no status."),
        };
}

/// <summary>A refusal that only the protocol has, thrown where the framework calls us.</summary>
internal sealed class Rejected(Rejection rejection) : Exception(rejection.Message)
{
    public Rejection Rejection { get; } = rejection;
}
