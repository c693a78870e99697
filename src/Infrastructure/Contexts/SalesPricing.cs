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
            IReadOnlyList<PackToPrice> items,
            CancellationToken ct
        )
        {
            var under = new BasketTerms(
                store.StoreId,
                store.Currency,
                store.Country,
                store.Region,
                SalesChannel.Till,
                CustomerGroupId: null,
                terms.SoldAt,
                terms.BusinessDate,
                new PricingRules(terms.TaxMode, terms.TaxRounding)
            );
            return await asked.PriceAsync(under, [.. items.Select(i => new ItemToPrice(i.VariantId, i.Quantity, i.LabelPrice))], ct) switch
            {
                BasketIsPriced priced => Of(priced),
                BasketIsNotPriced { Why: var why, Items: var lines } => new NotPriced(Of(why), lines),
                var unknown => throw new InvalidOperationException($"A price that nobody knows: {unknown}."),
            };
        }

        private static Application.Sales.Ports.PricedBasket Of(BasketIsPriced priced) =>
            new(
                [
                    .. priced.Items.Select(i => new Application.Sales.Ports.PricedLine(
                        i.Quantity,
                        i.UnitPrice,
                        i.TaxRate,
                        i.Amounts.Net,
                        i.Amounts.Tax,
                        i.Amounts.Gross
                    )),
                ],
                [.. priced.Basket.Taxes.Select(t => new SaleTax(t.Rate, t.Net, t.Tax, t.Gross))],
                priced.Basket.Net,
                priced.Basket.Tax,
                priced.Basket.Total
            );

        private static PricingProblem Of(BasketProblem problem) =>
            problem switch
            {
                BasketProblem.NoPrice => PricingProblem.NoPrice,
                BasketProblem.OtherCurrency => PricingProblem.OtherCurrency,
                BasketProblem.NoTaxRate => PricingProblem.NoTaxRate,
                BasketProblem.NoQuantity => PricingProblem.NoQuantity,
                _ => PricingProblem.TooLarge,
            };
    }
}
