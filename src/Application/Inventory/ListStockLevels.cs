using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists how much of what is where, over all stores of the merchant or in one.</summary>
public sealed record ListStockLevels(
    Guid? StoreId = null,
    Guid? VariantId = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<StockLevel>>, IPaged, IStoreRequest;

/// <param name="OnHand">What lies in the store.</param>
/// <param name="Reserved">What of it is promised to someone.</param>
/// <param name="Available">What can still be sold.</param>
public sealed record StockLevel(Guid StoreId, Guid VariantId, decimal OnHand, decimal Reserved, decimal Available);

internal sealed record StockLevelKey(Guid StoreId, Guid VariantId);

internal sealed class ListStockLevelsValidator : AbstractValidator<ListStockLevels>
{
    public ListStockLevelsValidator() => this.PageOf<ListStockLevels, StockLevelKey>();
}

internal sealed class ListStockLevelsHandler(IDb db) : IQueryHandler<ListStockLevels, Page<StockLevel>>
{
    // One walk a store: a single one over the merchant would pass by the levels of the stores that the caller may not see.
    private const string Head = """
        select l.store_id, l.variant_id, l.on_hand, l.reserved, l.available
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select store_id, variant_id, on_hand, reserved, on_hand - reserved as available
                 from inventory.stock_level
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and (store_id, variant_id) > (@AfterStore::uuid, @AfterVariant::uuid)
        """;

    private const string Rest = """

                order by variant_id
                limit @Limit
               ) as l
         order by l.store_id, l.variant_id
         limit @Limit
        """;

    private const string ListSql = Head + Rest;

    private const string OfVariantSql =
        Head
        + """

                      and variant_id = @VariantId
            """
        + Rest;

    public async Task<Page<StockLevel>> Handle(ListStockLevels query, CancellationToken ct)
    {
        // No id is as low as all zeros.
        var (store, variant) = Cursor.Read<StockLevelKey>(query.Cursor) ?? new StockLevelKey(Guid.Empty, Guid.Empty);
        var limit = query.Limit + 1;
        var rows = query.VariantId is { } only
            ? await db.QueryAsync<StockLevel>(
                OfVariantSql,
                new
                {
                    VariantId = only,
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<StockLevel>(
                ListSql,
                new
                {
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            );
        return Page<StockLevel>.Of(rows, query.Limit, l => new StockLevelKey(l.StoreId, l.VariantId));
    }
}
