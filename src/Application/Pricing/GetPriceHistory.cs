using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>
/// Tells what an article has cost in a store for a customer who is unknown, all lists taken together, the latest first; and where the
/// price was last reduced, the lowest of the 30 days before, which has to be shown beside it in the EU (Directive 98/6/EC, article 6a).
/// </summary>
/// <param name="Channel">The way of selling; the till when left out.</param>
public sealed record GetPriceHistory(
    Guid VariantId,
    Guid StoreId,
    SalesChannel Channel = SalesChannel.Till,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<PriceHistory>, IPaged, IStoreRequest
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="Price">Minor units of <paramref name="Currency"/> for a quantity of one, now; absent when nothing holds.</param>
/// <param name="Reduction">Absent when the last change of the price was none.</param>
/// <param name="Items">The latest first; a stretch without a price is left out.</param>
public sealed record PriceHistory(
    Guid VariantId,
    Guid StoreId,
    [property: Form(Forms.Currency, 3)] string Currency,
    long? Price,
    PriceReduction? Reduction,
    IReadOnlyList<PricePeriod> Items,
    [property: Form(Forms.Cursor, PageRules.MaximumCursorLength)] string? NextCursor
) : IPage
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    IPage IPage.Continued(string cursor) => this with { NextCursor = cursor };
}

/// <param name="Since">When the price went down; where it did so in steps, when it first did.</param>
/// <param name="LowestBefore">The lowest price of the 30 days before that, in minor units.</param>
public sealed record PriceReduction(DateTimeOffset Since, long LowestBefore);

/// <param name="Until">The first instant of another price; absent for the price of now.</param>
public sealed record PricePeriod(DateTimeOffset From, DateTimeOffset? Until, long Price, Guid PriceListId);

internal sealed class GetPriceHistoryValidator : AbstractValidator<GetPriceHistory>
{
    public GetPriceHistoryValidator()
    {
        RuleFor(q => q.Channel).IsInEnum();
        this.PageOf<GetPriceHistory, DateTimeOffset>();
    }
}

internal sealed class GetPriceHistoryHandler(KnownPrices known, IPricedStores stores, TimeProvider clock)
    : IQueryHandler<GetPriceHistory, PriceHistory>
{
    public async Task<PriceHistory> Handle(GetPriceHistory query, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var asked = known.Ask([query.VariantId], DateTimeOffset.MinValue);
        var store = await stores.FindAsync(query.StoreId, now, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        var rows = await asked.ToListAsync(ct);
        if (rows.All(r => r.VariantId is null))
            throw new Refused(PricingErrors.ArticleNotFound);
        var prices = rows.Where(r => r.PriceId is not null).Select(r => r.Price!).ToList();
        var situation = new PriceSituation(store.StoreId, store.Currency, query.Channel, CustomerGroupId: null, Quantity: 1, now);
        var whole = PriceTimeline.Until(prices, situation);
        var reduction = PriceTimeline.ReductionAt(now, whole);
        var before = Cursor.Read<DateTimeOffset?>(query.Cursor) ?? DateTimeOffset.MaxValue;
        var periods = whole
            .Reverse()
            .Where(s => s.From < before)
            .Take(query.Limit + 1)
            .Select(s => new PricePeriod(s.From, s.Until > now ? null : s.Until, s.Price.Amount, s.Price.List.PriceListId))
            .ToList();
        var page = Page<PricePeriod>.Of(periods, query.Limit, p => p.From);
        return new PriceHistory(
            query.VariantId,
            store.StoreId,
            store.Currency,
            PriceChoice.Winner(prices, situation)?.Amount,
            reduction is null ? null : new PriceReduction(reduction.Since, reduction.LowestBefore),
            page.Items,
            page.NextCursor
        );
    }
}
