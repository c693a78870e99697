using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>The ways a request contradicts itself before it reaches a use case.</summary>
public static class EdgeErrors
{
    public static readonly Error NotReady = new(
        ErrorKind.Unavailable,
        "request.not_ready",
        "The service cannot take requests now.",
        "Send requests to another instance, or try again after the time in Retry-After."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>One header, query parameter or part of the address is wrong.</summary>
    public static Refused Wrong(string where, string what)
    {
        var mistakes = new Mistakes();
        mistakes.Add(where, what);
        return new Refused(mistakes.ToError());
    }
}
