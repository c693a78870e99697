using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>The one place where a refusal, a failure or a bare status becomes problem+json.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    // Nginx's word for a caller who has gone: nobody reads it, but the log line should not say 200.
    private const int ClientClosedRequest = 499;

    // What is still read, and thrown away, behind the answer to a request whose body was not wanted.
    private const int LargestThrownAway = 8 * RequestBody.Largest;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (IsBare(http.Response))
                await WriteAsync(http, Rejection.Of(http.Response.StatusCode));
            LetTheRestArrive(http);
        }
        catch (Exception e) when (IsAbort(http, e))
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = ClientClosedRequest;
            TakeNoFurtherRequest(http);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            if (e is BadHttpRequestException or Rejected)
                TakeNoFurtherRequest(http);
            LetTheRestArrive(http);
            await WriteAsync(http, Of(e));
        }
        catch (Exception e)
        {
            // Half an answer is out: only breaking the connection tells the caller that it is not whole.
            LogFailure(e);
            http.Abort();
        }
    }

    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && response.ContentLength is null or 0;

    private static bool IsAbort(HttpContext http, Exception failure) =>
        http.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException or BadHttpRequestException;

    // The server stops using a connection by itself only when such an exception reaches it; here it would look for the
    // next request behind a body that was never read to its end, and warn of its own confusion.
    private static void TakeNoFurtherRequest(HttpContext http) =>
        http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    // Many clients read nothing before they have sent everything: a connection that is closed with bytes of theirs unread
    // takes the answer with it. The server reads a body to its end by itself, unless it is larger than allowed.
    private static void LetTheRestArrive(HttpContext http)
    {
        if (
            http.Request.ContentLength is <= LargestThrownAway
            && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound
        )
            bound.MaxRequestBodySize = LargestThrownAway;
    }

    private Rejection Of(Exception failure)
    {
        switch (failure)
        {
            case Refused refused:
                return Rejection.Of(refused.Error);
            case Rejected rejected:
                return rejected.Rejection;
            case DatabaseUnavailable lost:
                LogUnavailable(lost.Message);
                return Rejection.Of(PipelineErrors.IsBusy);
            case BadHttpRequestException bad:
                return Rejection.Of(bad.StatusCode);
            default:
                LogFailure(failure);
                return Rejection.Failure;
        }
    }

    private static async Task WriteAsync(HttpContext http, Rejection rejection)
    {
        var response = http.Response;
        var allow = response.Headers.Allow;
        response.Clear();
        response.StatusCode = rejection.Status;
        if (rejection.Status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = allow;
        if (rejection.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (rejection.AcceptEncoding is { } encodings)
            response.Headers.AcceptEncoding = encodings;
        if (rejection.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        var body = JsonSerializer.SerializeToUtf8Bytes(Problem.Of(rejection, TraceIdOf(http)), Json.Options);
        response.ContentType = Problem.ContentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>The trace that callers and logs can both name.</summary>
    public static string TraceIdOf(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    [LoggerMessage(LogLevel.Error, "The request failed")]
    private partial void LogFailure(Exception failure);

    [LoggerMessage(LogLevel.Warning, "The database could not serve the request: {Reason}")]
    private partial void LogUnavailable(string reason);
}
