using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>What a till decides of prices: discounts, on lines and on the basket, and prices of its own.</summary>
internal static class Concessions
{
    /// <summary>Are there any?</summary>
    public static bool Are(IReadOnlyList<BasketItem> items, GivenDiscount? onAll) =>
        onAll is not null || items.Any(i => i.Discount is not null || i.Price is not null);

    /// <exception cref="Refused">One of them is for a reason that the merchant does not have.</exception>
    public static void RequireReasons(SellingStore store, IReadOnlyList<BasketItem> items, GivenDiscount? onAll)
    {
        var told = items
            .Index()
            .SelectMany(item =>
                new (string Member, string? Reason)[]
                {
                    ($"lines[{item.Index}].priceReason", item.Item.PriceReason),
                    ($"lines[{item.Index}].discount.reason", item.Item.Discount?.Reason),
                }
            )
            .Append((Member: "discount.reason", onAll?.Reason));
        var unknown = told.Where(t => t.Reason is not null && !store.DiscountReasons.Any(r => r.Code == t.Reason && r.IsActive))
            .Select(t => t.Member)
            .ToList();
        if (unknown.Count > 0)
            throw new Refused(SalesErrors.DiscountReasonUnknown(unknown));
    }

    /// <exception cref="Refused">Something is sold for less that never is.</exception>
    public static void RequireDiscountable(
        IReadOnlyList<BasketItem> items,
        IReadOnlyList<PackToPrice> packs,
        IReadOnlyList<PricedLine> lines
    )
    {
        var wrong = items
            .Index()
            .Where(i => !packs[i.Index].IsDiscountable && (i.Item.Discount is not null || i.Item.Price < lines[i.Index].ListPrice))
            .Select(i => i.Index)
            .ToList();
        if (wrong.Count > 0)
            throw new Refused(SalesErrors.NotDiscountable(wrong));
    }

    /// <summary>What was taken off a line, by why.</summary>
    public static IReadOnlyList<LineDiscount> Of(GivenDiscount? own, long ownAmount, GivenDiscount? onAll, long share)
    {
        var discounts = new List<LineDiscount>(2);
        if (own is not null && ownAmount != 0)
            discounts.Add(new LineDiscount(DiscountScope.Line, own.Kind, own.Value, own.Reason, ownAmount));
        if (onAll is not null && share != 0)
            discounts.Add(new LineDiscount(DiscountScope.Basket, onAll.Kind, onAll.Value, onAll.Reason, share));
        return discounts;
    }

    /// <summary>How far priced lines are from the price lists.</summary>
    public static PriceDeviation DeviationOf(
        TaxMode mode,
        IReadOnlyList<PackToPrice> packs,
        IReadOnlyList<PricedLine> lines,
        Discount? onAll
    ) =>
        PriceDeviation.Of(
            [
                .. packs.Zip(
                    lines,
                    (pack, line) =>
                        new DeviatingLine(
                            line.ListPrice,
                            line.UnitPrice,
                            line.ListAmount,
                            mode is TaxMode.Inclusive ? line.Gross : line.Net,
                            pack.Discount,
                            line.OwnDiscount,
                            line.BasketDiscount,
                            pack.IsDiscountable
                        )
                ),
            ],
            onAll
        );
}
