using System.Collections.Concurrent;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Notes, once a minute a key, when and from where it was used: after the answer, so that no caller waits, and not at each
/// request, so that reading does not write.
/// </summary>
internal sealed partial class ApiKeyUseMiddleware(RequestDelegate next, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ApiKeyUseMiddleware> log)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> noted = new();

    public async Task InvokeAsync(HttpContext http, RequestContext context)
    {
        var isKnown = false;
        try
        {
            await next(http);
        }
        catch (Refused refused)
        {
            // Said of a key only after its secret was found right. A key that is refused all it asks for is in use, too.
            isKnown = refused.Error.Code == PipelineErrors.PermissionIsMissing.Code;
            throw;
        }
        finally
        {
            // Only a key that is one is noted, and so only as many are remembered as there are keys.
            if (context.Principal is ApiKeyPrincipal key && (isKnown || context.Entered is not null) && IsDue(key.ApiKeyId))
                http.Response.OnCompleted(() => NoteAsync(context, key));
        }
    }

    private bool IsDue(Guid apiKeyId)
    {
        var now = clock.GetUtcNow();
        if (noted.TryGetValue(apiKeyId, out var last) && now - last < Precision)
            return false;
        noted[apiKeyId] = now;
        return true;
    }

    private async Task NoteAsync(RequestContext used, ApiKeyPrincipal key)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
            context.Principal = key;
            context.TenantId = used.TenantId;
            context.TenantSlug = used.TenantSlug;
            context.ClientAddress = used.ClientAddress;
            context.Access = RouteAccess.Anonymous;
            await scope.ServiceProvider.GetRequiredService<ApiKeyUses>().RecordAsync(key.ApiKeyId, used.ClientAddress);
        }
        catch (Exception e)
        {
            // The caller has been answered, and the next use is noted again.
            LogMissed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The use of an API key could not be noted")]
    private partial void LogMissed(Exception failure);
}
