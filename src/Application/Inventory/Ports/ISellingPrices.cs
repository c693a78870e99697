namespace PosCommerce.Application.Inventory.Ports;

/// <summary>What things sell for: as long as the books keep no costs, the one measure of what a difference is worth.</summary>
public interface ISellingPrices
{
    /// <summary>What some variants sell for now in a store, to everybody.</summary>
    Task<SellingPrices> FindAsync(Guid storeId, IReadOnlyList<Guid> variantIds, CancellationToken ct);
}

/// <param name="ByVariant">Minor units of <paramref name="Currency"/>; without those that have no price in it.</param>
public sealed record SellingPrices(string Currency, IReadOnlyDictionary<Guid, long> ByVariant);
