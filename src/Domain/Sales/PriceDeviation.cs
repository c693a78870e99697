using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Sales;

/// <summary>How far a sale is from the price lists: what limits of roles are held against.</summary>
/// <param name="Percent">By the line that is furthest from its list price, cheaper or dearer, to the fourth decimal.</param>
/// <param name="Amount">Over all lines, in minor units; a line that is dearer makes up for none that is cheaper.</param>
public sealed record PriceDeviation(decimal Percent, long Amount)
{
    public static readonly PriceDeviation None = new(0, 0);

    /// <summary>
    /// How far lines are from their list prices, by what was meant and not by what rounding made of it: ten percent off a line of seven
    /// cents is ten percent, though it takes off a whole cent.
    /// </summary>
    public static PriceDeviation Of(IReadOnlyList<DeviatingLine> lines, Discount? onAll)
    {
        // All that was spread, over all that it was spread over.
        var offBasket = Share(onAll, lines.Where(l => l.IsDiscountable).Sum(l => (decimal)l.Amount + l.BasketDiscount));
        return new PriceDeviation(
            lines.Select(l => Math.Round(100 * PartOf(l, l.IsDiscountable ? offBasket : 0), 4)).Append(0).Max(),
            lines.Sum(l => Math.Abs(l.ListAmount - l.Amount))
        );
    }

    private static decimal PartOf(DeviatingLine line, decimal offBasket)
    {
        var ownPrice = line switch
        {
            _ when line.Price == line.ListPrice => 1,
            // What costs nothing by the lists is dearer by whatever it costs.
            { ListPrice: 0 } => 1 + (decimal)line.Price,
            _ => (decimal)line.Price / line.ListPrice,
        };
        var left = Math.Min(ownPrice, 1) * (1 - Share(line.OwnDiscount, line.Amount + line.BasketDiscount + line.OwnDiscountAmount));
        return Math.Max(1 - left * (1 - offBasket), ownPrice - 1);
    }

    private static decimal Share(Discount? discount, decimal of) =>
        discount switch
        {
            null => 0,
            { Kind: DiscountKind.Percent } => discount.Value / 100,
            _ => of > 0 ? discount.Value / of : 0,
        };
}

/// <summary>A line, as far as its price goes. Amounts are in minor units, as its price is with or without tax.</summary>
/// <param name="ListPrice">What a quantity of one costs by the lists.</param>
/// <param name="Price">What it costs here.</param>
/// <param name="ListAmount">What the line comes to by the lists, or by its label.</param>
/// <param name="Amount">What it comes to here, after all discounts.</param>
/// <param name="OwnDiscount">What was taken off it alone; null where nothing was.</param>
/// <param name="OwnDiscountAmount">What that took.</param>
/// <param name="BasketDiscount">What it bears of the discount on the basket.</param>
/// <param name="IsDiscountable">Whether that is spread over it, too.</param>
public sealed record DeviatingLine(
    long ListPrice,
    long Price,
    long ListAmount,
    long Amount,
    Discount? OwnDiscount,
    long OwnDiscountAmount,
    long BasketDiscount,
    bool IsDiscountable
);
