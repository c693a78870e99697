using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published for the edge: when and from where a key was last used.</summary>
public sealed class ApiKeyUses(IDb db, TimeProvider clock)
{
    private const string RecordSql =
        """
        update identity.api_key
           set last_used_at = @Now,
               last_used_from = @From::inet
         where tenant_id = @tenant
           and api_key_id = @ApiKeyId
        """;

    /// <summary>Notes the use of the key that has entered.</summary>
    public Task RecordAsync(Guid apiKeyId, string? address) => db.InTransaction<bool>(
        Access.Bookkeeping,
        async () =>
        {
            await db.ExecuteAsync(RecordSql, new { ApiKeyId = apiKeyId, Now = clock.GetUtcNow(), From = address });
            return true;
        },
        CancellationToken.None);
}
