using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published for the edge: when and from where keys were last used.</summary>
public sealed class ApiKeyUses(IDb db)
{
    private const string RecordSql = """
        update identity.api_key as k
           set last_used_at = u.used_at,
               last_used_from = u.used_from::inet
          from unnest(@ApiKeyIds, @Times, @Addresses) as u (api_key_id, used_at, used_from)
         where k.tenant_id = @tenant
           and k.api_key_id = u.api_key_id
        """;

    /// <summary>Notes uses of the tenant's keys.</summary>
    public Task RecordAsync(IReadOnlyList<KeyUse> uses) =>
        db.KeepAsync(
            () =>
                db.Enqueue(
                    RecordSql,
                    new
                    {
                        ApiKeyIds = uses.Select(u => u.ApiKeyId).ToArray(),
                        Times = uses.Select(u => u.At).ToArray(),
                        Addresses = uses.Select(u => u.From).ToArray(),
                    }
                ),
            CancellationToken.None
        );
}

/// <param name="From">The address of who used it; null where it is not known.</param>
public sealed record KeyUse(Guid ApiKeyId, DateTimeOffset At, string? From);
