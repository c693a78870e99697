using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Application.Inventory;

/// <summary>How much somebody corrects alone.</summary>
internal sealed class AdjustmentLimits(IStockRules merchant)
{
    /// <summary>
    /// Does the caller correct that much without an approval? One of the roles by which they adjust is enough. The limit is a quantity:
    /// what goods are worth is not in these books yet, and a shelf that is off by a hundred is worth a second look whatever they cost.
    /// </summary>
    public Task<bool> AllowAsync(StockAdjustment adjustment, StockRules rules, CancellationToken ct) =>
        AllowAsync(adjustment.StoreId, adjustment.Extent, rules, ct);

    /// <summary>The same of any difference: how much changes, up and down together.</summary>
    public async Task<bool> AllowAsync(Guid storeId, decimal extent, StockRules rules, CancellationToken ct)
    {
        if (rules.AdjustUpTo.Count == 0)
            return true;
        // A machine has no role; it adjusts without a limit when its key says that it adjusts.
        var roles = await merchant.AdjustingRolesAsync(storeId, ct);
        return roles is null || roles.Any(role => !rules.AdjustUpTo.TryGetValue(role, out var limit) || extent <= limit);
    }
}
