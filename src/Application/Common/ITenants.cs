namespace PosCommerce.Application.Common;

/// <summary>Finds a tenant, before anything else is known of a request.</summary>
public interface ITenants
{
    /// <summary>The active tenant of this slug; null when there is none.</summary>
    Task<Guid?> FindAsync(string slug, CancellationToken ct);

    /// <summary>Is there a tenant of this id, active or not?</summary>
    Task<bool> IsThereAsync(Guid tenantId, CancellationToken ct);
}
