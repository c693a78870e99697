using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory.Ports;

/// <summary>What the merchant decided about stores and their stock.</summary>
public interface IStockRules
{
    /// <summary>What holds in all stores.</summary>
    Task<StockRules> InForceAsync(CancellationToken ct);

    /// <summary>By which roles may the caller correct the stock of a store? Null for a machine, which has none.</summary>
    Task<IReadOnlyList<string>?> AdjustingRolesAsync(Guid storeId, CancellationToken ct);

    /// <summary>In which currency a store in scope sells, and keeps what its goods cost.</summary>
    Deferred<string> Currency(Guid storeId);

    /// <summary>Does a store in scope still trade? What is answered holds until the transaction ends.</summary>
    Deferred<bool> StillTrades(Guid storeId);
}

/// <param name="MayGoNegative">Stock may be sold that the books do not have.</param>
/// <param name="AdjustUpTo">Up to which quantity a role, by its code, corrects stock without an approval; a role that is not there needs
/// none.</param>
public sealed record StockRules(bool MayGoNegative, IReadOnlyDictionary<string, decimal> AdjustUpTo);
