namespace PosCommerce.Domain.Common;

/// <summary>What an error means to a caller; each kind is one HTTP status at the edge (RFC 9110).</summary>
public enum ErrorKind
{
    /// <summary>The request is malformed or a member is out of its bounds (400).</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the session is over (401).</summary>
    Unauthenticated,

    /// <summary>The caller may not do this anywhere (403).</summary>
    Forbidden,

    /// <summary>It does not exist, or not for this caller (404).</summary>
    NotFound,

    /// <summary>It contradicts what is stored already (409).</summary>
    Conflict,

    /// <summary>The caller's version is not the current one (412).</summary>
    Stale,

    /// <summary>A business rule refuses it (422).</summary>
    Rule,

    /// <summary>The act needs an If-Match header (428).</summary>
    PreconditionRequired,

    /// <summary>Too many at once; later it may succeed (429).</summary>
    TooMany,

    /// <summary>The system cannot answer now; later it can (503).</summary>
    Unavailable,
}
