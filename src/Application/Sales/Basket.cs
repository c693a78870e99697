using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>A basket that is priced: the same lines and totals for a quote and for the sale that follows it.</summary>
/// <param name="Deviation">How far it is from what the price lists make of it.</param>
/// <param name="Buyer">Whose prices they are; null where it is sold to nobody in particular.</param>
internal sealed record Basket(
    SellingStore Store,
    SaleTerms Terms,
    IReadOnlyList<SaleLine> Lines,
    long Net,
    long Tax,
    long Total,
    IReadOnlyList<SaleTax> Taxes,
    PriceDeviation Deviation,
    Buyer? Buyer
);

/// <summary>Finds out what was scanned, what it costs, and whether the caller may let it go for that.</summary>
internal sealed class Baskets(ICatalog catalog, IPricing pricing, ICustomers customers, ISellers sellers, IApprovals approvals)
{
    /// <summary>Asks about what was scanned; the questions travel with the next round trip.</summary>
    /// <param name="discount">What is taken off all of it; null where nothing is.</param>
    /// <param name="customerId">To whom it is sold; null where that is nobody in particular.</param>
    public AskedBasket Ask(IReadOnlyList<BasketItem> items, GivenDiscount? discount, Guid? customerId)
    {
        var ids = items.Where(i => i.VariantId is not null).Select(i => i.VariantId!.Value).Distinct().ToList();
        var codes = items.Where(i => i.Scanned is not null).Select(i => i.Scanned!).Distinct(StringComparer.Ordinal).ToList();
        var articles = catalog.Ask(ids, codes);
        // What was scanned by its code has to be found before its price can be: that is one round trip more.
        var prices = codes.Count == 0 ? Prices(ids) : null;
        return new AskedBasket(items, discount, articles, customerId is { } id ? customers.Find(id) : null, prices, Prices);

        AskedPrices Prices(IReadOnlyList<Guid> variantIds) =>
            new(pricing.Ask(variantIds), Concessions.Are(items, discount) ? catalog.NotDiscounted(variantIds) : null);
    }

    /// <summary>
    /// Asks for an approval where a basket is further from the price lists than the caller's roles may go alone. One of them is enough;
    /// a machine has none.
    /// </summary>
    /// <exception cref="Refused">Nobody has approved it yet.</exception>
    public async Task AllowAsync(Basket basket, Guid? saleId, CancellationToken ct)
    {
        var (store, deviation) = (basket.Store, basket.Deviation);
        if (deviation.Percent == 0)
            return;
        if (store.DiscountUpTo.Count > 0)
        {
            var roles = await sellers.SellingRolesAsync(store.StoreId, ct);
            if (roles.Any(role => store.DiscountUpTo.TryGetValue(role, out var limit) && deviation.Percent <= limit))
                return;
        }

        await approvals.DemandAsync(
            new ApprovalDemand(Permissions.Sales.Discount, store.StoreId, saleId, deviation.Amount, store.Currency),
            ct
        );
    }
}

/// <param name="NotDiscounted">Null where nothing is sold for less.</param>
internal sealed record AskedPrices(IAskedPrices Prices, Deferred<Guid>? NotDiscounted);

