namespace PosCommerce.Application.Inventory.Ports;

/// <summary>What the merchant decided about stock.</summary>
public interface IStockRules
{
    /// <summary>May stock be sold that the books do not have?</summary>
    Task<bool> MayGoNegativeAsync(CancellationToken ct);
}
