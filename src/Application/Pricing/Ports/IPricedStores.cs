namespace PosCommerce.Application.Pricing.Ports;

/// <summary>The stores that something is priced for.</summary>
public interface IPricedStores
{
    /// <summary>A store in scope, archived or not, with its business day at an instant; null when there is none.</summary>
    Task<PricedStore?> FindAsync(Guid storeId, DateTimeOffset at, CancellationToken ct);
}

/// <param name="Country">Of its address.</param>
/// <param name="Region">Of its address.</param>
public sealed record PricedStore(Guid StoreId, string Currency, string? Country, string? Region, DateOnly BusinessDay);
