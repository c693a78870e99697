using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists what the stock of each store is worth, at what it costs on average: now, or as it stood at a moment.</summary>
/// <param name="At">At which moment, to the millisecond; now when left out.</param>
public sealed record ListStockValues(
    Guid? StoreId = null,
    Guid? VariantId = null,
    DateTimeOffset? At = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ValuedStock>>, IPaged, IStoreRequest;

/// <param name="OnHand">What lies in the store, wherever; below zero, what was issued without being there.</param>
/// <param name="AverageCost">What one costs: minor units of the store's currency, six decimals; absent where nobody has said.</param>
/// <param name="Value">What all of it does, to the third decimal of a minor unit; absent as above.</param>
public sealed record ValuedStock(
    Guid StoreId,
    Guid VariantId,
    decimal OnHand,
    decimal? AverageCost,
    [property: Range(-1e24, 1e24)] decimal? Value
);

internal sealed class ListStockValuesValidator : AbstractValidator<ListStockValues>
{
    public ListStockValuesValidator() => this.PageOf<ListStockValues, StockLevelKey>();
}

internal sealed class ListStockValuesHandler(IDb db) : IQueryHandler<ListStockValues, Page<ValuedStock>>
{
    private const string Head = """
        select l.store_id, l.variant_id, v.on_hand, v.average_cost, round(v.on_hand * v.average_cost, 3) as value
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select l.store_id, l.variant_id, l.on_hand, l.average_cost
                 from inventory.stock_level as l
                where l.tenant_id = @tenant
                  and l.store_id = mine.store_id
                  and (l.store_id, l.variant_id) > (@AfterStore::uuid, @AfterVariant::uuid)
        """;

    // The page first, so that nothing is valued that is not told.
    private const string Levels = """

                order by l.variant_id
                limit @Limit
               ) as l
        """;

    private const string Order = """

         order by l.store_id, l.variant_id
         limit @Limit
        """;

    private const string NowSql = Head + Levels + StockValue.Now + Order;
    private const string NowOfVariantSql = Head + StockLevelWalk.OfVariant + Levels + StockValue.Now + Order;
    private const string AtSql = Head + Levels + StockValue.AtMoment + Order;
    private const string AtOfVariantSql = Head + StockLevelWalk.OfVariant + Levels + StockValue.AtMoment + Order;

    public async Task<Page<ValuedStock>> Handle(ListStockValues query, CancellationToken ct)
    {
        var (store, variant) = StockLevelKey.After(query.Cursor);
        var limit = query.Limit + 1;
        var rows = (query.At, query.VariantId) switch
        {
            ({ } at, { } only) => await db.QueryAsync<ValuedStock>(
                AtOfVariantSql,
                new
                {
                    Until = StockValue.Until(at),
                    VariantId = only,
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            ),
            ({ } at, null) => await db.QueryAsync<ValuedStock>(
                AtSql,
                new
                {
                    Until = StockValue.Until(at),
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            ),
            (null, { } only) => await db.QueryAsync<ValuedStock>(
                NowOfVariantSql,
                new
                {
                    VariantId = only,
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            ),
            _ => await db.QueryAsync<ValuedStock>(
                NowSql,
                new
                {
                    AfterStore = store,
                    AfterVariant = variant,
                    Limit = limit,
                },
                ct
            ),
        };
        return Page<ValuedStock>.Of(rows, query.Limit, l => new StockLevelKey(l.StoreId, l.VariantId));
    }
}
