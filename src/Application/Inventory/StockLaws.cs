using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Published by Inventory: what must hold between the ledger and the balances.</summary>
public sealed class StockLaws(IDb db, StockPolicy policy) : ILaws
{
    // Levels are readable in the whole tenant, movements only in the stores in scope: compare inside the scope.
    private const string LedgerSql =
        """
        select 'store ' || l.store_id || ', variant ' || l.variant_id as subject, coalesce(m.moved, 0) as expected, l.on_hand as actual
          from inventory.stock_level as l
          left join (
                select store_id, variant_id, sum(quantity) as moved
                  from inventory.stock_movement
                 where tenant_id = @tenant
                 group by store_id, variant_id
               ) as m using (store_id, variant_id)
         where l.tenant_id = @tenant
           and l.store_id = any ((select app.store_scope())::uuid[])
           and l.on_hand <> coalesce(m.moved, 0)
         order by l.store_id, l.variant_id
         limit 100
        """;

    private const string NotNegativeSql =
        """
        select 'store ' || store_id || ', variant ' || variant_id as subject, 0::numeric as expected, on_hand - reserved as actual
          from inventory.stock_level
         where tenant_id = @tenant
           and store_id = any ((select app.store_scope())::uuid[])
           and not may_go_negative
           and on_hand - reserved < 0
         order by store_id, variant_id
         limit 100
        """;

    private const string GuardSql =
        """
        select 'store ' || store_id || ', variant ' || variant_id as subject, (not may_go_negative)::integer::numeric as expected,
               may_go_negative::integer::numeric as actual
          from inventory.stock_level
         where tenant_id = @tenant
           and store_id = any ((select app.store_scope())::uuid[])
           and may_go_negative = @MayGoNegative
         order by store_id, variant_id
         limit 100
        """;

    public async Task<IReadOnlyList<LawFinding>> CheckAsync(CancellationToken ct)
    {
        // Both guards are asked for, so that the policy, which only tells the wrong one, travels along.
        policy.HoldStill();
        var (lax, strict) = (db.Defer<LawViolation>(GuardSql, new { MayGoNegative = true }), db.Defer<LawViolation>(GuardSql, new { MayGoNegative = false }));
        var ledger = db.Defer<LawViolation>(LedgerSql);
        var negative = db.Defer<LawViolation>(NotNegativeSql);
        var wrong = await policy.MayGoNegativeAsync(ct) ? strict : lax;
        return
        [
            new LawFinding("inventory.ledger_equals_balance", "The movements of a level add up to what is on hand.", await ledger.ToListAsync(ct)),
            new LawFinding("inventory.nothing_oversold", "Nothing is promised or sold that is not there.", await negative.ToListAsync(ct)),
            new LawFinding("inventory.levels_follow_policy", "A level may fall below nothing where the settings say so, and only there.", await wrong.ToListAsync(ct)),
        ];
    }
}
