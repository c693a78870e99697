using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory.Ports;

/// <summary>What the merchant decided about stores and their stock.</summary>
public interface IStockRules
{
    /// <summary>May stock be sold that the books do not have?</summary>
    Task<bool> MayGoNegativeAsync(CancellationToken ct);

    /// <summary>Does a store in scope still trade? What is answered holds until the transaction ends.</summary>
    Deferred<bool> StillTrades(Guid storeId);
}
