using System.Text.Json.Serialization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Prices a basket without storing anything: the sale that follows has the same lines and totals.</summary>
/// <param name="IsDistanceSale">The customer is not present; some countries then round nothing.</param>
/// <param name="Discount">What is taken off the whole basket, after the lines' own discounts.</param>
/// <param name="CustomerId">To whom it is to be sold, at the prices of their group.</param>
public sealed record QuoteBasket(
    Guid StoreId,
    IReadOnlyList<BasketItem> Lines,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsDistanceSale = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] GivenDiscount? Discount = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Guid? CustomerId = null
) : IQuery<Quote>, IStoreRequest
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="TaxMode">Whether the prices of the lines contain the tax.</param>
/// <param name="Rounding">What rounding adds to the total, or takes off it, when all of it is paid in cash.</param>
/// <param name="CashRounding">The rule by which it is rounded, also where cash pays a part; absent where nothing is.</param>
public sealed record Quote(
    Guid StoreId,
    [property: Form(Forms.Currency, 3)] string Currency,
    TaxMode TaxMode,
    IReadOnlyList<SaleLine> Lines,
    IReadOnlyList<SaleTax> Taxes,
    long Net,
    long Tax,
    long Total,
    long Rounding,
    CashRounding? CashRounding
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    /// <inheritdoc cref="Sale.Discount"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Discount => Lines.Sum(l => l.Discount);
}

internal sealed class QuoteBasketValidator : AbstractValidator<QuoteBasket>
{
    public QuoteBasketValidator()
    {
        RuleFor(q => q.Lines).Basket();
        RuleFor(q => q.Discount!).SetValidator(new GivenDiscountValidator()).When(q => q.Discount is not null);
    }
}

internal sealed class QuoteBasketHandler(ITerminals terminals, Baskets baskets, TimeProvider clock) : IQueryHandler<QuoteBasket, Quote>
{
    public async Task<Quote> Handle(QuoteBasket query, CancellationToken ct)
    {
        var stores = terminals.Store(query.StoreId);
        var asked = baskets.Ask(query.Lines, query.Discount, query.CustomerId);
        var store = await stores.SingleOrDefaultAsync(ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        var terms = store.TermsOfSale(clock.GetUtcNow(), notBefore: null, query.IsDistanceSale);
        var basket = await asked.PriceAsync(store, terms, ct);
        return new Quote(
            store.StoreId,
            store.Currency,
            terms.TaxMode,
            basket.Lines,
            basket.Taxes,
            basket.Net,
            basket.Tax,
            basket.Total,
            terms.CashRounding.Of(basket.Total),
            Sale.RuleOf(terms.CashRounding)
        );
    }
}
