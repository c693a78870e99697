using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists what a stocktake counts and what differs from the books.</summary>
public sealed record ListStocktakeLines(
    Guid StocktakeId,
    StocktakeLineFilter Show = StocktakeLineFilter.All,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<StocktakeLine>>, IPaged;

public enum StocktakeLineFilter
{
    All,
    Counted,
    Uncounted,

    /// <summary>Counted, and not what the books said.</summary>
    Different,
}

/// <param name="IsInScope">False for what was found besides.</param>
/// <param name="Pass">How often it was to be counted until now; the newest pass decides.</param>
/// <param name="Counted">What was counted of it in this pass, by all together; absent until somebody did.</param>
/// <param name="Expected">What the books said at the moment of the count; where they moved between several counts, what of that is nearest to
/// them. Before anything is counted, what they say now. Absent for those who count blindly, as the rest.</param>
/// <param name="Variance">Counted less expected: what posting adds.</param>
/// <param name="MovedMeanwhile">Between how many the books stood at the first and the last count; above nothing it may be worth a recount.</param>
/// <param name="CountedAt">When it was counted last in this pass.</param>
/// <param name="Value">What the variance is worth at the price that it sells for now, in minor units of <paramref name="Currency"/>; absent
/// where nothing differs, or it has no price.</param>
public sealed record StocktakeLine(
    Guid VariantId,
    bool IsInScope,
    int Pass,
    decimal? Counted,
    decimal? Expected,
    decimal? Variance,
    decimal? MovedMeanwhile,
    DateTimeOffset? CountedAt,
    Guid? CountedBy,
    long? Value,
    string? Currency
)
{
    /// <summary>The same with what its variance is worth.</summary>
    internal StocktakeLine At(SellingPrices prices) =>
        Variance is { } variance
        && variance != 0
        && prices.ByVariant.TryGetValue(VariantId, out var price)
        && decimal.Round(variance * price, MidpointRounding.AwayFromZero)
            is var value
                and >= -Rules.MaximumAmount
                and <= Rules.MaximumAmount
            ? this with
            {
                Value = (long)value,
                Currency = prices.Currency,
            }
            : this;

    /// <summary>The same for those who shall not see what the books say.</summary>
    internal StocktakeLine Blind() => this with { Expected = null, Variance = null, MovedMeanwhile = null };
}

internal sealed class ListStocktakeLinesValidator : AbstractValidator<ListStocktakeLines>
{
    public ListStocktakeLinesValidator()
    {
        RuleFor(q => q.Show).IsInEnum();
        this.PageOf<ListStocktakeLines, Guid?>();
    }
}

internal sealed class ListStocktakeLinesHandler(IDb db, IRights rights, ISellingPrices prices)
    : IQueryHandler<ListStocktakeLines, Page<StocktakeLine>>
{
    private const string HeadSql = """
        select store_id, is_blind
          from inventory.stocktake
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
        """;

    private const string Lines = """
        select l.variant_id, l.is_in_scope, l.pass, l.counted,
               coalesce(l.expected,
                        case
                        when l.place_id = l.store_id then (select b.on_hand
                                                             from inventory.stock_level as b
                                                            where b.tenant_id = @tenant
                                                              and b.store_id = l.store_id
                                                              and b.variant_id = l.variant_id)
                        else (select b.on_hand
                                from inventory.location_level as b
                               where b.tenant_id = @tenant
                                 and b.store_id = l.store_id
                                 and b.variant_id = l.variant_id
                                 and b.stock_location_id = l.place_id)
                        end,
                        0) as expected,
               l.variance, l.book_high - l.book_low as moved_meanwhile, l.counted_at, l.counted_by,
               null::bigint as value, null::text as currency
          from inventory.stocktake_line as l
         where l.tenant_id = @tenant
           and l.stocktake_id = @StocktakeId
           and l.variant_id > @After
        """;

    private const string First = """

         order by l.variant_id
         limit @Limit
        """;

    private const string AllSql = Lines + First;

    private const string CountedSql =
        Lines
        + """

               and l.counted is not null
            """
        + First;

    private const string UncountedSql =
        Lines
        + """

               and l.counted is null
            """
        + First;

    private const string DifferentSql =
        Lines
        + """

               and l.variance <> 0
            """
        + First;

    public async Task<Page<StocktakeLine>> Handle(ListStocktakeLines query, CancellationToken ct)
    {
        var heads = db.Defer<Head>(HeadSql, new { query.StocktakeId });
        var reviewed = rights.StoresWith(Permissions.Inventory.Stocktake);
        var rows = await db.QueryAsync<StocktakeLine>(
            query.Show switch
            {
                StocktakeLineFilter.Counted => CountedSql,
                StocktakeLineFilter.Uncounted => UncountedSql,
                StocktakeLineFilter.Different => DifferentSql,
                _ => AllSql,
            },
            new
            {
                query.StocktakeId,
                After = Cursor.Read<Guid?>(query.Cursor) ?? Guid.Empty,
                Limit = query.Limit + 1,
            },
            ct
        );
        var head = await heads.SingleOrDefaultAsync(ct) ?? throw new Refused(InventoryErrors.StocktakeNotFound);
        var isBlind = head.IsBlind && !(await reviewed.ToListAsync(ct)).Contains(head.StoreId);
        // Which lines are different is a thing that those who count blindly shall not see either.
        if (isBlind && query.Show is StocktakeLineFilter.Different)
            throw new Refused(InventoryErrors.StocktakeIsBlind);
        var page = Page<StocktakeLine>.Of(rows, query.Limit, l => (Guid?)l.VariantId);
        if (isBlind)
            return page with { Items = [.. page.Items.Select(l => l.Blind())] };
        Guid[] different = [.. page.Items.Where(l => l.Variance is not (null or 0)).Select(l => l.VariantId)];
        if (different.Length == 0)
            return page;
        var selling = await prices.FindAsync(head.StoreId, different, ct);
        return page with { Items = [.. page.Items.Select(l => l.At(selling))] };
    }

    private sealed record Head(Guid StoreId, bool IsBlind);
}
