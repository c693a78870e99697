using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Published by Inventory: whether stock may be sold that the books do not have. The setting stands in another context, and a
/// level carries it as its guard: the two are kept alike by a lock of the merchant's, shared by those who open levels and
/// taken alone by whoever changes them all. A row would not do: a merchant who never changed a setting has none.
/// </summary>
public sealed class StockPolicy(IDb db, IStockRules rules)
{
    private const string ShareSql = """
        select true as is_held
          from pg_advisory_xact_lock_shared(hashtextextended('inventory.stock_policy ' || @tenant::uuid, 0))
        """;

    private const string TakeSql = """
        select true as is_held
          from pg_advisory_xact_lock(hashtextextended('inventory.stock_policy ' || @tenant::uuid, 0))
        """;

    // In the order of their keys, as sales take them.
    private const string ApplySql = """
        with level as (
            select store_id, variant_id
              from inventory.stock_level
             where tenant_id = @tenant
               and may_go_negative <> @MayGoNegative
             order by store_id, variant_id
               for update
        )
        update inventory.stock_level as l
           set may_go_negative = @MayGoNegative
          from level
         where l.tenant_id = @tenant
           and l.store_id = level.store_id
           and l.variant_id = level.variant_id
        """;

    /// <summary>
    /// Queues that the policy stays what it is until this transaction ends: for whoever opens levels by it, or compares them with it.
    /// </summary>
    public void HoldStill() => db.Lock(ShareSql);

    /// <summary>
    /// Does a store in scope still trade, and by which rules? It does so, and the policy holds, until the transaction ends.
    /// </summary>
    public async Task<(bool StillTrades, StockRules Rules)> HoldAsync(Guid storeId, CancellationToken ct)
    {
        // The store before the policy, as docs/locking.md says.
        var stillTrades = rules.StillTrades(storeId);
        HoldStill();
        var inForce = await rules.InForceAsync(ct);
        return (await stillTrades.SingleAsync(ct), inForce);
    }

    /// <summary>What the policy is; held still first, it is that until the transaction ends.</summary>
    public async Task<bool> MayGoNegativeAsync(CancellationToken ct) => (await rules.InForceAsync(ct)).MayGoNegative;

    /// <summary>Queues the policy for all stock in the stores in scope; refused while some of it is negative.</summary>
    public void Apply(bool mayGoNegative)
    {
        // By itself, before: the levels that others are opening are seen only by a statement that starts once they are done.
        db.Lock(TakeSql);
        db.Enqueue(ApplySql, new { MayGoNegative = mayGoNegative })
            .OnConstraint("stock_level_available_not_negative", InventoryErrors.StockIsNegative)
            .Last();
    }
}
