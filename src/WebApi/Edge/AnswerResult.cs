using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>Writes an answer as it is, so that a replay equals the first answer byte for byte.</summary>
internal sealed class AnswerResult(Answer answer, bool isReplay) : ActionResult
{
    public const string ContentType = "application/json; charset=utf-8";
    public const string ReplayedHeader = "Idempotency-Replayed";

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var response = http.Response;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        if (answer.ETag is not null)
            response.Headers.ETag = answer.ETag;
        if (isReplay)
            response.Headers[ReplayedHeader] = "true";

        if (IsKnownToCaller(http.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = answer.Status;
        if (answer.Body.Length == 0)
            return;
        response.ContentType = ContentType;
        response.ContentLength = answer.Body.Length;
        await response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }

    // RFC 9110, section 13.1.2: weak comparison, and * matches whatever exists.
    private bool IsKnownToCaller(HttpRequest request) =>
        answer.ETag is not null
        && HttpMethods.IsGet(request.Method)
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && EntityTagHeaderValue.Parse(answer.ETag) is var own
        && known.Any(tag => tag.Tag == "*" || tag.Tag == own.Tag);
}
