using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Published by Inventory: where goods go that customers bring back.</summary>
public sealed class ReturnedGoods(IDb db, StockLedger ledger, StockPolicy policy)
{
    // One of several by its code; not archived until the goods are there.
    private const string QuarantineSql =
        StockLocations.Columns
        + """

               and store_id = @StoreId
               and kind = 'quarantine'
               and archived_at is null
             order by code, stock_location_id
             limit 1
               for share
            """;

    /// <summary>
    /// Where a store puts aside what nobody shall buy yet, held until this transaction ends; none where it has no such place.
    /// </summary>
    public Deferred<StockLocation> HoldQuarantine(Guid storeId) => db.Defer<StockLocation>(QuarantineSql, new { StoreId = storeId });

    /// <summary>Queues that goods lie in a store again: where it sells, or aside.</summary>
    /// <param name="quarantine">As it was held; null where nothing is put aside.</param>
    /// <exception cref="Refused">A variant is gone.</exception>
    public async Task TakeBackAsync(
        Guid storeId,
        StockLocation? quarantine,
        Guid documentId,
        IReadOnlyList<StockLine> toSell,
        IReadOnlyList<StockLine> aside,
        CancellationToken ct
    )
    {
        policy.HoldStill();
        var mayGoNegative = await policy.MayGoNegativeAsync(ct);
        // What sells last: as docs/locking.md says.
        if (quarantine is not null)
            Put(quarantine, aside);
        Put(StockLocation.Selling(storeId), toSell);

        void Put(StockLocation at, IReadOnlyList<StockLine> lines)
        {
            if (lines.Count == 0)
                return;
            // Another store may have sold what this one never had.
            ledger.Open(at, [.. lines.Select(l => l.VariantId)], mayGoNegative);
            ledger.Change(at, StockMovementKind.Return, documentId, lines);
        }
    }
}
