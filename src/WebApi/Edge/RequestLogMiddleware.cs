using System.Collections;
using System.Diagnostics;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// One line a request, and the scope that every other line of it stands in. The route's template is logged, never query,
/// headers or body: those may hold secrets.
/// </summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http, RequestContext context)
    {
        var started = Stopwatch.GetTimestamp();
        context.TraceId = ProblemMiddleware.TraceIdOf(http);
        using var scope = log.BeginScope(new Scope(context));
        try
        {
            await next(http);
        }
        finally
        {
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            LogCompletion(
                http.Request.Path.StartsWithSegments("/health") ? LogLevel.Debug : LogLevel.Information,
                http.Request.Method,
                route ?? "(none)",
                http.Response.StatusCode,
                Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1)
            );
        }
    }

    [LoggerMessage("{Method} {Route} answered {Status} in {Elapsed} ms")]
    private partial void LogCompletion(LogLevel level, string method, string route, int status, double elapsed);

    /// <summary>Read when a line is written, because tenant and user become known on the way.</summary>
    private sealed class Scope(RequestContext context) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 3;

        public KeyValuePair<string, object?> this[int index] =>
            index switch
            {
                0 => new("traceId", context.TraceId),
                1 => new("tenant", context.TenantSlug),
                2 => new("user", context.Principal?.Id),
                _ => throw new ArgumentOutOfRangeException(nameof(index)),
            };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"{context.TraceId} {context.TenantSlug}";
    }
}
