using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>API keys: how one is read and held still.</summary>
internal sealed class ApiKeys(IDb db)
{
    public const string Columns = """
        select api_key_id, name,
               array(select p.permission
                       from identity.api_key_permission as p
                      where p.tenant_id = @tenant
                        and p.api_key_id = k.api_key_id
                      order by p.permission) as permissions,
               array(select s.store_id
                       from identity.api_key_store as s
                      where s.tenant_id = @tenant
                        and s.api_key_id = k.api_key_id
                      order by s.store_id) as store_ids,
               allowed_networks, created_at, created_by, expires_at, rotated_at, previous_expires_at, last_used_at,
               host(last_used_from) as last_used_from,
               revoked_at is not null as is_revoked
          from identity.api_key as k
         where tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + """

               and api_key_id = @ApiKeyId
            """;

    // Locked: of a rotation and a revocation at once, the second must see what the first has done.
    private const string LockSql = """
        select api_key_id
          from identity.api_key
         where tenant_id = @tenant
           and api_key_id = @ApiKeyId
           for update
        """;

    /// <summary>One key; null when there is none.</summary>
    public async Task<ApiKey?> FindAsync(Guid apiKeyId, CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(FindSql, new { ApiKeyId = apiKeyId }, ct))?.Key;

    /// <summary>One key, held still until this transaction ends; null when there is none.</summary>
    public Task<ApiKey?> LockAsync(Guid apiKeyId, CancellationToken ct)
    {
        db.Lock(LockSql, new { ApiKeyId = apiKeyId });
        return FindAsync(apiKeyId, ct);
    }

    public sealed record Row(
        Guid ApiKeyId,
        string Name,
        string[] Permissions,
        Guid[] StoreIds,
        string[] AllowedNetworks,
        DateTimeOffset CreatedAt,
        Guid CreatedBy,
        DateTimeOffset? ExpiresAt,
        DateTimeOffset? RotatedAt,
        DateTimeOffset? PreviousExpiresAt,
        DateTimeOffset? LastUsedAt,
        string? LastUsedFrom,
        bool IsRevoked
    )
    {
        public ApiKey Key =>
            new(
                ApiKeyId,
                Name,
                Permissions,
                StoreIds,
                AllowedNetworks,
                CreatedAt,
                CreatedBy,
                ExpiresAt,
                RotatedAt,
                PreviousExpiresAt,
                LastUsedAt,
                LastUsedFrom,
                IsRevoked
            );
    }
}
