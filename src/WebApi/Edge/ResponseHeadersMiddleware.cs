namespace PosCommerce.WebApi.Edge;

/// <summary>What every response carries, errors included: nothing is guessed by content, nothing is kept by caches.</summary>
internal sealed class ResponseHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(
            static state =>
            {
                var headers = ((HttpResponse)state).Headers;
                headers.XContentTypeOptions = "nosniff";
                if (headers.CacheControl.Count == 0)
                    headers.CacheControl = "no-store";
                return Task.CompletedTask;
            },
            http.Response
        );
        return next(http);
    }
}
