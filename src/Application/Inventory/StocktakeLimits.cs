using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Application.Inventory;

/// <summary>How much of a difference somebody posts alone: as much as they correct by an adjustment.</summary>
internal sealed class StocktakeLimits(Adjustments places, AdjustmentLimits limits)
{
    /// <summary>Holds still what the posting depends on: its location, its store, the merchant's rules.</summary>
    /// <exception cref="PosCommerce.Domain.Common.Refused">The location is not in use, or the store is archived.</exception>
    public Task<(StockLocation At, StockRules Rules)> HoldAsync(Stocktake stocktake, CancellationToken ct) =>
        places.HoldAsync(stocktake.StoreId, stocktake.StockLocationId, ct);

    public Task<bool> AllowAsync(Stocktake stocktake, StockRules rules, CancellationToken ct) =>
        limits.AllowAsync(stocktake.StoreId, (stocktake.Progress.Found + stocktake.Progress.Missing) ?? 0, rules, ct);

    /// <summary>How far a stocktake is once it is known what differs.</summary>
    public static StocktakeProgress ProgressOf(int lines, int counted, IReadOnlyList<StockLine> differences) =>
        new(
            lines,
            counted,
            differences.Count,
            differences.Where(d => d.Quantity > 0).Sum(d => d.Quantity),
            -differences.Where(d => d.Quantity < 0).Sum(d => d.Quantity)
        );
}
