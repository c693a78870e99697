using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;

namespace PosCommerce.Application.Platform;

/// <summary>A merchant of the platform.</summary>
/// <param name="Slug">Its short name: the first label of its host name, and X-Tenant.</param>
/// <param name="SuspendedAt">Since when nobody of it can do anything; null while it is open.</param>
public sealed record Tenant(
    Guid TenantId,
    string Slug,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SuspendedAt,
    string? SuspensionReason
) : IResource
{
    string IResource.Location => $"/v1/platform/tenants/{TenantId}";

    internal static Tenant Of(Merchant merchant) =>
        new(merchant.TenantId, merchant.Slug, merchant.Name, merchant.CreatedAt, merchant.SuspendedAt, merchant.SuspensionReason);
}
