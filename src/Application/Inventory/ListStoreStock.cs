using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists what each store has of what, over all of its stock locations.</summary>
public sealed record ListStoreStock(Guid? StoreId = null, Guid? VariantId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<StoreStock>>,
        IPaged,
        IStoreRequest;

/// <param name="OnHand">What lies in the store, wherever.</param>
/// <param name="Reserved">What of it is promised to someone.</param>
/// <param name="Available">What can still be sold: of what lies where the store sells.</param>
/// <param name="Locations">Where it lies, the location that sells first.</param>
public sealed record StoreStock(
    Guid StoreId,
    Guid VariantId,
    decimal OnHand,
    decimal Reserved,
    decimal Available,
    IReadOnlyList<LocationStock> Locations
);

public sealed record LocationStock(Guid StockLocationId, decimal OnHand);

internal sealed class ListStoreStockValidator : AbstractValidator<ListStoreStock>
{
    public ListStoreStockValidator() => this.PageOf<ListStoreStock, StockLevelKey>();
}

internal sealed class ListStoreStockHandler(IDb db, IActor actor) : IQueryHandler<ListStoreStock, Page<StoreStock>>
{
    // Whatever lies anywhere in a store has a level where it sells.
    private const string Columns = """
        select l.store_id, l.variant_id, l.on_hand, l.reserved, l.on_hand - l.reserved as available,
               array(select p.stock_location_id
                       from inventory.location_level as p
                      where p.tenant_id = @tenant
                        and p.store_id = l.store_id
                        and p.variant_id = l.variant_id
                      order by p.stock_location_id) as location_ids,
               array(select p.on_hand
                       from inventory.location_level as p
                      where p.tenant_id = @tenant
                        and p.store_id = l.store_id
                        and p.variant_id = l.variant_id
                      order by p.stock_location_id) as on_hands
        """;

    private const string ListSql = Columns + StockLevelWalk.Stores + StockLevelWalk.Page;

    private const string OfVariantSql = Columns + StockLevelWalk.Stores + StockLevelWalk.OfVariant + StockLevelWalk.Page;

    public async Task<Page<StoreStock>> Handle(ListStoreStock query, CancellationToken ct)
    {
        var (store, variant) = StockLevelKey.After(query.Cursor);
        var limit = query.Limit + 1;
        var rows = query.VariantId is { } only
            ? await db.QueryAsync<Row>(
                OfVariantSql,
                new
                {
                    VariantId = only,
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                    actor.Now,
                },
                ct
            )
            : await db.QueryAsync<Row>(
                ListSql,
                new
                {
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                    actor.Now,
                },
                ct
            );
        return Page<StoreStock>.Of(rows, query.Limit, r => new StockLevelKey(r.StoreId, r.VariantId), r => r.Stock);
    }

    private sealed record Row(
        Guid StoreId,
        Guid VariantId,
        decimal OnHand,
        decimal Reserved,
        decimal Available,
        Guid[] LocationIds,
        decimal[] OnHands
    )
    {
        public StoreStock Stock =>
            new(
                StoreId,
                VariantId,
                OnHand + OnHands.Sum(),
                Reserved,
                Available,
                [new LocationStock(StoreId, OnHand), .. LocationIds.Zip(OnHands, (id, onHand) => new LocationStock(id, onHand))]
            );
    }
}
