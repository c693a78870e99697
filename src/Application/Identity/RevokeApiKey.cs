using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Ends a key for good: its next request is refused.</summary>
public sealed record RevokeApiKey(Guid KeyId) : ICommand<ApiKey>;

internal sealed class RevokeApiKeyHandler(IDb db, ApiKeys keys, IActor actor) : ICommandHandler<RevokeApiKey, ApiKey>
{
    private const string RevokeSql = """
        update identity.api_key
           set revoked_at = @Now,
               revoked_by = @RevokedBy
         where tenant_id = @tenant
           and api_key_id = @ApiKeyId
        """;

    public async Task<ApiKey> Handle(RevokeApiKey command, CancellationToken ct)
    {
        var key = await keys.LockAsync(command.KeyId, ct) ?? throw new Refused(IdentityErrors.ApiKeyNotFound);
        if (key.IsRevoked)
            throw new Refused(IdentityErrors.ApiKeyRevoked);
        db.Enqueue(
            RevokeSql,
            new
            {
                ApiKeyId = key.KeyId,
                actor.Now,
                RevokedBy = actor.ActorId,
            }
        );
        var revoked = key with { IsRevoked = true };
        db.Changes(key, revoked);
        return revoked;
    }
}
