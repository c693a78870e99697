using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Application.Inventory;

/// <summary>How what was counted becomes stock: as differences, so that what moved since a count stays right.</summary>
internal sealed class StocktakePosting(IDb db, StockLedger ledger, IActor actor)
{
    private const int LinesOfAPart = 500;

    private const string DifferencesSql = """
        select variant_id, coalesce(variance, 0) as quantity
          from inventory.stocktake_line
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
           and variance <> 0
         order by variant_id
        """;

    /// <summary>What differs, variant by variant.</summary>
    public Deferred<StockLine> Differences(Guid stocktakeId) => db.Defer<StockLine>(DifferencesSql, new { StocktakeId = stocktakeId });

    /// <summary>Queues that levels are held, and opened where there are none, for a look at them before they change.</summary>
    public void Hold(StockLocation at, IReadOnlyList<Guid> variantIds, StockRules rules)
    {
        ledger.Open(at, variantIds, rules.MayGoNegative);
        ledger.Hold(at, variantIds);
    }

    /// <summary>Queues that stock becomes what was counted, and answers the stocktake as it is then.</summary>
    public Stocktake Post(Stocktake stocktake, IReadOnlyList<StockLine> differences, StockLocation at, StockRules rules)
    {
        db.Publish(new StocktakePosted(stocktake.StocktakeId, stocktake.StoreId, stocktake.StockLocationId, differences.Count));
        if (differences.Count > 0)
        {
            ledger.Open(at, [.. differences.Select(d => d.VariantId)], rules.MayGoNegative);
            // By key, in parts: the ledger joins what it moves row by row, which is quick for the length of a basket.
            foreach (var part in differences.Chunk(LinesOfAPart))
                ledger.Change(at, StockMovementKind.Count, stocktake.StocktakeId, part);
        }

        return stocktake with
        {
            Status = StocktakeStatus.Posted,
            EndedAt = actor.Now,
            EndedBy = actor.ActorId,
        };
    }
}
