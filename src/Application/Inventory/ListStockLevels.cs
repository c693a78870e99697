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

/// <summary>A place in lists of levels.</summary>
internal sealed record StockLevelKey(Guid StoreId, Guid VariantId)
{
    /// <summary>Where a page goes on; no id is as low as all zeros.</summary>
    public static StockLevelKey After(string? cursor) => Cursor.Read<StockLevelKey>(cursor) ?? new StockLevelKey(Guid.Empty, Guid.Empty);
}

/// <summary>How levels are listed, those of the locations that sell.</summary>
internal static class StockLevelWalk
{
    /// <summary>One walk a store: a single one over the merchant would pass by the levels of stores that the caller may not see.</summary>
    public const string Stores =
        """

              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             cross join lateral (
                   select l.store_id, l.variant_id, l.on_hand,
            """
        + " "
        + Lapsed.Reserved
        + """
             as reserved
                     from inventory.stock_level as l
                    where l.tenant_id = @tenant
                      and l.store_id = mine.store_id
                      and (l.store_id, l.variant_id) > (@AfterStore::uuid, @AfterVariant::uuid)
            """;

    public const string OfVariant = """

                  and l.variant_id = @VariantId
        """;

    public const string Page = """

                order by l.variant_id
                limit @Limit
               ) as l
         order by l.store_id, l.variant_id
         limit @Limit
        """;
}

internal sealed class ListStockLevelsValidator : AbstractValidator<ListStockLevels>
{
    public ListStockLevelsValidator() => this.PageOf<ListStockLevels, StockLevelKey>();
}

internal sealed class ListStockLevelsHandler(IDb db, IActor actor) : IQueryHandler<ListStockLevels, Page<StockLevel>>
{
    private const string Columns = """
        select l.store_id, l.variant_id, l.on_hand, l.reserved, l.on_hand - l.reserved as available
        """;

    private const string ListSql = Columns + StockLevelWalk.Stores + StockLevelWalk.Page;

    private const string OfVariantSql = Columns + StockLevelWalk.Stores + StockLevelWalk.OfVariant + StockLevelWalk.Page;

    public async Task<Page<StockLevel>> Handle(ListStockLevels query, CancellationToken ct)
    {
        var (store, variant) = StockLevelKey.After(query.Cursor);
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
                    actor.Now,
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
                    actor.Now,
                },
                ct
            );
        return Page<StockLevel>.Of(rows, query.Limit, l => new StockLevelKey(l.StoreId, l.VariantId));
    }
}