/// <summary>A basket that was asked about.</summary>
internal sealed record AskedBasket(
    IReadOnlyList<BasketItem> Items,
    GivenDiscount? Discount,
    IAskedArticles Articles,
    Deferred<Buyer>? Customer,
    AskedPrices? Prices,
    Func<IReadOnlyList<Guid>, AskedPrices> AskPrices
)
{
    /// <summary>Prices what was scanned in a store, under the terms of a sale.</summary>
    /// <exception cref="Refused">
    /// Something is not for sale, or not in this store or not for less, or not to this customer, or the store is archived or a warehouse.
    /// </exception>
    public async Task<Basket> PriceAsync(SellingStore store, SaleTerms terms, CancellationToken ct)
    {
        var packs = Packs.Of(Items, await Articles.FindAsync(store, terms.BusinessDate, ct));
        var buyer = await BuyerAsync(ct);
        // Only now: what is not there is told before what a rule forbids.
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        if (!store.Sells)
            throw new Refused(SalesErrors.StoreDoesNotSell);
        Concessions.RequireReasons(store, Items, Discount);
        var asked = Prices ?? AskPrices([.. packs.Select(p => p.Article.VariantId).Distinct()]);
        var kept = asked.NotDiscounted is { } question ? (await question.ToListAsync(ct)).ToHashSet() : [];
        var toPrice = packs.Select(p => ToPrice(p, kept)).ToList();
        var priced = await asked.Prices.PriceAsync(store, terms, buyer?.CustomerGroupId, toPrice, Discount?.Discount, ct) switch
        {
            PricedBasket basket => basket,
            NotPriced problem => throw new Refused(Of(problem)),
            var unknown => throw new InvalidOperationException($"A price that nobody knows: {unknown}."),
        };
        Concessions.RequireDiscountable(Items, toPrice, priced.Lines);
        return new Basket(
            store,
            terms,
            [.. priced.Lines.Select((line, i) => Line(i + 1, packs[i], line, terms.BusinessDate))],
            priced.Net,
            priced.Tax,
            priced.Total,
            priced.Taxes,
            Concessions.Are(Items, Discount)
                ? Concessions.DeviationOf(terms.TaxMode, toPrice, priced.Lines, Discount?.Discount)
                : PriceDeviation.None,
            buyer
        );
    }

    private async Task<Buyer?> BuyerAsync(CancellationToken ct)
    {
        if (Customer is null)
            return null;
        var buyer = await Customer.SingleOrDefaultAsync(ct) ?? throw new Refused(SalesErrors.CustomerNotFound);
        return buyer.IsArchived ? throw new Refused(SalesErrors.CustomerIsArchived) : buyer;
    }

    private static PackToPrice ToPrice(Pack pack, HashSet<Guid> kept)
    {
        var isDiscountable = !kept.Contains(pack.Article.VariantId);
        return new PackToPrice(
            pack.Article.VariantId,
            pack.Quantity,
            pack.LabelPrice,
            pack.Item.Price,
            isDiscountable ? pack.Item.Discount?.Discount : null,
            isDiscountable
        );
    }

    private SaleLine Line(int number, Pack pack, PricedLine priced, DateOnly day)
    {
        var discounts = Concessions.Of(pack.Item.Discount, priced.OwnDiscount, Discount, priced.BasketDiscount);
        return new SaleLine(
            number,
            pack.Article.VariantId,
            pack.Article.Sku,
            pack.Article.Name,
            priced.Quantity,
            priced.UnitPrice,
            priced.TaxRate,
            priced.Net,
            priced.Tax,
            priced.Gross,
            pack.LabelPrice,
            pack.Lot,
            pack.Serial,
            pack.Expiry,
            ListPrice: priced.UnitPrice == priced.ListPrice ? null : priced.ListPrice,
            PriceReason: priced.UnitPrice == priced.ListPrice ? null : pack.Item.PriceReason,
            Discount: priced.OwnDiscount + priced.BasketDiscount,
            Discounts: discounts.Count == 0 ? null : discounts
        ).On(day);
    }

    private static Error Of(NotPriced problem) =>
        problem.Why switch
        {
            PricingProblem.NoPrice => SalesErrors.NoPrice(problem.Lines),
            PricingProblem.OtherCurrency => SalesErrors.OtherCurrency(problem.Lines),
            PricingProblem.NoTaxRate => SalesErrors.NoTaxRate(problem.Lines),
            PricingProblem.NoQuantity => SalesErrors.QuantityMissing(problem.Lines),
            PricingProblem.DiscountTooLarge => SalesErrors.DiscountTooLarge(problem.Lines),
            _ => SalesErrors.TooLarge,
        };
}
