using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists what lies in one stock location.</summary>
public sealed record ListLocationLevels(Guid StockLocationId, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<LocationLevel>>,
        IPaged;

/// <param name="OnHand">What lies there.</param>
public sealed record LocationLevel(Guid StockLocationId, Guid VariantId, decimal OnHand);

internal sealed class ListLocationLevelsValidator : AbstractValidator<ListLocationLevels>
{
    public ListLocationLevelsValidator() => this.PageOf<ListLocationLevels, Guid?>();
}

internal sealed class ListLocationLevelsHandler(IDb db, StockLocations locations) : IQueryHandler<ListLocationLevels, Page<LocationLevel>>
{
    // One of the two has rows: the location that sells has the id of its store. Store by store for the wall, as any list.
    private const string ListSql = """
        select l.stock_location_id, l.variant_id, l.on_hand
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               (select store_id as stock_location_id, variant_id, on_hand
                  from inventory.stock_level
                 where tenant_id = @tenant
                   and store_id = mine.store_id
                   and store_id = @StockLocationId
                   and variant_id > @After
                 order by variant_id
                 limit @Limit)
                union all
               (select stock_location_id, variant_id, on_hand
                  from inventory.location_level
                 where tenant_id = @tenant
                   and store_id = mine.store_id
                   and stock_location_id = @StockLocationId
                   and variant_id > @After
                 order by variant_id
                 limit @Limit)
               ) as l
         order by l.variant_id
         limit @Limit
        """;

    public async Task<Page<LocationLevel>> Handle(ListLocationLevels query, CancellationToken ct)
    {
        var location = locations.Find(query.StockLocationId);
        var rows = await db.QueryAsync<LocationLevel>(
            ListSql,
            new
            {
                query.StockLocationId,
                After = Cursor.Read<Guid?>(query.Cursor) ?? Guid.Empty,
                Limit = query.Limit + 1,
            },
            ct
        );
        if (await location.SingleOrDefaultAsync(ct) is null)
            throw new Refused(InventoryErrors.LocationNotFound);
        return Page<LocationLevel>.Of(rows, query.Limit, l => (Guid?)l.VariantId);
    }
}
