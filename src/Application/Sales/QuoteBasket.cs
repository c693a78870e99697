using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>Prices a basket without storing anything: the sale that follows has the same lines and totals.</summary>
public sealed record QuoteBasket(Guid StoreId, IReadOnlyList<BasketItem> Lines) : IQuery<Quote>, IStoreRequest
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="Rounding">What the smallest coin adds to the total, or takes off it, when all of it is paid in cash.</param>
public sealed record Quote(Guid StoreId, string Currency, IReadOnlyList<SaleLine> Lines, IReadOnlyList<SaleTax> Taxes, long Net, long Tax, long Total, long Rounding)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed class QuoteBasketValidator : AbstractValidator<QuoteBasket>
{
    public QuoteBasketValidator() => RuleFor(q => q.Lines).Basket();
}

internal sealed class QuoteBasketHandler(ITills tills, ICatalog catalog) : IQueryHandler<QuoteBasket, Quote>
{
    public async Task<Quote> Handle(QuoteBasket query, CancellationToken ct)
    {
        var stores = tills.Store(query.StoreId);
        var articles = await Basket.Find(catalog, query.Lines).ToListAsync(ct);
        var store = await stores.SingleOrDefaultAsync(ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        var basket = Basket.Price(store, query.Lines, articles);
        return new Quote(store.StoreId, store.Currency, basket.Lines, basket.Taxes, basket.Net, basket.Tax, basket.Total, Payment.CashRounding(basket.Total, store.CashRoundingStep));
    }
}
