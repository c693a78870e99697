using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>Tells what an article costs in a store, and why: the price that wins and those that do not.</summary>
/// <param name="CustomerGroupId">For a customer of this group; for somebody unknown when left out.</param>
/// <param name="Quantity">Of the basket; 1 when left out.</param>
/// <param name="At">When; now when left out.</param>
/// <param name="Channel">The way of selling; the till when left out.</param>
public sealed record GetPrice(
    Guid VariantId,
    Guid StoreId,
    Guid? CustomerGroupId = null,
    decimal Quantity = 1,
    DateTimeOffset? At = null,
    SalesChannel Channel = SalesChannel.Till
) : IQuery<ExplainedPrice>, IStoreRequest
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="Price">Minor units of <paramref name="Currency"/> for a quantity of one; absent when nothing holds.</param>
/// <param name="TaxRate">Percent on the store's business day; absent when the tax class has no rate there.</param>
/// <param name="Prices">The winner first, then those that would follow, then those that do not hold.</param>
public sealed record ExplainedPrice(
    Guid VariantId,
    Guid StoreId,
    [property: Step("0.001")] decimal Quantity,
    DateTimeOffset At,
    [property: Form(Forms.Currency, 3)] string Currency,
    long? Price,
    Guid? PriceListId,
    Guid TaxClassId,
    Guid? TaxRateId,
    [property: Step("0.0001")] decimal? TaxRate,
    IReadOnlyList<PriceAndVerdict> Prices
)
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

/// <param name="Amount">Minor units of <paramref name="Currency"/>.</param>
/// <param name="Verdict">Why it holds, or does not.</param>
public sealed record PriceAndVerdict(
    Guid PriceId,
    Guid PriceListId,
    string PriceListCode,
    [property: Form(Forms.Currency, 3)] string Currency,
    int Priority,
    [property: Step("0.001")] decimal MinimumQuantity,
    long Amount,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil,
    PriceVerdict Verdict
);

internal sealed class GetPriceValidator : AbstractValidator<GetPrice>
{
    public GetPriceValidator()
    {
        RuleFor(q => q.Quantity).Quantity();
        RuleFor(q => q.Channel).IsInEnum();
    }
}

internal sealed class GetPriceHandler(KnownPrices known, IPricedStores stores, TimeProvider clock) : IQueryHandler<GetPrice, ExplainedPrice>
{
    private const int MaximumTold = 200;

    public async Task<ExplainedPrice> Handle(GetPrice query, CancellationToken ct)
    {
        var at = query.At ?? clock.GetUtcNow();
        var asked = known.Ask([query.VariantId], DateTimeOffset.MinValue);
        var store = await stores.FindAsync(query.StoreId, at, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        var rows = await asked.ToListAsync(ct);
        if (rows.FirstOrDefault(r => r.VariantId is not null) is not { TaxClassId: var taxClass })
            throw new Refused(PricingErrors.ArticleNotFound);
        var judged = PriceChoice.Judge(
            rows.Where(r => r.PriceId is not null).Select(r => r.Price!),
            new PriceSituation(store.StoreId, store.Currency, query.Channel, query.CustomerGroupId, query.Quantity, at)
        );
        var winner = judged.Where(j => j.Verdict is PriceVerdict.Wins).Select(j => j.Price).FirstOrDefault();
        var tax = TaxChoice.Of(
            rows.Where(r => r.TaxRateId is not null).Select(r => r.TaxRate!),
            taxClass,
            new TaxPlace(store.StoreId, store.Country, store.Region),
            store.BusinessDay
        );
        return new ExplainedPrice(
            query.VariantId,
            store.StoreId,
            query.Quantity,
            at,
            store.Currency,
            winner?.Amount,
            winner?.List.PriceListId,
            taxClass,
            tax?.TaxRateId,
            tax?.Rate,
            [.. judged.Take(MaximumTold).Select(Told)]
        );
    }

    private static PriceAndVerdict Told(JudgedPrice judged)
    {
        var (price, list) = (judged.Price, judged.Price.List);
        return new PriceAndVerdict(
            price.PriceId,
            list.PriceListId,
            list.Code,
            list.Currency,
            list.Priority,
            price.MinimumQuantity,
            price.Amount,
            price.ValidFrom,
            price.ValidUntil,
            judged.Verdict
        );
    }
}
