using Microsoft.AspNetCore.Http.Features;

namespace PosCommerce.WebApi.Edge;

/// <summary>Refuses addresses that the database would refuse later and less clearly.</summary>
internal sealed class StrictAddressMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var end = target.IndexOf('?');
        if (PercentEncoding.ProblemOf(end < 0 ? target : target[..end]) is { } inPath)
            throw EdgeErrors.Wrong("path", inPath);
        if (end >= 0 && PercentEncoding.ProblemOf(target[end..]) is { } inQuery)
            throw EdgeErrors.Wrong("query", inQuery);
        return next(http);
    }
}
