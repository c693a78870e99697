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

    /// <summary>
    /// Queues that goods lie in a store again, where it sells or aside, at what they cost as they were sold where that was known.
    /// </summary>
    /// <param name="quarantine">As it was held; null where nothing is put aside.</param>
    /// <param name="saleId">What took them out, in whichever store.</param>
    /// <exception cref="Refused">A variant is gone.</exception>
    public async Task TakeBackAsync(
        StockLocation? quarantine,
        Guid storeId,
        Guid documentId,
        Guid saleId,
        IReadOnlyList<StockLine> toSell,
        IReadOnlyList<StockLine> aside,
        CancellationToken ct
    )
    {
        List<(StockLocation At, IReadOnlyList<StockLine> Lines)> places = [];
        // What sells last: as docs/locking.md says.
        if (quarantine is not null && aside.Count > 0)
            places.Add((quarantine, aside));
        if (toSell.Count > 0)
            places.Add((StockLocation.Selling(storeId), toSell));
        if (places.Count == 0)
            return;

        policy.HoldStill();
        var mayGoNegative = await policy.MayGoNegativeAsync(ct);
        // Another store may have sold what this one never had. All of it is held in one go before any of it is moved.
        Guid[] variants = [.. toSell.Concat(aside).Select(l => l.VariantId).Distinct()];
        ledger.Open(StockLocation.Selling(storeId), variants, mayGoNegative);
        ledger.HoldStore(storeId, variants);
        if (places[0].At == quarantine)
            ledger.Open(quarantine, [.. aside.Select(l => l.VariantId)], mayGoNegative);
        await ledger.TakeBackAsync(StockMovementKind.Return, documentId, saleId, places, ct);
    }
}
