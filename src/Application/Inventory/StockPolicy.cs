using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Published by Inventory: whether stock may be sold that the books do not have.</summary>
public sealed class StockPolicy(IDb db)
{
    private const string ApplySql =
        """
        update inventory.stock_level
           set may_go_negative = @MayGoNegative
         where tenant_id = @tenant
           and may_go_negative <> @MayGoNegative
        """;

    /// <summary>Queues the policy for all stock in the stores in scope; refused while something is below nothing.</summary>
    public void Apply(bool mayGoNegative) =>
        db.Enqueue(ApplySql, new { MayGoNegative = mayGoNegative }).OnConstraint("stock_level_available_not_negative", InventoryErrors.StockIsNegative).Last();
}
