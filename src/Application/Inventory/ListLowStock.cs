using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists what stores want more of, why, and how much.</summary>
public sealed record ListLowStock(Guid? StoreId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<LowStock>>,
        IPaged,
        IStoreRequest;

/// <param name="OnHand">What lies in the store, wherever.</param>
/// <param name="Quarantined">What of it is put aside, and will not be sold.</param>
/// <param name="Reserved">What of it is promised to someone.</param>
/// <param name="Available">What is left: on hand less quarantined less reserved.</param>
/// <param name="Incoming">What is on its way from other stores.</param>
/// <param name="ReorderPoint">At so much, available and incoming together, or less the store wants more.</param>
/// <param name="TargetLevel">How much it wants to have then.</param>
/// <param name="Suggested">What is missing to that: target level less available less incoming.</param>
/// <param name="Reason">Why it is listed.</param>
public sealed record LowStock(
    Guid StoreId,
    Guid VariantId,
    decimal OnHand,
    decimal Quarantined,
    decimal Reserved,
    decimal Available,
    decimal Incoming,
    decimal ReorderPoint,
    decimal TargetLevel,
    decimal Suggested,
    LowStockReason Reason
);

public enum LowStockReason
{
    /// <summary>Nothing is available, and nothing is on its way.</summary>
    OutOfStock,

    /// <summary>Less than the reorder point is available and on its way.</summary>
    BelowReorderPoint,

    /// <summary>Just as much.</summary>
    AtReorderPoint,
}

internal sealed class ListLowStockValidator : AbstractValidator<ListLowStock>
{
    public ListLowStockValidator() => this.PageOf<ListLowStock, StockLevelKey>();
}

internal sealed class ListLowStockHandler(IDb db, IActor actor) : IQueryHandler<ListLowStock, Page<LowStock>>
{
    // A store may want what it never had: it has no level.
    private const string ListSql =
        """
            select w.store_id, w.variant_id, w.on_hand, w.quarantined, w.reserved, w.incoming, coalesce(w.reorder_point, 0) as reorder_point,
                   coalesce(w.target_level, 0) as target_level
              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select r.store_id, r.variant_id, r.reorder_point, r.target_level, h.on_hand, h.quarantined, h.reserved, h.incoming
                     from inventory.reorder_point as r
                    cross join lateral (
                          select coalesce((select l.on_hand
                                             from inventory.stock_level as l
                                            where l.tenant_id = @tenant
                                              and l.store_id = r.store_id
                                              and l.variant_id = r.variant_id), 0)
                                 + coalesce((select sum(p.on_hand)
                                               from inventory.location_level as p
                                              where p.tenant_id = @tenant
                                                and p.store_id = r.store_id
                                                and p.variant_id = r.variant_id), 0) as on_hand,
                                 coalesce((select sum(p.on_hand)
                                             from inventory.location_level as p
                                             join inventory.stock_location as s
                                               on s.tenant_id = @tenant
                                              and s.stock_location_id = p.stock_location_id
                                            where p.tenant_id = @tenant
                                              and p.store_id = r.store_id
                                              and p.variant_id = r.variant_id
                                              and s.kind = 'quarantine'), 0) as quarantined,
                                 coalesce((select
            """
        + " "
        + Lapsed.Reserved
        + """

                                             from inventory.stock_level as l
                                            where l.tenant_id = @tenant
                                              and l.store_id = r.store_id
                                              and l.variant_id = r.variant_id), 0) as reserved,
                                 coalesce((select sum(t.on_the_way)
                                             from inventory.transfer_line as t
                                            where t.tenant_id = @tenant
                                              and t.to_store_id = r.store_id
                                              and t.variant_id = r.variant_id
                                              and t.on_the_way > 0), 0) as incoming
                          ) as h
                    where r.tenant_id = @tenant
                      and r.store_id = mine.store_id
                      and (r.store_id, r.variant_id) > (@AfterStore::uuid, @AfterVariant::uuid)
                      and r.reorder_point >= h.on_hand - h.quarantined - h.reserved + h.incoming
                    order by r.variant_id
                    limit @Limit
                   ) as w
             order by w.store_id, w.variant_id
             limit @Limit
            """;

    public async Task<Page<LowStock>> Handle(ListLowStock query, CancellationToken ct)
    {
        var (store, variant) = StockLevelKey.After(query.Cursor);
        var rows = await db.QueryAsync<Row>(
            ListSql,
            new
            {
                AfterStore = store,
                AfterVariant = variant,
                actor.Now,
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<LowStock>.Of(rows, query.Limit, r => new StockLevelKey(r.StoreId, r.VariantId), r => r.Explained());
    }

    private sealed record Row(
        Guid StoreId,
        Guid VariantId,
        decimal OnHand,
        decimal Quarantined,
        decimal Reserved,
        decimal Incoming,
        decimal ReorderPoint,
        decimal TargetLevel
    )
    {
        public LowStock Explained()
        {
            var available = OnHand - Quarantined - Reserved;
            var expected = available + Incoming;
            return new LowStock(
                StoreId,
                VariantId,
                OnHand,
                Quarantined,
                Reserved,
                available,
                Incoming,
                ReorderPoint,
                TargetLevel,
                TargetLevel - expected,
                expected <= 0 ? LowStockReason.OutOfStock
                    : expected < ReorderPoint ? LowStockReason.BelowReorderPoint
                    : LowStockReason.AtReorderPoint
            );
        }
    }
}
