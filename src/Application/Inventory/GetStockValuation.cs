using System.ComponentModel.DataAnnotations;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Application.Inventory;

/// <summary>Tells what the stock of the caller's stores is worth in all, or of one: now, or as it stood at a moment.</summary>
/// <param name="At">At which moment, to the millisecond; now when left out.</param>
/// <param name="CategoryId">What stands in this category or below it; everything when left out.</param>
public sealed record GetStockValuation(Guid? StoreId = null, DateTimeOffset? At = null, Guid? CategoryId = null)
    : IQuery<StockValuation>,
        IStoreRequest;

/// <summary>What stock is worth, store by store: each sells in a currency of its own.</summary>
public sealed record StockValuation([property: MaxLength(10_000)] IReadOnlyList<StoreValuation> Stores);

/// <param name="Variants">Of how many there is something, or less than nothing.</param>
/// <param name="OnHand">How much of them, whatever it is measured in.</param>
/// <param name="Value">What that costs, minor units with three decimals: the sum of what each variant is worth.</param>
/// <param name="WithoutCost">Of how many variants among them nobody has said what they cost: they are not in the value.</param>
/// <param name="OnTheWay">
/// What has left the store for others and has not come costs, as it did when it left: beside the value. Absent for a moment.
/// </param>
public sealed record StoreValuation(
    Guid StoreId,
    int Variants,
    decimal OnHand,
    [property: Range(-1e27, 1e27)] decimal Value,
    int WithoutCost,
    [property: Range(0, 1e27)] decimal? OnTheWay
);

internal sealed class GetStockValuationHandler(IDb db, ICountedArticles articles) : IQueryHandler<GetStockValuation, StockValuation>
{
    private const string Head = """
        select coalesce(mine.store_id, '00000000-0000-0000-0000-000000000000') as store_id, t.variants, t.on_hand, t.value, t.without_cost,
        """;

    // Transfers of which something is on the way are few: those that are shipped.
    private const string OnTheWay = """

               coalesce((select sum(round(w.on_the_way * w.unit_cost, 3))
                           from inventory.transfer as d
                           join inventory.transfer_line as w
                             on w.tenant_id = @tenant
                            and w.transfer_id = d.transfer_id
                          where d.tenant_id = @tenant
                            and d.from_store_id = mine.store_id
                            and d.status = 'shipped'
                            and w.on_the_way > 0
        """;

    private const string Never = """

               null::numeric as on_the_way
        """;

    private const string Sum = """
        ), 0) as on_the_way
        """;

    private const string From = """

          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select count(*)::integer as variants, coalesce(sum(v.on_hand), 0) as on_hand,
                      coalesce(sum(round(v.on_hand * v.average_cost, 3)), 0) as value,
                      (count(*) filter (where v.average_cost is null))::integer as without_cost
                 from (
                      select store_id, variant_id, on_hand, average_cost
                        from inventory.stock_level
                       where tenant_id = @tenant
                         and store_id = mine.store_id
        """;

    private const string Those = """

                         and variant_id = any(@VariantIds)
        """;

    private const string ThoseOnTheWay = """

                            and w.variant_id = any(@VariantIds)
        """;

    private const string Levels = """

                      ) as l
        """;

    private const string Sums = """

                where v.on_hand <> 0
               ) as t
         order by mine.store_id
        """;

    private const string NowSql = Head + OnTheWay + Sum + From + Levels + StockValue.Now + Sums;
    private const string NowOfThoseSql = Head + OnTheWay + ThoseOnTheWay + Sum + From + Those + Levels + StockValue.Now + Sums;
    private const string AtSql = Head + Never + From + Levels + StockValue.AtMoment + Sums;
    private const string AtOfThoseSql = Head + Never + From + Those + Levels + StockValue.AtMoment + Sums;

    public async Task<StockValuation> Handle(GetStockValuation query, CancellationToken ct)
    {
        var those = query.CategoryId is { } category ? await articles.OfCategories([category]).ToListAsync(ct) : null;
        return new StockValuation(
            (query.At, those) switch
            {
                ({ } at, null) => await db.QueryAsync<StoreValuation>(AtSql, new { Until = StockValue.Until(at) }, ct),
                ({ } at, _) => await db.QueryAsync<StoreValuation>(
                    AtOfThoseSql,
                    new { Until = StockValue.Until(at), VariantIds = those.ToArray() },
                    ct
                ),
                (null, null) => await db.QueryAsync<StoreValuation>(NowSql, ct: ct),
                _ => await db.QueryAsync<StoreValuation>(NowOfThoseSql, new { VariantIds = those.ToArray() }, ct),
            }
        );
    }
}
