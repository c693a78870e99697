using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>
/// Takes discounts off the amounts of a basket's lines, before tax is split off or added: first each line's own, one after the other off
/// what the ones before left, then those on the whole basket.
/// </summary>
internal sealed class DiscountSpread(IReadOnlyList<BasketLine> lines, long[] amounts)
{
    private const int Whole = 1_000_000;

    private readonly List<AppliedDiscount> _applied = [];

    /// <summary>What was taken off, by line, and off each in the order in which it was.</summary>
    public IReadOnlyList<AppliedDiscount> Applied => [.. _applied.OrderBy(discount => discount.Line)];

    /// <summary>Takes everything off; what is left stands in the amounts.</summary>
    /// <returns>Null, or the discount for which there is not enough to take it off.</returns>
    /// <exception cref="ArgumentException">A line that is not discounted has a discount, or one is none.</exception>
    public DiscountTooLarge? Take(IReadOnlyList<Discount> onAll)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i] is { IsDiscountable: false, Discounts.Count: > 0 })
                throw new ArgumentException($"Line {i} is not discounted, and has a discount.", nameof(onAll));
            for (var k = 0; k < lines[i].Discounts.Count; k++)
            {
                if (Off(amounts[i], lines[i].Discounts[k]) is not { } off)
                    return new DiscountTooLarge(i);
                TakeOff(new AppliedDiscount(i, DiscountScope.Line, k, (long)off));
            }
        }

        for (var k = 0; k < onAll.Count; k++)
        {
            // Goods that come back in the same basket are worth what they were sold for.
            var open = Enumerable.Range(0, lines.Count).Where(i => lines[i].IsDiscountable && amounts[i] > 0).ToArray();
            var sum = open.Aggregate(Int128.Zero, (total, i) => total + amounts[i]);
            if (Off(sum, onAll[k]) is not { } off)
                return new DiscountTooLarge(null);
            // There may be nothing to take it off: then it is nothing, too.
            if (off == 0)
                continue;
            // No share is more than its line, because the discount is not more than all of them.
            var shares = LargestRemainder.Spread(off, [.. open.Select(i => off * amounts[i])], sum);
            foreach (var (i, share) in open.Zip(shares))
                TakeOff(new AppliedDiscount(i, DiscountScope.Basket, k, (long)share));
        }

        return null;
    }

    private void TakeOff(AppliedDiscount discount)
    {
        if (discount.Amount == 0)
            return;
        amounts[discount.Line] -= discount.Amount;
        _applied.Add(discount);
    }

    // Of what comes back as of what went out: a discount has the sign of what it is taken off.
    private static Int128? Off(Int128 amount, Discount discount)
    {
        if (discount.Value < 0)
            throw new ArgumentException($"A discount of {discount.Value}.", nameof(discount));
        if (discount.Kind is DiscountKind.Percent)
        {
            var tenThousandths = discount.Value * 10_000;
            return discount.Value <= 100 && decimal.IsInteger(tenThousandths)
                ? Rounding.HalfAwayFromZero(amount * (Int128)tenThousandths, Whole)
                : throw new ArgumentException($"A discount of {discount.Value} percent.", nameof(discount));
        }

        if (!decimal.IsInteger(discount.Value))
            throw new ArgumentException($"A discount of {discount.Value} minor units.", nameof(discount));
        return discount.Value <= (decimal)Int128.Abs(amount) ? Int128.Sign(amount) * (Int128)discount.Value : null;
    }
}
