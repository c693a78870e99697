using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>A key by which a machine acts for the merchant; its secret is known to nobody but its holder.</summary>
/// <param name="Permissions">What it may do, in alphabetical order.</param>
/// <param name="StoreIds">Where; none means in all stores, those to come among them.</param>
/// <param name="AllowedNetworks">From where, as CIDR; none means from anywhere.</param>
/// <param name="OverlapEndsAt">Until when the secret before the last rotation still works.</param>
/// <param name="LastUsedAt">To the minute.</param>
[Audited(
    nameof(Name),
    nameof(Permissions),
    nameof(StoreIds),
    nameof(AllowedNetworks),
    nameof(ExpiresAt),
    nameof(RotatedAt),
    nameof(OverlapEndsAt),
    nameof(IsRevoked)
)]
public sealed record ApiKey(
    Guid KeyId,
    string Name,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<Guid> StoreIds,
    IReadOnlyList<string> AllowedNetworks,
    DateTimeOffset CreatedAt,
    Guid CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RotatedAt,
    DateTimeOffset? OverlapEndsAt,
    DateTimeOffset? LastUsedAt,
    string? LastUsedFrom,
    bool IsRevoked
) : IResource
{
    string IResource.Location => $"/v1/api-keys/{KeyId}";
}

/// <summary>A key that was just made or rotated.</summary>
/// <param name="Secret">Send it as `Authorization: Bearer`. It is shown now and never again.</param>
public sealed record IssuedApiKey(Guid KeyId, string Secret, ApiKey Key) : IResource
{
    string IResource.Location => $"/v1/api-keys/{KeyId}";
}
