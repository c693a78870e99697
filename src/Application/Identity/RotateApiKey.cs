using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Gives a key a new secret; the old one works on for the overlap, so that nothing stops while it is exchanged.</summary>
/// <param name="OverlapMinutes">How long the old secret still works; 0 ends it at once.</param>
public sealed record RotateApiKey(Guid KeyId, int OverlapMinutes) : ICommand<IssuedApiKey>, IShownOnce;

internal sealed class RotateApiKeyValidator : AbstractValidator<RotateApiKey>
{
    private const int MaximumOverlap = 7 * 24 * 60;

    public RotateApiKeyValidator() => RuleFor(c => c.OverlapMinutes).InclusiveBetween(0, MaximumOverlap);
}

internal sealed class RotateApiKeyHandler(IDb db, ApiKeys keys, Authorities authorities, RequestContext context, TimeProvider clock)
    : ICommandHandler<RotateApiKey, IssuedApiKey>
{
    private const string RotateSql = """
        update identity.api_key
           set previous_secret_hash = case when @OverlapEndsAt::timestamptz is null then null else secret_hash end,
               previous_expires_at = @OverlapEndsAt,
               secret_hash = @SecretHash,
               rotated_at = @Now
         where tenant_id = @tenant
           and api_key_id = @ApiKeyId
        """;

    public async Task<IssuedApiKey> Handle(RotateApiKey command, CancellationToken ct)
    {
        var key = await keys.LockAsync(command.KeyId, ct) ?? throw new Refused(IdentityErrors.ApiKeyNotFound);
        // By another key a machine would leave its own networks and its own end behind.
        if (context.Principal is ApiKeyPrincipal machine && machine.ApiKeyId != key.KeyId)
            throw new Refused(PipelineErrors.CallerIsOfAnotherKind);
        // Whoever is shown the secret has the key's rights.
        await authorities.RequireOverApiKeyAsync(key, ct);
        if (key.IsRevoked)
            throw new Refused(IdentityErrors.ApiKeyRevoked);
        var now = clock.GetUtcNow();
        if (key.ExpiresAt <= now)
            throw new Refused(IdentityErrors.ApiKeyExpired);
        // Two secrets are kept: a third would end the first before the time that was promised for it.
        if (key.OverlapEndsAt > now)
            throw new Refused(IdentityErrors.ApiKeyOverlaps);

        DateTimeOffset? overlapEndsAt = command.OverlapMinutes == 0 ? null : now.AddMinutes(command.OverlapMinutes);
        // The caller has entered a tenant.
        var (secret, hash) = Credential.New(CredentialKind.ApiKey, context.TenantSlug!, context.TenantId!.Value, key.KeyId);
        db.Enqueue(
            RotateSql,
            new
            {
                ApiKeyId = key.KeyId,
                SecretHash = hash,
                OverlapEndsAt = overlapEndsAt,
                Now = now,
            }
        );
        var rotated = key with { RotatedAt = now, OverlapEndsAt = overlapEndsAt };
        db.Changes(key, rotated);
        return new IssuedApiKey(key.KeyId, secret, rotated);
    }
}
