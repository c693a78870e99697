using PosCommerce.Application.Pricing;
using PosCommerce.Application.Sales;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales have their baskets priced by Pricing.</summary>
internal sealed class SalesPricing(BasketPrices prices) : IPricing
{
    public IAskedPrices Ask(IReadOnlyList<Guid> variantIds) => new Asked(prices.Ask(variantIds));

    private sealed class Asked(AskedPrices asked) : IAskedPrices
    {
        public async Task<PricingResult> PriceAsync(
            SellingStore store,
            SaleTerms terms,
            Guid? customerGroupId,
            IReadOnlyList<PackToPrice> items,
            Discount? discount,
            CancellationToken ct
        )
        {
            var under = new BasketTerms(
                store.StoreId,
                store.Currency,
                store.Country,
                store.Region,
                SalesChannel.Till,
                customerGroupId,
                terms.SoldAt,
                terms.BusinessDate,
                new PricingRules(terms.TaxMode, terms.TaxRounding)
            );
            return await asked.PriceAsync(under, [.. items.Select(Of)], All(discount), ct) switch
            {
                BasketIsPriced priced => Of(priced),
                BasketIsNotPriced { Why: var why, Items: var lines } => new NotPriced(Of(why), lines),
                var unknown => throw new InvalidOperationException($"A price that nobody knows: {unknown}."),
            };
        }

        private static ItemToPrice Of(PackToPrice pack) =>
            new(pack.VariantId, pack.Quantity, pack.LabelPrice, pack.Price)
            {
                Discounts = All(pack.Discount),
                IsDiscountable = pack.IsDiscountable,
            };

        private static IReadOnlyList<Discount> All(Discount? discount) => discount is null ? [] : [discount];

        private static Application.Sales.Ports.PricedBasket Of(BasketIsPriced priced)
        {
            var off = priced.Basket.Discounts.ToDictionary(d => (d.Line, d.Scope), d => d.Amount);
            return new(
                [
                    .. priced.Items.Select(
                        (item, i) =>
                            new Application.Sales.Ports.PricedLine(
                                item.Quantity,
                                item.UnitPrice,
                                item.ListPrice,
                                item.ListAmount,
                                item.TaxRate,
                                item.Amounts.Net,
                                item.Amounts.Tax,
                                item.Amounts.Gross,
                                off.GetValueOrDefault((i, DiscountScope.Line)),
                                off.GetValueOrDefault((i, DiscountScope.Basket))
                            )
                    ),
                ],
                [.. priced.Basket.Taxes.Select(t => new SaleTax(t.Rate, t.Net, t.Tax, t.Gross))],
                priced.Basket.Net,
                priced.Basket.Tax,
                priced.Basket.Total
            );
        }

        private static PricingProblem Of(BasketProblem problem) =>
            problem switch
            {
                BasketProblem.NoPrice => PricingProblem.NoPrice,
                BasketProblem.OtherCurrency => PricingProblem.OtherCurrency,
                BasketProblem.NoTaxRate => PricingProblem.NoTaxRate,
                BasketProblem.NoQuantity => PricingProblem.NoQuantity,
                BasketProblem.DiscountTooLarge => PricingProblem.DiscountTooLarge,
                _ => PricingProblem.TooLarge,
            };
    }
}
