using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the stock locations of the caller's stores by code, archived ones too.</summary>
public sealed record ListStockLocations(Guid? StoreId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<StockLocation>>,
        IPaged,
        IStoreRequest;

internal sealed record StockLocationKey(Guid StoreId, string Code);

internal sealed class ListStockLocationsValidator : AbstractValidator<ListStockLocations>
{
    public ListStockLocationsValidator() => this.PageOf<ListStockLocations, StockLocationKey>();
}

internal sealed class ListStockLocationsHandler(IDb db) : IQueryHandler<ListStockLocations, Page<StockLocation>>
{
    private const string ListSql =
        """
            select l.stock_location_id, l.store_id, l.code, l.name, l.kind, l.is_archived, l.version
              from (
            """
        + "\n"
        + StockLocations.Columns
        + """

                   and store_id = any ((select app.store_scope())::uuid[])
                 union all
            """
        + " "
        + StockLocations.UnnamedColumns
        + """

                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 where mine.store_id >= @AfterStore::uuid
                   and
            """
        + " "
        + StockLocations.HasNoRow
        + """

                   ) as l
             where (l.store_id, l.code collate "C") > (@AfterStore::uuid, @AfterCode::text collate "C")
             order by l.store_id, l.code collate "C"
             limit @Limit
            """;

    public async Task<Page<StockLocation>> Handle(ListStockLocations query, CancellationToken ct)
    {
        var after = Cursor.Read<StockLocationKey>(query.Cursor) ?? new StockLocationKey(Guid.Empty, "");
        var rows = await db.QueryAsync<StockLocation>(
            ListSql,
            new
            {
                AfterStore = after.StoreId,
                AfterCode = after.Code,
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<StockLocation>.Of(rows, query.Limit, l => new StockLocationKey(l.StoreId, l.Code));
    }
}
