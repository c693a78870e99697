using System.Collections.Concurrent;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;

namespace PosCommerce.WebApi.Work;

/// <summary>
/// Keeps when and from where API keys were used: after the answers, so that no caller waits, and for many at once. What a
/// process that is killed had not kept is told by the next use.
/// </summary>
internal sealed partial class KeyUseRecorder(IServiceScopeFactory scopes, ILogger<KeyUseRecorder> log) : BackgroundService
{
    private const string Job = "identity.note_key_uses";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<(Guid Tenant, Guid Key), KeyUse> uses = new();

    public void Note(Guid tenantId, KeyUse use) => uses[(tenantId, use.ApiKeyId)] = use;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await KeepAsync();
        }
    }

    private async Task KeepAsync()
    {
        foreach (var tenant in uses.Keys.Select(u => u.Tenant).Distinct().ToList())
        {
            List<KeyUse> taken = [];
            foreach (var key in uses.Keys.Where(u => u.Tenant == tenant))
            {
                if (uses.TryRemove(key, out var use))
                    taken.Add(use);
            }

            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var context = scope.ServiceProvider.GetRequiredService<RequestContext>();
                context.Principal = new SystemPrincipal(Job);
                context.TenantId = tenant;
                context.Access = RouteAccess.Job;
                await scope.ServiceProvider.GetRequiredService<ApiKeyUses>().RecordAsync(taken);
            }
            catch (Exception e)
            {
                // The callers have been answered, and the next use is noted again.
                LogMissed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Uses of API keys could not be noted")]
    private partial void LogMissed(Exception failure);
}
