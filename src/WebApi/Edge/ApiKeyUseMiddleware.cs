using System.Collections.Concurrent;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.WebApi.Work;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Notes, once a minute a key, when and from where it was used: not at each request, so that reading does not write.
/// </summary>
internal sealed class ApiKeyUseMiddleware(RequestDelegate next, KeyUseRecorder recorder, TimeProvider clock)
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
            if (context is { Principal: ApiKeyPrincipal key, TenantId: { } tenant } && (isKnown || context.Entered is not null))
                Note(tenant, new KeyUse(key.ApiKeyId, clock.GetUtcNow(), context.ClientAddress));
        }
    }

    private void Note(Guid tenantId, KeyUse use)
    {
        if (noted.TryGetValue(use.ApiKeyId, out var last) && use.At - last < Precision)
            return;
        noted[use.ApiKeyId] = use.At;
        recorder.Note(tenantId, use);
    }
}
